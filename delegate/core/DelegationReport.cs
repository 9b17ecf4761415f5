using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation;

/// <summary>A node that stays with TFLite, and why.</summary>
/// <param name="Node">Its number; of a node of a graph that another node calls, that node's.</param>
/// <param name="Op">The operator, after the way to it where it is in a graph that another node calls: <c>WHILE, trip 2, node 0 ADD</c>.</param>
public sealed record RefusedNode(int Node, string Op, string Reason);

/// <summary>A partition that WebNN runs.</summary>
/// <param name="GraphText">The WebNN graph's text form.</param>
public sealed record ReportedPartition(int Index, ImmutableArray<int> Nodes, string GraphText)
{
    /// <summary>Whether its sizes are known only when the model runs: it is compiled then, and the sizes in the graph's text are examples.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What runs it, where that is another than the backend's description says: see <see cref="MLGraph.Runner"/>.</summary>
    public string? Runner { get; init; }
}

/// <summary>What one preparation of a model decided.</summary>
/// <param name="Nodes">How many nodes the model's execution plan had.</param>
/// <param name="Failure">Why nothing was claimed although nodes could have been; null where nothing failed.</param>
public sealed record DelegationReport(
    int Nodes,
    ImmutableArray<ReportedPartition> Partitions,
    ImmutableArray<RefusedNode> Refused,
    string? Failure)
{
    public int DelegatedNodes => Partitions.Sum(partition => partition.Nodes.Length);

    /// <summary>Which of the nodes that WebNN can run it was to run, and why; null where it did not come to that.</summary>
    public PartitionDecision? Decision { get; init; }

    /// <summary>True where the graph breaks a rule that every delegate relies on: no other one may be offered it either.</summary>
    public bool IsUnsound { get; init; }

    /// <summary>The nodes that break a rule that every delegate relies on, with the rule: no other one may be offered them either.</summary>
    public ImmutableSortedDictionary<int, string> UnsoundNodes { get; init; } = ImmutableSortedDictionary<int, string>.Empty;

    /// <summary>The report of a graph that nobody may touch.</summary>
    public static DelegationReport Untouched(int nodes, string violation) =>
        new(nodes, [], [], $"the model is left as it is: {violation}") { IsUnsound = true };
}
