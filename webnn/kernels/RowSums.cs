using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// A product with a constant matrix on the left whose rows have few numbers besides zeros, as those that interpolate have: each row of the
/// result is the sum of some rows of a matrix, each times a weight. <c>Batch</c> matrices of <c>Height</c> rows of <c>Channels</c> floats
/// become as many of <c>OutputHeight</c> rows. What <see cref="Pack"/> writes stands in the place of a filter.
/// </summary>
internal static class RowSums
{
    /// <summary>With more, a product of whole tiles is faster.</summary>
    private const int MostTerms = 8;

    public static WindowShape Shape(int matrices, int rows, int columns, int outputRows) => new()
    {
        Batch = matrices, Height = rows, Width = 1, Channels = columns, OutputHeight = outputRows, OutputWidth = 1, Filters = columns,
    };

    /// <summary>For each row where its terms begin, and where the last one's end; then for each term a row of the matrix, and the weight's bits.</summary>
    /// <returns>Null where a row has too many terms.</returns>
    public static int[]? Pack(ReadOnlySpan<float> weights, int outputRows)
    {
        var depth = weights.Length / outputRows;
        var (starts, terms) = (new List<int>(), new List<int>());
        for (var row = 0; row < outputRows; row++)
        {
            starts.Add(outputRows + 1 + terms.Count);
            for (var term = 0; term < depth; term++)
            {
                if (weights[(row * depth) + term] is var weight && weight != 0)
                {
                    terms.AddRange([term, BitConverter.SingleToInt32Bits(weight)]);
                }
            }

            if (outputRows + 1 + terms.Count - starts[^1] > 2 * MostTerms)
            {
                return null;
            }
        }

        return [.. starts, outputRows + 1 + terms.Count, .. terms];
    }
}

/// <inheritdoc cref="RowSums"/>
internal sealed unsafe class RowSums<TLanes, TVector>(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Vectors at a time.</summary>
    private const int Together = 4;

    /// <summary>A share has some of the rows of each matrix.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var starts = (int*)buffers.Filter;
        var (first, end) = Part(Shape.OutputHeight, share);
        for (nint matrix = 0; matrix < Shape.Batch; matrix++)
        {
            var x = buffers.X + (matrix * Shape.Height * Shape.Channels);
            for (nint row = first; row < end; row++)
            {
                RunRow(starts + starts[row], starts + starts[row + 1], x, buffers.Y + (((matrix * Shape.OutputHeight) + row) * Shape.Channels), Shape.Channels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow(int* terms, int* end, float* x, float* y, nint columns)
    {
        nint i = 0;
        for (; i <= columns - (Together * TLanes.Count); i += Together * TLanes.Count)
        {
            TVector a = default, b = default, c = default, d = default;
            for (var term = terms; term < end; term += 2)
            {
                var weight = TLanes.Broadcast(((float*)term)[1]);
                var source = x + (*term * columns) + i;
                a = TLanes.MultiplyAdd(weight, TLanes.Load(source), a);
                b = TLanes.MultiplyAdd(weight, TLanes.Load(source + TLanes.Count), b);
                c = TLanes.MultiplyAdd(weight, TLanes.Load(source + (2 * TLanes.Count)), c);
                d = TLanes.MultiplyAdd(weight, TLanes.Load(source + (3 * TLanes.Count)), d);
            }

            TLanes.Store(a, y + i);
            TLanes.Store(b, y + i + TLanes.Count);
            TLanes.Store(c, y + i + (2 * TLanes.Count));
            TLanes.Store(d, y + i + (3 * TLanes.Count));
        }

        // The last vector may overlap the one before it.
        for (; i < columns && columns >= TLanes.Count; i += TLanes.Count)
        {
            RunVector(terms, end, x, y, columns, Math.Min(i, columns - TLanes.Count));
        }

        for (; i < columns; i++)
        {
            RunOne(terms, end, x, y, columns, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunVector(int* terms, int* end, float* x, float* y, nint columns, nint at)
    {
        TVector sum = default;
        for (var term = terms; term < end; term += 2)
        {
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(((float*)term)[1]), TLanes.Load(x + (*term * columns) + at), sum);
        }

        TLanes.Store(sum, y + at);
    }

    private static void RunOne(int* terms, int* end, float* x, float* y, nint columns, nint at)
    {
        var sum = 0f;
        for (var term = terms; term < end; term += 2)
        {
            sum = MathF.FusedMultiplyAdd(((float*)term)[1], x[(*term * columns) + at], sum);
        }

        y[at] = sum;
    }
}
