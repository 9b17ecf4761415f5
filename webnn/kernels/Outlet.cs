using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>What is added to some columns of rows of results.</summary>
/// <param name="first">Null for nothing.</param>
/// <param name="stride">Floats from a row to the next.</param>
/// <param name="columns">The first ones of the results; to others nothing is added.</param>
internal readonly unsafe struct RowAddends(float* first, nint stride, int columns)
{
    public readonly float* First = first;
    public readonly nint Stride = stride;
    public readonly int Columns = columns;

    public RowAddends Next => Skip(1);

    public RowAddends Skip(nint rows) => First == null ? this : new(First + (rows * Stride), Stride, Columns);
}

/// <summary>The last steps of a result.</summary>
internal static unsafe class Outlet<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector value, float* output, float* sum, float* slopes, in OutputRange range)
    {
        if (sum != null)
        {
            value = TLanes.Add(value, TLanes.Load(sum));
        }

        if (range.HasSlopes)
        {
            value = Slope(value, TLanes.Load(slopes));
        }

        TLanes.Store(Limit(value, TLanes.Broadcast(range.Low), TLanes.Broadcast(range.High)), output);
    }

    /// <summary>The value within the limits. A NaN, which stands in the second place of x64's instructions, stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Limit(TVector value, TVector low, TVector high) => TLanes.Minimum(high, TLanes.Maximum(low, value));

    /// <summary>Negative values multiplied with their slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope(TVector value, TVector slopes) =>
        TLanes.MultiplyAdd(TLanes.Minimum(default, value), slopes, TLanes.Maximum(default, value));

    /// <summary>The first columns of a tile's sums, one row behind the other.</summary>
    /// <param name="width">Floats of a row of the tile: at least a vector.</param>
    /// <param name="stride">Floats from a row of the output to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StorePart(float* tile, int rows, int width, int columns, float* output, nint stride, RowAddends sum, float* slopes, in OutputRange range)
    {
        float* few = stackalloc float[width], addends = stackalloc float[width];
        new Span<float>(addends, width).Clear();
        for (; rows > 0; rows--, tile += width, output += stride, sum = sum.Next)
        {
            var added = sum.First;
            if (added != null && (sum.Columns < columns || columns < EightLanes.Count))
            {
                ByteRun.Copy((byte*)added, (byte*)addends, (nint)Math.Min(sum.Columns, columns) * sizeof(float));
                added = addends;
            }

            if (columns >= TLanes.Count)
            {
                StoreRow(tile, columns, output, added, slopes, range);
            }
            else if (columns >= EightLanes.Count)
            {
                Outlet<EightLanes, Vector256<float>>.StoreRow(tile, columns, output, added, slopes, range);
            }
            else
            {
                Outlet<EightLanes, Vector256<float>>.Store(EightLanes.Load(tile), few, added, slopes, range);
                ByteRun.Copy((byte*)few, (byte*)output, (nint)columns * sizeof(float));
            }
        }
    }

    /// <summary>At least a vector of columns: the last one may overlap the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRow(float* tile, nint columns, float* output, float* sum, float* slopes, in OutputRange range)
    {
        for (nint i = 0; i < columns; i += TLanes.Count)
        {
            var at = Math.Min(i, columns - TLanes.Count);
            Store(TLanes.Load(tile + at), output + at, sum == null ? null : sum + at, slopes + at, range);
        }
    }
}
