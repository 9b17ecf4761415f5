namespace WebNN.Kernels;

/// <summary>Whether <see cref="WinogradConvolution{TLine, TLanes, TVector}"/> takes less time than <see cref="DenseConvolution{TLanes, TVector}"/>, and with which tiles.</summary>
internal static class Winograd
{
    /// <summary>Smaller images leave so few tiles that reading the filter, larger than before, takes longer than it saves.</summary>
    private const int FewestPixels = 49;

    /// <summary>From here on the larger tiles pay, with which a filter becomes four times as large.</summary>
    private const int FewestPixelsOfLongLines = 144;

    public static bool Pays(WindowShape shape, Panels panels) =>
        shape is { KernelHeight: 3, KernelWidth: 3, StrideY: 1, StrideX: 1, DilationY: 1, DilationX: 1, Depthwise: false, PadTop: <= 2, PadLeft: <= 2 }
        && shape.Channels % panels.Lanes == 0
        && shape.Filters % panels.Lanes == 0
        && shape.OutputHeight * shape.OutputWidth >= FewestPixels;

    public static long PackedSize(WindowShape shape, Panels panels) =>
        HasLongLines(shape) ? WinogradFilter<LongLine>.PackedSize(shape, panels) : WinogradFilter<ShortLine>.PackedSize(shape, panels);

    public static void Pack(WindowShape shape, Panels panels, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        if (HasLongLines(shape))
        {
            WinogradFilter<LongLine>.Pack(shape, panels, filter, bias, slopes, packed);
        }
        else
        {
            WinogradFilter<ShortLine>.Pack(shape, panels, filter, bias, slopes, packed);
        }
    }

    public static bool HasLongLines(WindowShape shape) => shape.OutputHeight * shape.OutputWidth >= FewestPixelsOfLongLines;
}
