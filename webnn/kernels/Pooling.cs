using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector512<float>;

namespace WebNN.Kernels;

/// <summary>How pixels become one.</summary>
internal interface IPoolingRule
{
    static abstract Vector Begin { get; }

    static abstract Vector Add(Vector result, Vector pixel);

    static abstract Vector End(Vector result, int pixels);
}

internal readonly struct Maximum : IPoolingRule
{
    public static Vector Begin => Vector512.Create(float.NegativeInfinity);

    public static Vector Add(Vector result, Vector pixel) => Vector512.MaxNative(result, pixel);

    public static Vector End(Vector result, int pixels) => result;
}

internal readonly struct Average : IPoolingRule
{
    public static Vector Begin => Vector.Zero;

    public static Vector Add(Vector result, Vector pixel) => result + pixel;

    public static Vector End(Vector result, int pixels) => result / Vector512.Create((float)pixels);
}

/// <summary>maxPool2d and averagePool2d: 16 channels at a time.</summary>
internal sealed unsafe class Pooling<TRule>(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
    where TRule : IPoolingRule
{
    /// <summary>A share has some of the lines.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Batch * Shape.OutputHeight, share);
        for (; first < end; first++)
        {
            var (image, y) = Math.DivRem(first, Shape.OutputHeight);
            var lines = TapRange.Of(y, Shape.StrideY, Shape.PadTop, Shape.KernelHeight, Shape.DilationY, Shape.Height);
            var picture = buffers.X + ((nint)image * Shape.Height * Shape.Width * Shape.Channels);
            for (var x = 0; x < Shape.OutputWidth; x++)
            {
                var columns = TapRange.Of(x, Shape.StrideX, Shape.PadLeft, Shape.KernelWidth, Shape.DilationX, Shape.Width);
                RunPixel(picture, lines, columns, buffers, (((nint)first * Shape.OutputWidth) + x) * Shape.Channels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPixel(float* picture, in TapRange lines, in TapRange columns, in WindowBuffers buffers, nint at)
    {
        nint channels = Shape.Channels, lineStep = Shape.DilationY * Shape.Width * channels, step = Shape.DilationX * channels;
        var origin = picture + (lines.First * lineStep) + (columns.First * step) + ((((nint)lines.Start * Shape.Width) + columns.Start) * channels);
        var pixels = (lines.End - lines.First) * (columns.End - columns.First);
        for (var channel = 0; channel < Shape.Channels; channel += PixelBlocks.Lanes)
        {
            var block = PixelBlocks.First(channel, Shape.Channels);
            var result = TRule.Begin;
            var line = origin + block;
            for (var i = lines.First; i < lines.End; i++, line += lineStep)
            {
                var pixel = line;
                for (var tap = columns.First; tap < columns.End; tap++, pixel += step)
                {
                    result = TRule.Add(result, Vector512.Load(pixel));
                }
            }

            var sum = buffers.Addend == null ? null : buffers.Addend + at + block;
            Outlet.Store(TRule.End(result, pixels), buffers.Y + at + block, sum, null, Range);
        }
    }
}
