using System.Collections.Immutable;

namespace WebNN.Cli.Running;

/// <summary>What the user chose about libraries, threads and delegation.</summary>
internal sealed record SessionSettings
{
    public int Threads { get; init; } = 1;

    public ImmutableArray<string> Devices { get; init; } = ["cpu"];

    public string? OnnxRuntimeLibrary { get; init; }

    public string? TfLiteLibrary { get; init; }

    /// <summary>The signature to run; null: the main graph.</summary>
    public string? Signature { get; init; }

    public bool FallsBackToXnnpack { get; init; } = true;

    public int MaxPartitions { get; init; }

    public int MinNodesPerPartition { get; init; } = 1;

    public ImmutableArray<string> Include { get; init; } = [];

    public ImmutableArray<string> Exclude { get; init; } = [];
}
