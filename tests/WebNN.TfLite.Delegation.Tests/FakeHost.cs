using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>
/// Partitions as TFLite does: claimed and unclaimed nodes in alternate epochs, each as many nodes as have what they read.
/// </summary>
internal sealed class FakeHost(ImmutableArray<NodeInfo> nodes, params int[] outputs) : IDelegateHost
{
    public ImmutableArray<NodeInfo> Nodes { get; } = nodes;

    public bool IsUnprepared { get; init; }

    public ImmutableArray<PartitionInfo> Partition(ImmutableArray<int> claimed)
    {
        var produced = Nodes.SelectMany(node => node.Outputs).Select(tensor => tensor.Index).ToHashSet();
        var left = Nodes.ToList();
        var epochs = new List<(bool Claimed, List<NodeInfo> Nodes)>();
        while (left.Count > 0)
        {
            (bool Claimed, List<NodeInfo> Nodes)? epoch = null;
            for (var moved = true; moved;)
            {
                moved = false;
                foreach (var node in left.Where(node => Reads(node).All(tensor => !produced.Contains(tensor))).ToList())
                {
                    epoch ??= (claimed.Contains(node.Index), []);
                    if (epoch.Value.Claimed == claimed.Contains(node.Index))
                    {
                        epoch.Value.Nodes.Add(node);
                        left.Remove(node);
                        produced.ExceptWith(node.Outputs.Select(tensor => tensor.Index));
                        moved = true;
                    }
                }
            }

            epochs.Add(epoch!.Value);
        }

        return [.. epochs.Where(epoch => epoch.Claimed).Select(epoch => Describe(epoch.Nodes))];
    }

    private PartitionInfo Describe(List<NodeInfo> members)
    {
        var made = members.SelectMany(node => node.Outputs).Select(tensor => tensor.Index).ToHashSet();
        var needed = Nodes.Except(members).SelectMany(Reads).Concat(outputs).ToHashSet();
        return new(
            [.. members.Select(node => node.Index)],
            [.. members.SelectMany(Reads).Distinct().Where(tensor => !made.Contains(tensor))],
            [.. made.Where(needed.Contains)]);
    }

    private static IEnumerable<int> Reads(NodeInfo node) => node.Inputs.OfType<TensorInfo>().Select(tensor => tensor.Index);
}
