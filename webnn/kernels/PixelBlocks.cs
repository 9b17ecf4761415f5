namespace WebNN.Kernels;

/// <summary>
/// A vector of channels of a pixel, of each of its blocks in turn. The last block may overlap the one before it: its channels are computed
/// twice, to the same values.
/// </summary>
internal static class PixelBlocks
{
    /// <summary>Channels of a pixel: the shortest vectors have as many.</summary>
    public const int FewestChannels = 8;

    /// <summary>The first channel of the block that begins at <paramref name="channel"/>, or of the last one.</summary>
    public static int First(int channel, int channels, int lanes) => Math.Min(channel, channels - lanes);
}

/// <summary>The taps of a window that are within the image, along one axis.</summary>
/// <param name="Start">The pixel under the first tap, which may be outside.</param>
/// <param name="First">The first tap within.</param>
/// <param name="End">After the last one.</param>
internal readonly record struct TapRange(int Start, int First, int End)
{
    public int Count => End - First;

    public static TapRange Of(int output, int stride, int padding, int taps, int dilation, int size)
    {
        var start = (output * stride) - padding;
        var first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        var end = start >= size ? 0 : Math.Min(taps, (size - start + dilation - 1) / dilation);
        return new(start, first, Math.Max(first, end));
    }
}
