using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Patterns;

/// <summary>
/// Where reshapes and transposes move the elements of a tensor: the extents of the result, outermost first, each with the distance in the
/// source from one element to the next. However the moves are written, the same order has the same extents.
/// </summary>
internal static class ElementOrder
{
    /// <summary>More moves than any of the patterns has.</summary>
    private const int LongestChain = 16;

    /// <summary>The moves that lead to an operand, the last first, and the operand that they start from.</summary>
    public static (List<MLNode> Moves, MLOperand Source) Behind(MLOperand operand)
    {
        var moves = new List<MLNode>();
        while (operand.Producer is { Operator: "reshape" or "transpose" } node && moves.Count < LongestChain)
        {
            moves.Add(node);
            operand = node.Input(0);
        }

        return (moves, operand);
    }

    /// <summary>The order that moves, the last first, make; null where a reshape parts what lies apart.</summary>
    public static ImmutableArray<Extent>? Of(MLOperand source, IReadOnlyList<MLNode> moves)
    {
        List<Extent>[]? axes = Regroup(Merged([new((int)source.Descriptor.ElementCount, 1)]), source.Shape);
        for (var i = moves.Count - 1; i >= 0 && axes is not null; i--)
        {
            var known = axes;
            axes = moves[i].Options is MLTransposeAttributes transpose
                ? [.. transpose.Permutation.Select(axis => known[axis])]
                : Regroup(Merged(axes.SelectMany(axis => axis)), moves[i].Output.Shape);
        }

        return axes is null ? null : Merged(axes.SelectMany(axis => axis));
    }

    /// <summary>Without extents of one element, and with those joined that lie behind each other in the source.</summary>
    public static ImmutableArray<Extent> Merged(IEnumerable<Extent> extents)
    {
        var merged = ImmutableArray.CreateBuilder<Extent>();
        foreach (var extent in extents.Where(extent => extent.Size > 1))
        {
            if (merged.Count > 0 && merged[^1].Distance == extent.Distance * extent.Size)
            {
                merged[^1] = new(merged[^1].Size * extent.Size, extent.Distance);
            }
            else
            {
                merged.Add(extent);
            }
        }

        return merged.ToImmutable();
    }

    private static List<Extent>[]? Regroup(ImmutableArray<Extent> extents, ImmutableArray<int> shape)
    {
        var left = new Stack<Extent>(extents.Reverse());
        var axes = new List<Extent>[shape.Length];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            axes[axis] = [];
            for (var wanted = shape[axis]; wanted > 1;)
            {
                var next = left.Pop();
                var taken = Math.Min(wanted, next.Size);
                if (wanted % taken != 0 || next.Size % taken != 0)
                {
                    return null;
                }

                var inner = next.Size / taken;
                axes[axis].Add(new(taken, next.Distance * inner));
                wanted /= taken;
                if (inner > 1)
                {
                    left.Push(new(inner, next.Distance));
                }
            }
        }

        return axes;
    }

    /// <param name="Size">How many elements.</param>
    /// <param name="Distance">How far apart they are in the source.</param>
    public readonly record struct Extent(int Size, long Distance);
}
