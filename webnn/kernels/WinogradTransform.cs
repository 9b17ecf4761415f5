using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector512<float>;

namespace WebNN.Kernels;

/// <summary>Where a tile of results goes, and how much of it is in the image.</summary>
internal readonly record struct WinogradOutput(nint RowStride, nint ColumnStride, int Rows, int Columns, OutputRange Range);

/// <summary>A line's transforms along both axes of a tile.</summary>
internal static unsafe class WinogradTransform<TLine>
    where TLine : IWinogradLine
{
    private const int Lanes = PixelBlocks.Lanes;

    public static int Points => TLine.InputSize * TLine.InputSize;

    /// <summary>A filter [filters, 3, 3, channels] as [points, filters, channels]; each value is rounded once.</summary>
    public static float[] Filter(ReadOnlySpan<float> filter, int filters, int channels)
    {
        var result = new float[checked(Points * filters * channels)];
        Span<double> lines = stackalloc double[TLine.InputSize * 3];
        Span<double> values = stackalloc double[TLine.InputSize];
        for (var i = 0; i < filters; i++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var window = filter[((i * 9 * channels) + channel)..];
                for (var x = 0; x < 3; x++)
                {
                    TLine.Filter(window[x * channels], window[(3 + x) * channels], window[(6 + x) * channels], values);
                    for (var y = 0; y < TLine.InputSize; y++)
                    {
                        lines[(y * 3) + x] = values[y];
                    }
                }

                for (var y = 0; y < TLine.InputSize; y++)
                {
                    TLine.Filter(lines[y * 3], lines[(y * 3) + 1], lines[(y * 3) + 2], values);
                    for (var x = 0; x < TLine.InputSize; x++)
                    {
                        result[((((long)((y * TLine.InputSize) + x) * filters) + i) * channels) + channel] = (float)values[x];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>A patch of 16 channels, transformed, to as many places as there are points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* patch, nint rowStride, nint columnStride, float* target, nint targetStride)
    {
        var turned = stackalloc float[TLine.InputSize * TLine.InputSize * Lanes];
        for (nint x = 0; x < TLine.InputSize; x++)
        {
            TLine.Input(patch + (x * columnStride), rowStride, turned + (x * Lanes), TLine.InputSize * Lanes);
        }

        for (nint y = 0; y < TLine.InputSize; y++)
        {
            TLine.Input(turned + (y * TLine.InputSize * Lanes), Lanes, target + (y * TLine.InputSize * targetStride), targetStride);
        }
    }

    /// <summary>The products of 16 filters at all points, transformed back, to the results that are in the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* products, nint stride, float* bias, float* slopes, float* sum, float* output, in WinogradOutput place)
    {
        var turned = stackalloc float[TLine.OutputSize * TLine.InputSize * Lanes];
        Vector lowest = Vector512.Create(float.NegativeInfinity), highest = Vector512.Create(float.PositiveInfinity), biases = Vector512.Load(bias);
        for (nint x = 0; x < TLine.InputSize; x++)
        {
            TLine.Output(products + (x * stride), TLine.InputSize * stride, turned + (x * Lanes), TLine.InputSize * Lanes, Vector.Zero, lowest, highest);
        }

        if (sum == null && !place.Range.HasSlopes && place.Columns == TLine.OutputSize)
        {
            Vector low = Vector512.Create(place.Range.Low), high = Vector512.Create(place.Range.High);
            for (nint y = 0; y < place.Rows; y++, output += place.RowStride)
            {
                TLine.Output(turned + (y * TLine.InputSize * Lanes), Lanes, output, place.ColumnStride, biases, low, high);
            }

            return;
        }

        var line = stackalloc float[TLine.OutputSize * Lanes];
        for (nint y = 0; y < place.Rows; y++)
        {
            TLine.Output(turned + (y * TLine.InputSize * Lanes), Lanes, line, Lanes, biases, lowest, highest);
            var at = y * place.RowStride;
            for (nint x = 0; x < place.Columns; x++, at += place.ColumnStride)
            {
                Outlet.Store(Vector512.Load(line + (x * Lanes)), output + at, sum == null ? null : sum + at, slopes, place.Range);
            }
        }
    }
}
