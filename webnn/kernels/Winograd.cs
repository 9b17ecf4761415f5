namespace WebNN.Kernels;

/// <summary>Whether <see cref="WinogradConvolution{TLine}"/> takes less time than <see cref="DenseConvolution"/>, and with which tiles.</summary>
internal static class Winograd
{
    /// <summary>Smaller images leave so few tiles that reading the filter, larger than before, takes longer than it saves.</summary>
    private const int FewestPixels = 49;

    /// <summary>From here on the larger tiles pay, with which a filter becomes four times as large.</summary>
    private const int FewestPixelsOfLongLines = 144;

    public static bool Pays(WindowShape shape) =>
        shape is { KernelHeight: 3, KernelWidth: 3, StrideY: 1, StrideX: 1, DilationY: 1, DilationX: 1, Depthwise: false, PadTop: <= 2, PadLeft: <= 2 }
        && shape.Channels % PixelBlocks.Lanes == 0
        && shape.Filters % PixelBlocks.Lanes == 0
        && shape.OutputHeight * shape.OutputWidth >= FewestPixels;

    public static WindowKernel Create(WindowStage stage, int shares) => HasLongLines(stage.Shape)
        ? new WinogradConvolution<LongLine>(stage.Shape, stage.Range, shares)
        : new WinogradConvolution<ShortLine>(stage.Shape, stage.Range, shares);

    public static long PackedSize(WindowShape shape) =>
        HasLongLines(shape) ? WinogradConvolution<LongLine>.PackedSize(shape) : WinogradConvolution<ShortLine>.PackedSize(shape);

    public static void Pack(WindowShape shape, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        if (HasLongLines(shape))
        {
            WinogradConvolution<LongLine>.Pack(shape, filter, bias, slopes, packed);
        }
        else
        {
            WinogradConvolution<ShortLine>.Pack(shape, filter, bias, slopes, packed);
        }
    }

    private static bool HasLongLines(WindowShape shape) => shape.OutputHeight * shape.OutputWidth >= FewestPixelsOfLongLines;
}
