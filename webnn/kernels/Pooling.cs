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

/// <summary>maxPool2d and averagePool2d: some vectors of channels at a time, so that neighbouring channels are read together and one sum need not wait for another.</summary>
internal sealed unsafe class Pooling<TRule, TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : PoolingKernel(shape, range, shares)
    where TRule : IPoolingRule
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Vectors at a time.</summary>
    private const int Together = 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void RunPixel(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target)
    {
        var channel = 0;
        for (; channel <= Shape.Channels - (Together * TLanes.Count); channel += Together * TLanes.Count)
        {
            RunTogether(buffers, lines, columns, source + channel, target + channel);
        }

        for (; channel < Shape.Channels; channel += TLanes.Count)
        {
            var block = PixelBlocks.First(channel, Shape.Channels, TLanes.Count);
            RunOne(buffers, lines, columns, source + block, target + block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTogether(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target)
    {
        nint lineStep = LineStep, step = Step;
        TVector a = TLanes.Broadcast(TRule.Begin), b = a, c = a, d = a;
        var line = buffers.X + source;
        for (var i = lines.First; i < lines.End; i++, line += lineStep)
        {
            var pixel = line;
            for (var tap = columns.First; tap < columns.End; tap++, pixel += step)
            {
                a = TRule.Add<TLanes, TVector>(a, TLanes.Load(pixel));
                b = TRule.Add<TLanes, TVector>(b, TLanes.Load(pixel + TLanes.Count));
                c = TRule.Add<TLanes, TVector>(c, TLanes.Load(pixel + (2 * TLanes.Count)));
                d = TRule.Add<TLanes, TVector>(d, TLanes.Load(pixel + (3 * TLanes.Count)));
            }
        }

        var pixels = lines.Count * columns.Count;
        Store(buffers, a, pixels, target);
        Store(buffers, b, pixels, target + TLanes.Count);
        Store(buffers, c, pixels, target + (2 * TLanes.Count));
        Store(buffers, d, pixels, target + (3 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunOne(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target)
    {
        nint lineStep = LineStep, step = Step;
        var result = TLanes.Broadcast(TRule.Begin);
        var line = buffers.X + source;
        for (var i = lines.First; i < lines.End; i++, line += lineStep)
        {
            var pixel = line;
            for (var tap = columns.First; tap < columns.End; tap++, pixel += step)
            {
                result = TRule.Add<TLanes, TVector>(result, TLanes.Load(pixel));
            }
        }

        Store(buffers, result, lines.Count * columns.Count, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(in WindowBuffers buffers, TVector result, int pixels, nint target)
    {
        var sum = buffers.Addend == null ? null : buffers.Addend + target;
        Outlet<TLanes, TVector>.Store(TRule.End<TLanes, TVector>(result, pixels), buffers.Y + target, sum, null, Range);
    }
}
