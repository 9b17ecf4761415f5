using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector512<float>;

namespace WebNN.Kernels;

/// <summary>The last steps of a result.</summary>
internal static unsafe class Outlet
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector value, float* output, float* sum, float* slopes, in OutputRange range)
    {
        if (sum != null)
        {
            value += Vector512.Load(sum);
        }

        if (range.HasSlopes)
        {
            value = Slope(value, Vector512.Load(slopes));
        }

        Limit(value, Vector512.Create(range.Low), Vector512.Create(range.High)).Store(output);
    }

    /// <summary>The same for half as many values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* output, float* sum, float* slopes, in OutputRange range)
    {
        if (sum != null)
        {
            value += Vector256.Load(sum);
        }

        value = range.HasSlopes ? Slope(value.ToVector512Unsafe(), Vector256.Load(slopes).ToVector512Unsafe()).GetLower() : value;
        Limit(value, Vector256.Create(range.Low), Vector256.Create(range.High)).Store(output);
    }

    /// <summary>The value within the limits. A NaN, which stands in the second place of x64's instructions, stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Limit(Vector value, Vector low, Vector high) => Vector512.MinNative(high, Vector512.MaxNative(low, value));

    /// <summary>The same for half as many values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Limit(Vector256<float> value, Vector256<float> low, Vector256<float> high) =>
        Vector256.MinNative(high, Vector256.MaxNative(low, value));

    /// <summary>Negative values multiplied with their slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Slope(Vector value, Vector slopes) =>
        Vector512.FusedMultiplyAdd(Vector512.MinNative(Vector.Zero, value), slopes, Vector512.MaxNative(Vector.Zero, value));

    /// <summary>The first columns of a tile's sums, one row behind the other.</summary>
    /// <param name="width">Floats of a row of the tile: more than <paramref name="columns"/>.</param>
    /// <param name="stride">Floats from a row of the output, and of <paramref name="sum"/>, to the next.</param>
    public static void StorePart(float* tile, int rows, int width, int columns, float* output, float* sum, nint stride, float* slopes, in OutputRange range)
    {
        var addends = stackalloc float[Panels.Width];
        for (var row = 0; row < rows; row++, tile += width, output += stride)
        {
            if (sum != null)
            {
                new ReadOnlySpan<float>(sum + (row * stride), columns).CopyTo(new(addends, Panels.Width));
            }

            for (var i = 0; i < width; i += PixelBlocks.Lanes)
            {
                Store(Vector512.Load(tile + i), tile + i, sum == null ? null : addends + i, slopes + i, range);
            }

            new ReadOnlySpan<float>(tile, columns).CopyTo(new(output, columns));
        }
    }
}
