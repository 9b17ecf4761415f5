namespace WebNN.Kernels;

/// <summary>The filter of a <see cref="DenseConvolution{TLanes, TVector}"/>, and for which it is the kernel.</summary>
internal static class DenseFilter
{
    /// <summary>A window of more taps would need a table of pointers that no cache holds.</summary>
    public const int MostTaps = 256;

    public static long PackedSize(WindowShape shape, Panels panels) => panels.Size(shape.Taps * shape.Channels, shape.Filters);

    public static void Pack(WindowShape shape, Panels panels, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed) =>
        panels.Fill(packed, shape.Taps * shape.Channels, shape.Filters, bias, slopes, filter);
}
