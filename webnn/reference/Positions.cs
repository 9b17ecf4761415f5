using System.Collections.Immutable;

namespace WebNN.Reference;

/// <summary>
/// Where elements lie: a position for every element of a shape, in row-major order. An axis is given by the offsets of its elements; what an
/// element's position is, is the sum of its axes' offsets.
/// </summary>
internal static class Positions
{
    /// <summary>The sums of one offset of each axis, the last axis fastest.</summary>
    public static int[] Of(int start, params IEnumerable<int[]> axes)
    {
        int[] positions = [start];
        foreach (var offsets in axes)
        {
            var longer = new int[positions.Length * offsets.Length];
            for (var i = 0; i < longer.Length; i++)
            {
                longer[i] = positions[i / offsets.Length] + offsets[i % offsets.Length];
            }

            positions = longer;
        }

        return positions;
    }

    /// <summary>How far apart neighbours along each axis are.</summary>
    public static int[] Strides(ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        var stride = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    /// <summary>An axis of so many elements, each <paramref name="stride"/> after the one before.</summary>
    public static int[] Axis(int length, int stride) => Axis(length, index => index * stride);

    public static int[] Axis(int length, Func<int, int> offset) => [.. Enumerable.Range(0, length).Select(offset)];

    /// <summary>Some axes of a shape, in the order given.</summary>
    public static int[] Along(ImmutableArray<int> shape, IEnumerable<int> axes)
    {
        var strides = Strides(shape);
        return Of(0, axes.Select(axis => Axis(shape[axis], strides[axis])));
    }

    /// <summary>The axes that are not among those given, in their order.</summary>
    public static IEnumerable<int> Others(ImmutableArray<int> shape, IEnumerable<int> axes) => Enumerable.Range(0, shape.Length).Except(axes);

    /// <summary>For each element of <paramref name="to"/> the one of <paramref name="from"/> that broadcasts to it.</summary>
    public static int[] Broadcast(ImmutableArray<int> from, ImmutableArray<int> to) =>
        Blocks([.. Enumerable.Repeat(1, to.Length - from.Length), .. from], to);

    /// <summary>For each element of <paramref name="to"/> the one of <paramref name="from"/> whose block it lies in.</summary>
    public static int[] Blocks(ImmutableArray<int> from, ImmutableArray<int> to)
    {
        var strides = Strides(from);
        return Of(0, to.Select((size, axis) => Axis(size, index => index / (size / from[axis]) * strides[axis])));
    }
}
