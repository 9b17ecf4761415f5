using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>Which nodes WebNN runs of those that it can, and why.</summary>
/// <param name="Asked">What the options asked for.</param>
/// <param name="Source">What it came from in the end.</param>
/// <param name="Nodes">The nodes to claim, in the order in which they run; more than is claimed where limits of the options take some away.</param>
public sealed record PartitionDecision(PartitioningMode Asked, PartitioningMode Source, ImmutableArray<int> Nodes)
{
    /// <summary>What it holds for; null where it holds for every model.</summary>
    public DecisionKey? Key { get; init; }

    /// <summary>What speaks for it, a line each.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>Why it came from something else than what was asked for; null where it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>The pieces that a decision can be made about, with their costs; empty where nothing was predicted.</summary>
    public ImmutableArray<SegmentCost> Segments { get; init; } = [];

    /// <summary>What a report says of a node that WebNN could run and does not.</summary>
    internal string Reason => Source switch
    {
        PartitioningMode.Predicted => "predicted to be as fast or faster in TensorFlow Lite",
        PartitioningMode.Measured => "measured to be as fast or faster in TensorFlow Lite",
        PartitioningMode.Given => "left to TensorFlow Lite by the given decision",
        _ => $"left to TensorFlow Lite by the option partitioning={Source.Name()}",
    };
}
