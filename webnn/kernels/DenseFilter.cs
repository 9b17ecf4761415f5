namespace WebNN.Kernels;

/// <summary>The filter of a <see cref="DenseConvolution{TLanes, TVector}"/>, and for which it is the kernel.</summary>
internal static class DenseFilter
{
    /// <summary>A window of more taps would need a table of pointers that no cache holds.</summary>
    public const int MostTaps = 256;

    /// <summary>
    /// Whether all time goes to reading a filter that the second cache does not hold, for a single pixel: a kernel that reads several
    /// parts of it at a time is faster.
    /// </summary>
    public static bool OnlyReads(WindowShape shape, KernelTarget target) => shape.Pixels == 1 && PackedSize(shape, target.Panels) > 4L * target.WorkingFloats;

    public static long PackedSize(WindowShape shape, Panels panels) => panels.Size(shape.Taps * shape.Channels, shape.Filters);

    public static void Pack(WindowShape shape, Panels panels, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        var depth = shape.Taps * shape.Channels;
        panels.Fill(packed, depth, shape.Filters, bias, slopes, filter, 1, depth);
    }
}
