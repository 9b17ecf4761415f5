using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>The filter of a <see cref="WinogradConvolution{TLine, TLanes, TVector}"/>.</summary>
internal static unsafe class WinogradFilter<TLine>
    where TLine : IWinogradLine
{
    public static int Points => TLine.InputSize * TLine.InputSize;

    /// <summary>The panels of each point; the biases and the slopes, which are for later, behind them.</summary>
    public static long PackedSize(WindowShape shape, Panels panels) => (Points * panels.Size(shape.Channels, shape.Filters)) + (2 * shape.Filters);

    public static void Pack(WindowShape shape, Panels panels, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        var (channels, filters) = (shape.Channels, shape.Filters);
        var transformed = Transform(filter, filters, channels);
        var size = checked((int)panels.Size(channels, filters));
        for (var point = 0; point < Points; point++)
        {
            var matrix = transformed.AsSpan(point * filters * channels, filters * channels);
            panels.Fill(packed.Slice(point * size, size), channels, filters, [], [], matrix, 1, channels);
        }

        var tail = packed[(Points * size)..];
        bias.CopyTo(tail);
        slopes.CopyTo(tail[filters..]);
    }

    /// <summary>A filter [filters, 3, 3, channels] as [points, filters, channels]; each value is rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Transform(ReadOnlySpan<float> filter, int filters, int channels)
    {
        var result = new float[checked(Points * filters * channels)];
        Vector128<double>* low = stackalloc Vector128<double>[Points], high = stackalloc Vector128<double>[Points];
        fixed (float* source = filter, target = result)
        {
            for (nint i = 0; i < filters; i++)
            {
                for (nint channel = 0; channel < channels; channel += Vector128<float>.Count)
                {
                    var window = source + (i * 9 * channels) + channel;
                    TransformTwo(window, channels, low);
                    TransformTwo(window + Vector128<double>.Count, channels, high);
                    for (nint point = 0; point < Points; point++)
                    {
                        Vector128.Narrow(low[point], high[point]).Store(target + (((point * filters) + i) * channels) + channel);
                    }
                }
            }
        }

        return result;
    }

    /// <summary>The values at all points for two channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformTwo(float* window, nint channels, Vector128<double>* results)
    {
        var columns = stackalloc Vector128<double>[3 * TLine.InputSize];
        for (nint x = 0; x < 3; x++)
        {
            var line = window + (x * channels);
            TLine.Filter(Two(line), Two(line + (3 * channels)), Two(line + (6 * channels)), columns + (x * TLine.InputSize));
        }

        for (nint y = 0; y < TLine.InputSize; y++)
        {
            TLine.Filter(columns[y], columns[TLine.InputSize + y], columns[(2 * TLine.InputSize) + y], results + (y * TLine.InputSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Two(float* elements) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(double*)elements).AsSingle());
}
