namespace WebNN.Kernels;

/// <summary>The filter of a <see cref="WinogradConvolution{TLine, TLanes, TVector}"/>.</summary>
internal static class WinogradFilter<TLine>
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
    private static float[] Transform(ReadOnlySpan<float> filter, int filters, int channels)
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
}
