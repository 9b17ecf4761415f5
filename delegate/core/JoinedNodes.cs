using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// Nodes that are claimed together or not at all: those around a tensor that only a partition can hold. Complex numbers are pairs of floats
/// in there and something else outside; a variable belongs to one node, which reads and writes it.
/// </summary>
internal static class JoinedNodes
{
    /// <summary>Refuses the nodes that cannot be claimed without others that stay.</summary>
    public static void Leave(IDelegateHost host, IReadOnlyList<NodeInfo> nodes, SortedDictionary<int, string> refused)
    {
        LeaveSharedVariables(nodes, refused);
        LeaveComplex(host, nodes, refused);
    }

    /// <summary>TFLite's kernels change variables in place, in the order of the plan; partitions are made without regard to that.</summary>
    private static void LeaveSharedVariables(IReadOnlyList<NodeInfo> nodes, SortedDictionary<int, string> refused)
    {
        foreach (var users in Users(nodes, tensor => tensor.IsVariable).Where(users => users.Count() > 1))
        {
            foreach (var user in users)
            {
                refused.TryAdd(user.Node.Index, $"{user.Node.Label}: variable '{user.Tensor.Name}' is used by {users.Count()} nodes");
            }
        }
    }

    /// <summary>What one chain's node is refused for may break another chain.</summary>
    private static void LeaveComplex(IDelegateHost host, IReadOnlyList<NodeInfo> nodes, SortedDictionary<int, string> refused)
    {
        var chains = Users(nodes, tensor => tensor.IsComplex()).ToList();
        if (chains.Count == 0)
        {
            return;
        }

        var read = host.Partition([.. nodes.Select(node => node.Index)]).SelectMany(whole => whole.Outputs).ToHashSet();
        for (var before = -1; before != refused.Count;)
        {
            before = refused.Count;
            foreach (var users in chains)
            {
                var reason = Breach([.. users], read.Contains(users.Key), refused);
                foreach (var (node, tensor) in users.Where(_ => reason is not null))
                {
                    refused.TryAdd(node.Index, $"{node.Label}: complex tensor '{tensor.Name}' {reason}");
                }
            }
        }
    }

    private static string? Breach(ImmutableArray<(NodeInfo Node, TensorInfo Tensor)> users, bool isOutput, SortedDictionary<int, string> refused) =>
        isOutput ? "is an output of the model"
        : !users.Any(user => user.Node.Outputs.Any(output => output.Index == user.Tensor.Index)) ? "is computed by no node"
        : users.Select(user => user.Node).FirstOrDefault(node => refused.ContainsKey(node.Index)) is { } left
            ? $"is shared with {left.Label}, which WebNN does not run"
        : null;

    /// <summary>The nodes that read or write each tensor of a kind.</summary>
    private static IEnumerable<IGrouping<int, (NodeInfo Node, TensorInfo Tensor)>> Users(IReadOnlyList<NodeInfo> nodes, Func<TensorInfo, bool> isKind) => nodes
        .SelectMany(node => node.Inputs.OfType<TensorInfo>().Concat(node.Outputs).Where(isKind).DistinctBy(tensor => tensor.Index).Select(tensor => (Node: node, Tensor: tensor)))
        .GroupBy(user => user.Tensor.Index);
}
