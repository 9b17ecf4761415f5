using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>One dimension of a <see cref="SparseLayout"/>: dense with a size, or compressed sparse rows.</summary>
public readonly record struct SparseLevel(bool IsCompressed, int Size, ImmutableArray<int> Segments, ImmutableArray<int> Indices);

/// <summary>
/// Where the values of a sparse constant stand. It walks the dimensions, and after them the dimensions of blocks, in an order of its own; each
/// is dense, or lists the positions that hold values (compressed sparse rows).
/// </summary>
/// <param name="Order">The order of the walk.</param>
/// <param name="BlockMap">The axis of each dimension of blocks.</param>
public sealed record SparseLayout(ImmutableArray<int> Order, ImmutableArray<int> BlockMap, ImmutableArray<SparseLevel> Levels)
{
    /// <summary>The constant with its zeros.</summary>
    /// <exception cref="UnsupportedException">The layout contradicts the shape or the values.</exception>
    /// <exception cref="OverflowException">The constant has more bytes than an array.</exception>
    public byte[] Expand(ReadOnlySpan<int> shape, int elementSize, ReadOnlySpan<byte> values)
    {
        var walk = new SparseWalk(this, shape, elementSize);
        if (walk.Dense.Length > 0)
        {
            walk.Place(values);
        }

        return walk.Dense;
    }
}

/// <summary>One walk over a sparse constant.</summary>
internal sealed class SparseWalk
{
    private readonly int elementSize;
    private readonly int[] shape;
    private readonly ImmutableArray<int> order;
    private readonly ImmutableArray<int> blockMap;
    private readonly int[] blockSizes;
    private readonly ImmutableArray<SparseLevel> levels;
    private readonly int[] position;

    public SparseWalk(SparseLayout layout, ReadOnlySpan<int> shape, int elementSize)
    {
        (this.shape, this.elementSize) = (shape.ToArray(), elementSize);
        (order, blockMap, levels) = layout;
        Require(order.Length == this.shape.Length + blockMap.Length && levels.Length == order.Length, "another number of dimensions than its shape");
        Require(order.Order().SequenceEqual(Enumerable.Range(0, order.Length)), "no order of its dimensions");
        Require(blockMap.All(axis => axis >= 0 && axis < this.shape.Length), "blocks of an axis that it does not have");
        Require(blockMap.Distinct().Count() == blockMap.Length, "two kinds of blocks along one axis");
        blockSizes = Array.ConvertAll(this.shape, _ => 1);
        for (var block = 0; block < blockMap.Length; block++)
        {
            var level = levels[order.IndexOf(this.shape.Length + block)];
            Require(!level.IsCompressed && level.Size > 0, "blocks that are not dense");
            Require(this.shape[blockMap[block]] % level.Size == 0, "blocks that do not fill their axis");
            blockSizes[blockMap[block]] = level.Size;
        }

        // The walk then takes no more steps than there are elements and values.
        for (var i = 0; i < levels.Length; i++)
        {
            var isAxis = order[i] < this.shape.Length && !levels[i].IsCompressed;
            Require(!isAxis || (long)levels[i].Size * blockSizes[order[i]] == this.shape[order[i]], "a dense axis that is not as long as its shape has it");
            var segments = levels[i].IsCompressed ? levels[i].Segments : [];
            Require(segments.Zip(segments.Skip(1)).All(ends => ends.First <= ends.Second), "segments that overlap");
        }

        position = new int[order.Length];
        Dense = new byte[checked((int)this.shape.Aggregate((long)elementSize, (product, dimension) => checked(product * dimension)))];
    }

    public byte[] Dense { get; }

    public void Place(ReadOnlySpan<byte> values) => Walk(0, 0, values);

    /// <summary>Places the values below one entry of the level before.</summary>
    private void Walk(int level, int entry, ReadOnlySpan<byte> values)
    {
        if (level == levels.Length)
        {
            Place(entry, values);
            return;
        }

        var (isCompressed, size, segments, indices) = levels[level];
        var (first, end) = (entry * size, (entry + 1) * size);
        if (isCompressed)
        {
            Require(entry + 1 < segments.Length, "too few segments");
            (first, end) = (segments[entry], segments[entry + 1]);
            Require(first >= 0 && end <= indices.Length, "segments outside its indices");
        }

        for (var i = first; i < end; i++)
        {
            position[order[level]] = isCompressed ? indices[i] : i - first;
            Walk(level + 1, i, values);
        }
    }

    private void Place(int entry, ReadOnlySpan<byte> values)
    {
        Require((entry + 1L) * elementSize <= values.Length, "more places than values");
        long offset = 0;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            long coordinate = position[axis];
            for (var block = 0; block < blockMap.Length; block++)
            {
                if (blockMap[block] == axis)
                {
                    coordinate = (coordinate * blockSizes[axis]) + position[shape.Length + block];
                }
            }

            Require(coordinate >= 0 && coordinate < shape[axis], "positions outside its shape");
            offset = (offset * shape[axis]) + coordinate;
        }

        values.Slice(entry * elementSize, elementSize).CopyTo(Dense.AsSpan((int)(offset * elementSize)));
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new UnsupportedException($"is sparse with {problem}");
        }
    }
}
