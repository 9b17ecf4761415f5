using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

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
    /// <param name="width">Floats of a row of the tile: more than <paramref name="columns"/>.</param>
    /// <param name="stride">Floats from a row of the output, and of <paramref name="sum"/>, to the next.</param>
    public static void StorePart(float* tile, int rows, int width, int columns, float* output, float* sum, nint stride, float* slopes, in OutputRange range)
    {
        var addends = stackalloc float[width];
        for (var row = 0; row < rows; row++, tile += width, output += stride)
        {
            if (sum != null)
            {
                new ReadOnlySpan<float>(sum + (row * stride), columns).CopyTo(new(addends, width));
            }

            for (var i = 0; i < width; i += TLanes.Count)
            {
                Store(TLanes.Load(tile + i), tile + i, sum == null ? null : addends + i, slopes + i, range);
            }

            new ReadOnlySpan<float>(tile, columns).CopyTo(new(output, columns));
        }
    }
}
