using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// What every delegate, and TFLite when it partitions, takes for granted about a graph and no host checks. Where it does not hold, nobody
/// may be asked to partition the graph: TFLite's own code then reads outside its arrays.
/// </summary>
public static class GraphRules
{
    /// <summary>The rule that a graph breaks, in its nodes' words; null where it keeps them all.</summary>
    public static string? Violation(IDelegateHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return WrittenTwice(host.Nodes) ?? WithoutOutputs(host);
    }

    /// <summary>
    /// No host shows a graph's outputs: they are what a delegate of all nodes would have to write. A graph with nodes that write nothing is run
    /// for what these do to its variables.
    /// </summary>
    private static string? WithoutOutputs(IDelegateHost host)
    {
        var all = host.Nodes;
        return all.IsEmpty || all.Any(node => node.Outputs.IsEmpty) || host.Partition([.. all.Select(node => node.Index)]).Any(partition => !partition.Outputs.IsEmpty)
            ? null
            : "the graph has no output that a node writes";
    }

    private static string? WrittenTwice(ImmutableArray<NodeInfo> nodes)
    {
        var writers = new Dictionary<int, NodeInfo>();
        foreach (var node in nodes)
        {
            foreach (var output in node.Outputs)
            {
                if (!writers.TryAdd(output.Index, node))
                {
                    var first = writers[output.Index];
                    return ReferenceEquals(first, node)
                        ? $"tensor '{output.Name}' is written twice by {node.Label}"
                        : $"tensor '{output.Name}' is written by {first.Label} and by {node.Label}";
                }
            }
        }

        return ReadTooEarly(nodes, writers);
    }

    private static string? ReadTooEarly(ImmutableArray<NodeInfo> nodes, Dictionary<int, NodeInfo> writers)
    {
        var done = new HashSet<int>();
        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs.OfType<TensorInfo>())
            {
                if (writers.TryGetValue(input.Index, out var writer) && !done.Contains(writer.Index))
                {
                    return $"{node.Label} reads tensor '{input.Name}' before {writer.Label} writes it";
                }
            }

            done.Add(node.Index);
        }

        return null;
    }
}
