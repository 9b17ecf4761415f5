using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>Finds the nodes for whose sake the backend refused a partition.</summary>
internal static class CompilationFaults
{
    /// <summary>A search that needs more compilations than this is given up: each costs as much as the part of the model that it tries.</summary>
    private const int MaxCompilations = 64;

    /// <summary>The nodes that the backend's message names, by their label as a word: <c>#1 ADD</c> is not named by <c>#1 ADD_N</c>.</summary>
    public static ImmutableArray<int> Named(ImmutableArray<NodeInfo> partition, string message) =>
        [.. partition.Where(node => Names(message, node.Label)).Select(node => node.Index)];

    /// <summary>
    /// The nodes that halving the partition again and again leads to, several of them where they compile apart and not together; none where
    /// that is true of the whole partition, or where there would be too much to try.
    /// </summary>
    /// <param name="compiles">Whether the backend takes these nodes, next to each other in the partition, as a graph of their own.</param>
    public static ImmutableArray<int> Halve(ImmutableArray<NodeInfo> partition, Func<ImmutableArray<NodeInfo>, bool> compiles)
    {
        var guilty = ImmutableArray.CreateBuilder<int>();
        var suspects = new Stack<ImmutableArray<NodeInfo>>([partition]);
        var tried = 0;
        while (suspects.TryPop(out var nodes))
        {
            if (nodes.Length == 1)
            {
                guilty.Add(nodes[0].Index);
                continue;
            }

            var found = suspects.Count;
            ImmutableArray<NodeInfo>[] halves = [nodes[..(nodes.Length / 2)], nodes[(nodes.Length / 2)..]];
            foreach (var half in halves)
            {
                if (tried++ == MaxCompilations)
                {
                    return [];
                }

                if (!compiles(half))
                {
                    suspects.Push(half);
                }
            }

            if (suspects.Count == found && nodes.Length < partition.Length)
            {
                guilty.AddRange(nodes.Select(node => node.Index));
            }
        }

        return guilty.ToImmutable();
    }

    private static bool Names(string message, string label)
    {
        for (var at = message.IndexOf(label, StringComparison.Ordinal); at >= 0; at = message.IndexOf(label, at + 1, StringComparison.Ordinal))
        {
            var end = at + label.Length;
            if (end == message.Length || !(char.IsAsciiLetterOrDigit(message[end]) || message[end] == '_'))
            {
                return true;
            }
        }

        return false;
    }
}
