namespace WebNN.Kernels;

/// <summary>
/// Copies of what windows at the left and right edges of an image read of each of its lines, with the padding's zeros, so that a line of a
/// window lies in one piece everywhere.
/// </summary>
internal sealed unsafe class WindowEdges : IDisposable
{
    /// <summary>How often the image may be copied: wide windows of narrow images are mostly edges.</summary>
    private const int MostCopies = 4;

    private readonly WindowShape shape;
    private readonly int left;
    private readonly int firstRight;
    private readonly AlignedMemory windows;

    private WindowEdges(WindowShape shape, int left, int firstRight)
    {
        (this.shape, this.left, this.firstRight) = (shape, left, firstRight);
        windows = new((long)shape.Batch * shape.Height * Count * Floats);
    }

    private int Count => left + shape.OutputWidth - firstRight;

    private int Floats => shape.KernelWidth * shape.Channels;

    /// <summary>None where they would take much more memory than the image.</summary>
    public static WindowEdges? Of(WindowShape shape)
    {
        var left = Math.Min(shape.OutputWidth, (shape.PadLeft + shape.StrideX - 1) / shape.StrideX);
        var room = shape.Width + shape.PadLeft - shape.KernelWidth;
        var firstRight = Math.Clamp(room < 0 ? 0 : (room / shape.StrideX) + 1, left, shape.OutputWidth);
        return (long)(left + shape.OutputWidth - firstRight) * shape.KernelWidth <= (long)MostCopies * shape.Width ? new(shape, left, firstRight) : null;
    }

    /// <summary>The line of a window of the column <paramref name="output"/> of results, which is not within the image.</summary>
    /// <param name="line">Of all images.</param>
    public float* Line(int line, int output) => windows.Pointer + ((((nint)line * Count) + (output < left ? output : output - firstRight + left)) * Floats);

    public void Fill(float* x)
    {
        for (var edge = 0; edge < Count; edge++)
        {
            var output = edge < left ? edge : edge - left + firstRight;
            var taps = TapRange.Of(output, shape.StrideX, shape.PadLeft, shape.KernelWidth, 1, shape.Width);
            var source = x + ((nint)(taps.Start + taps.First) * shape.Channels);
            for (var line = 0; line < shape.Batch * shape.Height; line++, source += (nint)shape.Width * shape.Channels)
            {
                var pixels = new ReadOnlySpan<float>(source, taps.Count * shape.Channels);
                pixels.CopyTo(new(Line(line, output) + (taps.First * shape.Channels), pixels.Length));
            }
        }
    }

    public void Dispose() => windows.Dispose();
}
