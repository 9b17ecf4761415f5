using System.Runtime.CompilerServices;

namespace WebNN.Kernels.Integers;

/// <summary>maxPool2d of bytes.</summary>
internal sealed unsafe class IntegerMaximum<TLanes, TVector>(WindowShape shape, int shares) : PoolingKernel(shape, OutputRange.Unlimited, shares)
    where TLanes : IByteLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void RunPixel(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target)
    {
        nint lineStep = LineStep, step = Step;
        for (var channel = 0; channel < Shape.Channels; channel += TLanes.Count)
        {
            var block = PixelBlocks.First(channel, Shape.Channels, TLanes.Count);
            var line = buffers.XBytes + source + block;
            TVector result = default;
            for (var i = lines.First; i < lines.End; i++, line += lineStep)
            {
                var pixel = line;
                for (var tap = columns.First; tap < columns.End; tap++, pixel += step)
                {
                    result = TLanes.Maximum(result, TLanes.Load(pixel));
                }
            }

            TLanes.Store(result, buffers.YBytes + target + block);
        }
    }
}
