using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>Chooses among the partitions that TFLite would make, by the limits of the options.</summary>
internal static class Partitioner
{
    /// <summary>
    /// The partitions to claim. <paramref name="refuse"/> hears of each node that could have been claimed and is not. Partitions are
    /// asked for again after some were dropped: what is claimed has to be what the host will make of it.
    /// </summary>
    public static ImmutableArray<PartitionInfo> Choose(
        PropagatedGraph host, ImmutableArray<int> nodes, DelegateOptions options, Func<int, bool> isFolded, Action<int, string> refuse)
    {
        while (!nodes.IsEmpty)
        {
            var partitions = host.Partition(nodes);
            var dropped = partitions
                .Select(partition => (partition.Nodes, Reason: NotWorthIt(host, partition, options, isFolded)))
                .Where(candidate => candidate.Reason is not null)
                .ToList();
            if (dropped.Count == 0)
            {
                dropped = [.. TooMany(partitions, options)];
            }

            if (dropped.Count == 0)
            {
                return partitions;
            }

            foreach (var (members, reason) in dropped)
            {
                foreach (var node in members)
                {
                    refuse(node, reason!);
                }
            }

            var gone = dropped.SelectMany(candidate => candidate.Nodes).ToHashSet();
            nodes = [.. nodes.Where(node => !gone.Contains(node))];
        }

        return [];
    }

    private static string? NotWorthIt(PropagatedGraph host, PartitionInfo partition, DelegateOptions options, Func<int, bool> isFolded) =>
        partition.Nodes.All(isFolded) ? "computes constants that no node of WebNN's needs"
        : options.Include.IsEmpty && host.IsOpen(partition.Nodes) && !host.Nodes.Any(node => partition.Nodes.Contains(node.Index) && IsProduct(node.Code))
            ? "its sizes are known only when the model runs, and no convolution or matrix product near it makes up for compiling it then"
        : partition.Outputs.IsEmpty ? "in a partition of which nothing is read"
        : partition.Nodes.Length < options.MinNodesPerPartition
            ? $"in a partition of {partition.Nodes.Length} nodes; the options ask for {options.MinNodesPerPartition}"
            : null;

    /// <summary>What takes long enough on large tensors to be worth compiling for each size.</summary>
    private static bool IsProduct(BuiltinOperator code) => code
        is BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.TransposeConv or BuiltinOperator.Conv3D or BuiltinOperator.Conv3DTranspose
        or BuiltinOperator.FullyConnected or BuiltinOperator.BatchMatmul or BuiltinOperator.Lstm or BuiltinOperator.UnidirectionalSequenceLstm
        or BuiltinOperator.BidirectionalSequenceLstm or BuiltinOperator.Rnn or BuiltinOperator.UnidirectionalSequenceRnn
        or BuiltinOperator.BidirectionalSequenceRnn or BuiltinOperator.Svdf;

    /// <summary>The smallest of those past the limit; among equals, the last.</summary>
    private static IEnumerable<(ImmutableArray<int> Nodes, string? Reason)> TooMany(
        ImmutableArray<PartitionInfo> partitions, DelegateOptions options) =>
        options.MaxPartitions <= 0
            ? []
            : partitions
                .OrderByDescending(partition => partition.Nodes.Length)
                .Skip(options.MaxPartitions)
                .Select(partition => (partition.Nodes, (string?)$"in one partition too many; the options allow {options.MaxPartitions}"));
}
