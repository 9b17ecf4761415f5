using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>The filter of a <see cref="WinogradConvolution{TLine, TLanes, TVector}"/>.</summary>
internal static unsafe class WinogradFilter<TLine>
    where TLine : IWinogradLine
{
    /// <summary>Weights of a filter for a channel.</summary>
    private const int Taps = 9;

    /// <summary>Channels whose weights are turned at a time: a line of the caches of each filter's, and all of a panel's in the first cache.</summary>
    private const int Block = 16;

    public static int Points => TLine.InputSize * TLine.InputSize;

    /// <summary>The panels of each point; the biases and the slopes, which are for later, behind them.</summary>
    public static long PackedSize(WindowShape shape, Panels panels) => (Points * panels.Size(shape.Channels, shape.Filters)) + (2 * shape.Filters);

    /// <summary>The panels of a filter [filters, 3, 3, channels]; each value is rounded once.</summary>
    public static void Pack(WindowShape shape, Panels panels, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        var (channels, filters) = (shape.Channels, shape.Filters);
        var size = checked((nint)panels.Size(channels, filters));
        fixed (float* source = filter, target = packed)
        {
            for (var panel = 0; panel < panels.Count(filters); panel++)
            {
                int width = panels.WidthOf(panel, filters), first = panel * panels.Width;
                FillPanel(source + ((nint)first * Taps * channels), Math.Min(width, filters - first), channels, target + panels.Offset(panel, channels), size, width);
            }
        }

        var tail = packed[checked((int)(Points * size))..];
        tail.Clear();
        bias.CopyTo(tail);
        slopes.CopyTo(tail[filters..]);
    }

    /// <summary>One panel at all points, which are <paramref name="size"/> floats from each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillPanel(float* source, nint filters, nint channels, float* target, nint size, nint width)
    {
        for (nint point = 0; point < Points; point++)
        {
            var heads = target + (point * size);
            new Span<float>(heads, (int)width).Clear();
            new Span<float>(heads + width, (int)width).Fill(1);
        }

        var turned = stackalloc float[Taps * Block * (int)width];
        new Span<float>(turned, Taps * Block * (int)width).Clear();
        target += Panels.HeadRows * width;
        for (nint channel = 0; channel < channels; channel += Block, target += Block * width)
        {
            var count = nint.Min(Block, channels - channel);
            Turn(source + channel, filters, channels, count, turned, width);
            for (nint at = 0; at < count * width; at += Vector128<float>.Count)
            {
                TransformFour(turned + at, Block * width, target + at, size);
            }
        }
    }

    /// <summary>The weights of some channels of a panel's filters as [tap, channel, filter].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(float* source, nint filters, nint channels, nint count, float* turned, nint width)
    {
        for (nint filter = 0; filter < filters; filter++)
        {
            for (nint tap = 0; tap < Taps; tap++, source += channels)
            {
                var column = turned + (tap * Block * width) + filter;
                for (nint channel = 0; channel < count; channel++)
                {
                    column[channel * width] = source[channel];
                }
            }
        }
    }

    /// <summary>The values at all points for four filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformFour(float* window, nint tap, float* target, nint size)
    {
        Vector128<double>* low = stackalloc Vector128<double>[Points], high = stackalloc Vector128<double>[Points];
        TransformTwo(window, tap, low);
        TransformTwo(window + Vector128<double>.Count, tap, high);
        for (nint point = 0; point < Points; point++)
        {
            Vector128.Narrow(low[point], high[point]).Store(target + (point * size));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformTwo(float* window, nint tap, Vector128<double>* results)
    {
        var columns = stackalloc Vector128<double>[3 * TLine.InputSize];
        for (nint x = 0; x < 3; x++)
        {
            var line = window + (x * tap);
            TLine.Filter(Two(line), Two(line + (3 * tap)), Two(line + (6 * tap)), columns + (x * TLine.InputSize));
        }

        for (nint y = 0; y < TLine.InputSize; y++)
        {
            TLine.Filter(columns[y], columns[TLine.InputSize + y], columns[(2 * TLine.InputSize) + y], results + (y * TLine.InputSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Two(float* elements) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(double*)elements).AsSingle());
}
