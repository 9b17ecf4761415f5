using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>Nodes that run one after another, between two places where the graph is narrow: the least that a decision is about.</summary>
/// <param name="Nodes">In the order in which they run. What they read of constants that nodes compute, they compute themselves.</param>
/// <param name="Claimable">Those of them that WebNN can run.</param>
/// <param name="BorderBytes">What is live where it begins: what changes hands where the side changes there.</param>
public sealed record Segment(ImmutableArray<int> Nodes, ImmutableArray<int> Claimable, long BorderBytes)
{
    /// <summary>More tensors that are live at a place make it no place to cut.</summary>
    private const int MostLive = 3;

    /// <summary>The graph as a chain of segments.</summary>
    internal static ImmutableArray<Segment> Chain(PartitionQuestion question)
    {
        var constants = question.Constants;
        NodeInfo[] running = [.. constants.Nodes.Where(node => !constants.IsFolded(node.Index))];
        var members = new List<(List<NodeInfo> Nodes, long Border)>();
        var borders = Borders(running);
        for (var position = 0; position < running.Length; position++)
        {
            if (position == 0 || borders[position] is { Count: <= MostLive })
            {
                members.Add(([], borders[position].Bytes));
            }

            members[^1].Nodes.Add(running[position]);
        }

        AddConstants(constants, members);
        var order = constants.Nodes.Select((node, position) => (node.Index, position)).ToDictionary(pair => pair.Index, pair => pair.position);
        return
        [
            .. members.Select(each => (Nodes: each.Nodes.Select(node => node.Index).OrderBy(node => order[node]).ToImmutableArray(), each.Border))
                .Select(each => new Segment(each.Nodes, [.. each.Nodes.Where(question.Accepted.Contains)], each.Border)),
        ];
    }

    /// <summary>What is live before each node: how many tensors, of how many bytes.</summary>
    private static (int Count, long Bytes)[] Borders(NodeInfo[] nodes)
    {
        var lastRead = new Dictionary<int, int>();
        for (var position = 0; position < nodes.Length; position++)
        {
            foreach (var input in Values(nodes[position].Inputs))
            {
                lastRead[input.Index] = position;
            }
        }

        var written = nodes.SelectMany(node => node.Outputs).Select(tensor => tensor.Index).ToHashSet();
        var live = nodes.SelectMany(node => Values(node.Inputs)).Where(tensor => !written.Contains(tensor.Index)).DistinctBy(tensor => tensor.Index)
            .ToDictionary(tensor => tensor.Index, Bytes);
        var borders = new (int, long)[nodes.Length];
        for (var position = 0; position < nodes.Length; position++)
        {
            borders[position] = (live.Count, live.Values.Sum());
            foreach (var output in nodes[position].Outputs.Where(output => lastRead.ContainsKey(output.Index)))
            {
                live[output.Index] = Bytes(output);
            }

            foreach (var input in Values(nodes[position].Inputs).Where(input => lastRead[input.Index] == position))
            {
                live.Remove(input.Index);
            }
        }

        return borders;
    }

    /// <summary>A node that computes a constant belongs to the first that reads it: it costs nothing where that one runs. Backwards, for constants may be computed from constants.</summary>
    private static void AddConstants(ConstantFolding constants, List<(List<NodeInfo> Nodes, long Border)> members)
    {
        var homes = new Dictionary<int, int>();
        for (var segment = members.Count - 1; segment >= 0; segment--)
        {
            foreach (var input in members[segment].Nodes.SelectMany(node => node.Inputs).OfType<TensorInfo>())
            {
                homes[input.Index] = segment;
            }
        }

        foreach (var node in constants.Nodes.Reverse().Where(node => constants.IsFolded(node.Index)))
        {
            if (members.Count == 0)
            {
                members.Add(([], 0));
            }

            var home = homes.GetValueOrDefault(node.Outputs[0].Index, members.Count - 1);
            members[home].Nodes.Add(node);
            foreach (var input in node.Inputs.OfType<TensorInfo>())
            {
                homes[input.Index] = Math.Min(home, homes.GetValueOrDefault(input.Index, home));
            }
        }
    }

    private static IEnumerable<TensorInfo> Values(IEnumerable<TensorInfo?> tensors) => tensors.OfType<TensorInfo>().Where(tensor => tensor.Data is null);

    private static long Bytes(TensorInfo tensor)
    {
        var count = tensor.Shape.Aggregate(1.0, (product, dimension) => product * dimension);
        return (long)Math.Min(long.MaxValue / 1024, count * tensor.Type switch
        {
            TfLiteType.Int8 or TfLiteType.UInt8 or TfLiteType.Bool => 1,
            TfLiteType.Float16 or TfLiteType.Int16 => 2,
            TfLiteType.Int64 or TfLiteType.UInt64 or TfLiteType.Float64 => 8,
            _ => 4,
        });
    }
}

/// <summary>A segment with what it takes on either side, in nanoseconds, without what a change of sides takes.</summary>
/// <param name="WebNN">Infinite where WebNN can run none of its nodes.</param>
public sealed record SegmentCost(Segment Segment, double WebNN, double Host);
