namespace WebNN.Kernels.Integers;

/// <summary>What becomes of the bytes of an image and of as many of another.</summary>
internal unsafe interface IPairRule
{
    /// <param name="y">Neither of the images.</param>
    /// <param name="constants">What is packed for it.</param>
    static abstract void Apply(byte* x, byte* other, byte* y, nint count, byte* constants);
}

/// <summary>
/// An operation of two images of bytes, element by element. The shape's output is the first image's and the result's; its input is the second's,
/// of the same size or with one pixel, a row of channels, for all pixels of an image. A share has some of the elements, or of the pixels.
/// </summary>
internal sealed unsafe class ImagePairs<TRule>(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
    where TRule : IPairRule
{
    public override void Run(in WindowBuffers buffers, int share)
    {
        byte* x = buffers.XBytes, others = (byte*)buffers.Sum, y = buffers.YBytes;
        var pixels = Shape.OutputHeight * Shape.OutputWidth;
        if (Shape.Height * Shape.Width == pixels)
        {
            var (start, end) = Part(checked(Shape.Pixels * Shape.Filters), share);
            TRule.Apply(x + start, others + start, y + start, (nint)end - start, buffers.PackedBytes);
            return;
        }

        nint channels = Shape.Filters;
        var (first, last) = Part(Shape.Pixels, share);
        for (var pixel = first; pixel < last; pixel++)
        {
            TRule.Apply(x + (pixel * channels), others + (pixel / pixels * channels), y + (pixel * channels), channels, buffers.PackedBytes);
        }
    }
}
