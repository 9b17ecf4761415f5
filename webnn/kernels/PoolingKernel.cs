namespace WebNN.Kernels;

/// <summary>A kernel that makes a pixel of those under its window that are within the image.</summary>
internal abstract class PoolingKernel(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
{
    /// <summary>Elements from a tap to the next in its line.</summary>
    private protected nint Step { get; } = (nint)shape.DilationX * shape.Channels;

    /// <summary>Elements from a tap to that in the next line.</summary>
    private protected nint LineStep { get; } = (nint)shape.DilationY * shape.Width * shape.Channels;

    /// <summary>A share has some of the lines.</summary>
    public sealed override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Batch * Shape.OutputHeight, share);
        for (; first < end; first++)
        {
            var (image, y) = Math.DivRem(first, Shape.OutputHeight);
            var lines = TapRange.Of(y, Shape.StrideY, Shape.PadTop, Shape.KernelHeight, Shape.DilationY, Shape.Height);
            var line = ((((nint)image * Shape.Height) + lines.Start) * Shape.Width * Shape.Channels) + (lines.First * LineStep);
            for (var x = 0; x < Shape.OutputWidth; x++)
            {
                var columns = TapRange.Of(x, Shape.StrideX, Shape.PadLeft, Shape.KernelWidth, Shape.DilationX, Shape.Width);
                var source = line + ((nint)columns.Start * Shape.Channels) + (columns.First * Step);
                RunPixel(buffers, lines, columns, source, (((nint)first * Shape.OutputWidth) + x) * Shape.Channels);
            }
        }
    }

    /// <param name="lines">The taps within the image.</param>
    /// <param name="source">The element of the image under the first of them.</param>
    /// <param name="target">The pixel's first element.</param>
    private protected abstract void RunPixel(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target);
}
