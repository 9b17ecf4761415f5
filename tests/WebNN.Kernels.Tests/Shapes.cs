namespace WebNN.Kernels.Tests;

/// <summary>Windows by name: what is special about each is in it.</summary>
internal static class Shapes
{
    public static readonly Dictionary<string, WindowShape> Dense = new(StringComparer.Ordinal)
    {
        ["pointwise, 32 filters"] = Of(5, 7, 16, 32),
        ["pointwise, 8 filters"] = Of(4, 4, 8, 8),
        ["pointwise, 24 filters"] = Of(3, 3, 12, 24),
        ["pointwise, 40 filters"] = Of(6, 5, 3, 40),
        ["pointwise, 5 filters"] = Of(5, 5, 20, 5),
        ["pointwise, 33 filters"] = Of(5, 5, 17, 33),
        ["pointwise, 19 filters"] = Of(5, 5, 17, 19),
        ["pointwise, 13 pixels, 16 filters"] = Of(1, 13, 16, 16),
        ["pointwise, as many channels as a tile has steps, and one"] = Of(5, 5, 33, 48),
        ["pointwise, one of all"] = Of(1, 1, 1, 1),
        ["pointwise, two images"] = Of(3, 3, 16, 32, batch: 2),
        ["pointwise, longer than the cache"] = Of(10, 13, 256, 400),
        ["one row for many filters"] = Of(1, 1, 64, 200),
        ["one row for one filter"] = Of(1, 1, 16, 1),
        ["one row of one channel"] = Of(1, 1, 1, 16),
        ["one row of a length that is odd, for filters that fill no vector"] = Of(1, 1, 37, 21),
        ["one row for whole vectors and a part of one"] = Of(1, 1, 130, 77),
        ["padded 3x3"] = Of(6, 5, 20, 16, 3, pad: 1),
        ["padded 3x3 of one channel"] = Of(6, 5, 1, 16, 3, pad: 1),
        ["padded 3x3 of three channels, stride 2"] = Of(9, 8, 3, 32, 3, stride: 2, pad: 1),
        ["padded 3x3 of three channels, two images"] = Of(5, 6, 3, 8, 3, pad: 1, batch: 2),
        ["padded 3x3, stride 2, two images"] = Of(7, 6, 32, 32, 3, stride: 2, pad: 1, batch: 2),
        ["padded 5x5"] = Of(7, 7, 16, 24, 5, pad: 2),
        ["padded 5x5 of four channels"] = Of(7, 7, 4, 24, 5, pad: 2),
        ["padded 7x7 of three channels, long lines, stride 2, two images"] = Of(9, 60, 3, 16, 7, stride: 2, pad: 3, batch: 2),
        ["padded 7x7 of three channels, an image narrower than the window"] = Of(5, 4, 3, 16, 7, pad: 3),
        ["unpadded 3x3"] = Of(7, 6, 20, 16, 3),
        ["unpadded 3x3, stride 2"] = Of(9, 9, 20, 16, 3, stride: 2),
        ["unpadded 3x3, dilation 2"] = Of(9, 9, 16, 16, 3, dilation: 2),
        ["padded 3x3, dilation 2"] = Of(9, 9, 16, 16, 3, dilation: 2, pad: 2),
        ["unpadded 3x3 of three channels, dilation 2"] = Of(17, 17, 3, 16, 3, dilation: 2),
        ["padded 3x3 of three channels, dilation 2"] = Of(9, 9, 3, 16, 3, dilation: 2, pad: 2),
        ["one pixel of every stride"] = Of(7, 7, 16, 16, 1, stride: 2),
        ["stride 3 skips pixels"] = Of(11, 11, 3, 16, 2, stride: 3),
        ["a window larger than the image"] = Of(2, 2, 16, 16, 5, pad: 2),
        ["a window of 49 taps"] = Of(9, 9, 16, 8, 7, pad: 3),
        ["a window of 225 taps"] = Of(9, 9, 16, 8, 15, pad: 7),
        ["padding below and on the right alone"] = Of(6, 6, 3, 16, 3, stride: 2) with { OutputHeight = 3, OutputWidth = 3 },
        ["padding above alone"] = Of(6, 6, 16, 16, 3) with { PadTop = 2, OutputHeight = 6 },
        ["a window in the padding alone"] = Of(1, 1, 16, 16, 2, stride: 10, pad: 5),
        ["a window of three channels in the padding alone"] = Of(1, 1, 3, 16, 2, stride: 10, pad: 5),
        ["a line of an image"] = Of(1, 30, 6, 16) with { KernelWidth = 5, PadLeft = 2 },
        ["a column of an image"] = Of(30, 1, 6, 16) with { KernelHeight = 5, PadTop = 2 },
    };

    public static readonly Dictionary<string, WindowShape> Winograd = new(StringComparer.Ordinal)
    {
        ["short lines, unpadded"] = Of(9, 9, 16, 16, 3),
        ["short lines, padded"] = Of(7, 7, 32, 48, 3, pad: 1),
        ["short lines, two images"] = Of(7, 8, 16, 32, 3, pad: 1, batch: 2),
        ["long lines, unpadded"] = Of(18, 18, 16, 16, 3),
        ["long lines, padded"] = Of(14, 14, 32, 48, 3, pad: 1),
        ["long lines, padded by two"] = Of(12, 13, 16, 16, 3, pad: 2),
        ["long lines, two images, several passes"] = Of(28, 27, 16, 32, 3, pad: 1, batch: 2),
        ["long lines, padding below and on the right alone"] = Of(14, 14, 16, 16, 3) with { OutputHeight = 14, OutputWidth = 14 },
        ["long lines, a line of an image"] = Of(1, 150, 16, 16, 3, pad: 1),
    };

    public static readonly Dictionary<string, WindowShape> Depthwise = new(StringComparer.Ordinal)
    {
        ["3x3"] = Each(8, 9, 32, 3, pad: 1),
        ["3x3, blocks overlap"] = Each(8, 9, 24, 3, pad: 1),
        ["3x3, one channel more than a block"] = Each(6, 6, 17, 3, pad: 1),
        ["3x3 of eight channels"] = Each(6, 6, 8, 3, pad: 1),
        ["3x3 of thirteen channels, stride 2"] = Each(7, 7, 13, 3, stride: 2, pad: 1),
        ["3x3, stride 2"] = Each(9, 10, 16, 3, stride: 2, pad: 1),
        ["3x3, stride 2, padding below and on the right alone"] = Each(8, 8, 16, 3, stride: 2) with { OutputHeight = 4, OutputWidth = 4 },
        ["3x3, unpadded, two images"] = Each(6, 7, 16, 3, batch: 2),
        ["3x3, an image narrower than the window"] = Each(5, 2, 16, 3, pad: 1),
        ["3x3, dilation 2"] = Each(9, 9, 16, 3, dilation: 2, pad: 2),
        ["3x3, dilation 3, stride 2"] = Each(15, 15, 16, 3, stride: 2, dilation: 3, pad: 3),
        ["3x3, dilation 2 of lines alone"] = Each(9, 9, 16, 3, pad: 1) with { DilationY = 2, PadTop = 2 },
        ["5x5"] = Each(9, 9, 48, 5, pad: 2),
        ["5x5, stride 2"] = Each(11, 12, 16, 5, stride: 2, pad: 2),
        ["3x3, most windows in the padding alone"] = Each(1, 1, 16, 3, stride: 5, pad: 7),
        ["1x1"] = Each(4, 4, 16, 1),
        ["3x3 of a whole vector"] = Each(8, 9, 64, 3, pad: 1),
        ["3x3 of a whole vector and a part"] = Each(7, 5, 75, 3, pad: 1),
        ["3x3 of a whole vector and most of another, stride 2"] = Each(9, 7, 112, 3, stride: 2, pad: 1),
        ["3x3 of a half, a quarter, two images, more lines than are computed together"] = Each(19, 6, 47, 3, pad: 1, batch: 2),
        ["5x5 of whole vectors, stride 2, two images"] = Each(13, 11, 128, 5, stride: 2, pad: 2, batch: 2),
        ["7x3"] = Each(12, 12, 64, 7, pad: 3) with { KernelWidth = 3, PadLeft = 1, OutputWidth = 12 },
        ["1x5, stride 2"] = Each(3, 17, 40, 1, stride: 2) with { KernelWidth = 5, PadLeft = 2 },
        ["7x4"] = Each(12, 12, 64, 7, pad: 3) with { KernelWidth = 4 },
        ["3x3, lines of several parts"] = Each(5, 300, 16, 3, pad: 1),
        ["3x3, stride 2, lines of several parts"] = Each(5, 301, 80, 3, stride: 2, pad: 1),
        ["a line that dilates beyond what fits"] = Each(2, 600, 16, 1) with { KernelWidth = 3, DilationX = 250, PadLeft = 250 },
        ["a line"] = Each(1, 40, 16, 1) with { KernelWidth = 9, PadLeft = 4 },
    };

    /// <summary>A square window over an image padded equally on all sides.</summary>
    public static WindowShape Of(int height, int width, int channels, int filters, int kernel = 1, int stride = 1, int dilation = 1, int pad = 0, int batch = 1)
    {
        var window = ((kernel - 1) * dilation) + 1;
        return new()
        {
            Batch = batch,
            Height = height,
            Width = width,
            Channels = channels,
            OutputHeight = ((height + (2 * pad) - window) / stride) + 1,
            OutputWidth = ((width + (2 * pad) - window) / stride) + 1,
            Filters = filters,
            KernelHeight = kernel,
            KernelWidth = kernel,
            StrideY = stride,
            StrideX = stride,
            DilationY = dilation,
            DilationX = dilation,
            PadTop = pad,
            PadLeft = pad,
        };
    }

    /// <summary>The same with a filter per channel.</summary>
    public static WindowShape Each(int height, int width, int channels, int kernel, int stride = 1, int dilation = 1, int pad = 0, int batch = 1) =>
        Of(height, width, channels, channels, kernel, stride, dilation, pad, batch) with { Depthwise = true };

    /// <summary>The first element of the image under a tap of a result's window; -1 outside of the image.</summary>
    public static int At(this WindowShape shape, int pixel, int tap)
    {
        var (line, x) = Math.DivRem(pixel, shape.OutputWidth);
        var (image, y) = Math.DivRem(line, shape.OutputHeight);
        var row = (y * shape.StrideY) - shape.PadTop + (tap / shape.KernelWidth * shape.DilationY);
        var column = (x * shape.StrideX) - shape.PadLeft + (tap % shape.KernelWidth * shape.DilationX);
        return row < 0 || row >= shape.Height || column < 0 || column >= shape.Width
            ? -1
            : ((((image * shape.Height) + row) * shape.Width) + column) * shape.Channels;
    }
}
