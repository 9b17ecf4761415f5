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
internal sealed unsafe class Pooling<TRule, TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : PoolingKernel(shape, range, shares)
    where TRule : IPoolingRule
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void RunPixel(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target)
    {
        nint lineStep = LineStep, step = Step;
        for (var channel = 0; channel < Shape.Channels; channel += TLanes.Count)
        {
            var block = PixelBlocks.First(channel, Shape.Channels, TLanes.Count);
            var result = TLanes.Broadcast(TRule.Begin);
            var line = buffers.X + source + block;
            for (var i = lines.First; i < lines.End; i++, line += lineStep)
            {
                var pixel = line;
                for (var tap = columns.First; tap < columns.End; tap++, pixel += step)
                {
                    result = TRule.Add<TLanes, TVector>(result, TLanes.Load(pixel));
                }
            }

            var sum = buffers.Addend == null ? null : buffers.Addend + target + block;
            var pixels = lines.Count * columns.Count;
            Outlet<TLanes, TVector>.Store(TRule.End<TLanes, TVector>(result, pixels), buffers.Y + target + block, sum, null, Range);
        }
    }
}
