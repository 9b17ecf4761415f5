using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation;

/// <summary>Which nodes a delegate may claim.</summary>
public sealed record DelegateOptions
{
    /// <summary>At most this many partitions, the ones with the most nodes first; 0: no limit.</summary>
    public int MaxPartitions { get; init; }

    /// <summary>A partition with fewer nodes stays with TFLite.</summary>
    public int MinNodesPerPartition { get; init; } = 1;

    /// <summary>Node indices (<c>12</c>), ranges (<c>3-9</c>) and operators (<c>CONV_2D</c>); where not empty, only these are claimed.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>The same notation; these are never claimed.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Whether nobody else can run a node. Else one that would be written out as very many operators is left, unless it is included by name.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Where custom operators are looked for.</summary>
    public CustomOperators CustomOperators { get; init; } = CustomOperators.Known;

    /// <summary>Which of the nodes that can be claimed are.</summary>
    public PartitioningOptions Partitioning { get; init; } = new();
}
