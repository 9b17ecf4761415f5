using System.Collections.Immutable;
using WebNN.Reference;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>What the user chose about libraries, threads and delegation.</summary>
internal sealed record SessionSettings
{
    public int Threads { get; init; } = 1;

    public ImmutableArray<string> Devices { get; init; } = ["cpu"];

    /// <summary>Whether WebNN's graphs run on the reference context.</summary>
    public bool UsesReference => Devices is [ReferenceContext.DeviceName];

    public string? OnnxRuntimeLibrary { get; init; }

    public string? TfLiteLibrary { get; init; }

    /// <summary>A folder that keeps compiled graphs; null for none.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Who runs the model, for a verb that leaves it open.</summary>
    public RuntimeChoice Runtime { get; init; }

    /// <summary>The signature to run; null: the main graph.</summary>
    public string? Signature { get; init; }

    public bool FallsBackToXnnpack { get; init; } = true;

    public int MaxPartitions { get; init; }

    public int MinNodesPerPartition { get; init; } = 1;

    public ImmutableArray<string> Include { get; init; } = [];

    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>False for what is only looked at.</summary>
    public bool PacksWeights { get; init; } = true;

    public CompiledModelOptions ToCompiledModelOptions() => new()
    {
        Threads = Threads,
        Devices = Devices,
        OnnxRuntimeLibrary = OnnxRuntimeLibrary,
        CacheDirectory = CacheDirectory,
        PacksWeights = PacksWeights,
        Signature = Signature,
    };

    /// <summary>Whether some nodes are to stay with TFLite, which then has to be there.</summary>
    public bool ChoosesNodes => MaxPartitions > 0 || MinNodesPerPartition > 1 || !Include.IsEmpty || !Exclude.IsEmpty;
}
