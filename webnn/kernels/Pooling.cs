using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>How pixels become one.</summary>
internal interface IPoolingRule
{
    static abstract float Begin { get; }

    static abstract TVector Add<TLanes, TVector>(TVector result, TVector pixel)
        where TLanes : ILanes<TVector>
        where TVector : struct;

    static abstract TVector End<TLanes, TVector>(TVector result, int pixels)
        where TLanes : ILanes<TVector>
        where TVector : struct;
}

internal readonly struct Maximum : IPoolingRule
{
    public static float Begin => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TLanes, TVector>(TVector result, TVector pixel)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Maximum(result, pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector End<TLanes, TVector>(TVector result, int pixels)
        where TLanes : ILanes<TVector>
        where TVector : struct => result;
}

internal readonly struct Average : IPoolingRule
{
    public static float Begin => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TLanes, TVector>(TVector result, TVector pixel)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Add(result, pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector End<TLanes, TVector>(TVector result, int pixels)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Divide(result, TLanes.Broadcast(pixels));
}

/// <summary>maxPool2d and averagePool2d: a vector of channels at a time.</summary>
internal sealed unsafe class Pooling<TRule, TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
    where TRule : IPoolingRule
    where TLanes : ILanes<TVector>
    where TVector : struct
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
        for (var channel = 0; channel < Shape.Channels; channel += TLanes.Count)
        {
            var block = PixelBlocks.First(channel, Shape.Channels, TLanes.Count);
            var result = TLanes.Broadcast(TRule.Begin);
            var line = origin + block;
            for (var i = lines.First; i < lines.End; i++, line += lineStep)
            {
                var pixel = line;
                for (var tap = columns.First; tap < columns.End; tap++, pixel += step)
                {
                    result = TRule.Add<TLanes, TVector>(result, TLanes.Load(pixel));
                }
            }

            var sum = buffers.Addend == null ? null : buffers.Addend + at + block;
            Outlet<TLanes, TVector>.Store(TRule.End<TLanes, TVector>(result, pixels), buffers.Y + at + block, sum, null, Range);
        }
    }
}
