using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// Results under a window of 3x3: the weights of a block of channels are in registers for a few neighbouring results, and each product
/// reads its pixel from memory. Pixels are read in the order in which they lie there, which caches foresee.
/// </summary>
internal static unsafe class DepthwiseLine<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <param name="l0">Under the first tap of the first result: a line of the image, or of zeros.</param>
    /// <param name="channels">Floats from a pixel to the next, and from a row of the weights to the next.</param>
    /// <param name="tap">Floats from the pixel under a tap to the one under the next.</param>
    /// <param name="stride">Floats from what a result reads to what the next one reads.</param>
    /// <param name="weights">A row of biases, a row of slopes, and a row per tap, each as long as there are channels.</param>
    public static void Run(float* l0, float* l1, float* l2, int channels, nint tap, nint stride, float* weights, float* output, int count, in OutputRange range)
    {
        while (count > 0)
        {
            var results = count >= 8 ? 8 : count >= 4 ? 4 : 1;
            for (var channel = 0; channel < channels; channel += TLanes.Count)
            {
                nint block = PixelBlocks.First(channel, channels, TLanes.Count);
                if (results == 8)
                {
                    RunBlock<Eight>(l0 + block, l1 + block, l2 + block, channels, tap, stride, weights + block, output + block, range);
                }
                else if (results == 4)
                {
                    RunBlock<Four>(l0 + block, l1 + block, l2 + block, channels, tap, stride, weights + block, output + block, range);
                }
                else
                {
                    RunBlock<One>(l0 + block, l1 + block, l2 + block, channels, tap, stride, weights + block, output + block, range);
                }
            }

            count -= results;
            output += results * channels;
            l0 += results * stride;
            l1 += results * stride;
            l2 += results * stride;
        }
    }

    /// <summary>One result at an edge of the image, of whose window two columns are within it.</summary>
    /// <param name="l0">Under the first of the two.</param>
    /// <param name="column">The first of the two.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunEdge(float* l0, float* l1, float* l2, int channels, nint tap, float* weights, int column, float* output, in OutputRange range)
    {
        TVector low = TLanes.Broadcast(range.Low), high = TLanes.Broadcast(range.High);
        nint line = 3 * channels;
        var first = weights + ((2 + column) * channels);
        for (var channel = 0; channel < channels; channel += TLanes.Count)
        {
            nint block = PixelBlocks.First(channel, channels, TLanes.Count);
            var w = first + block;
            var sum = TLanes.MultiplyAdd(TLanes.Load(w), TLanes.Load(l0 + block), TLanes.Load(weights + block));
            sum = TLanes.MultiplyAdd(TLanes.Load(w + channels), TLanes.Load(l0 + tap + block), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(w + line), TLanes.Load(l1 + block), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(w + line + channels), TLanes.Load(l1 + tap + block), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(w + (2 * line)), TLanes.Load(l2 + block), sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(w + (2 * line) + channels), TLanes.Load(l2 + tap + block), sum);
            TLanes.Store(Outlet<TLanes, TVector>.Limit(sum, low, high), output + block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunBlock<TCount>(float* l0, float* l1, float* l2, nint step, nint tap, nint stride, float* weights, float* output, in OutputRange range)
        where TCount : ICount
    {
        var bias = TLanes.Load(weights);
        weights += 2 * step;
        TVector w0 = TLanes.Load(weights), w1 = TLanes.Load(weights + step), w2 = TLanes.Load(weights + (2 * step));
        weights += 3 * step;
        TVector w3 = TLanes.Load(weights), w4 = TLanes.Load(weights + step), w5 = TLanes.Load(weights + (2 * step));
        weights += 3 * step;
        TVector w6 = TLanes.Load(weights), w7 = TLanes.Load(weights + step), w8 = TLanes.Load(weights + (2 * step));
        TVector low = TLanes.Broadcast(range.Low), high = TLanes.Broadcast(range.High);
        for (var i = 0; i < TCount.Value; i++, l0 += stride, l1 += stride, l2 += stride, output += step)
        {
            var sum = Sum(l2, tap, w6, w7, w8, Sum(l1, tap, w3, w4, w5, Sum(l0, tap, w0, w1, w2, bias)));
            TLanes.Store(Outlet<TLanes, TVector>.Limit(sum, low, high), output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum(float* pixels, nint tap, TVector w0, TVector w1, TVector w2, TVector sum)
    {
        sum = TLanes.MultiplyAdd(w0, TLanes.Load(pixels), sum);
        sum = TLanes.MultiplyAdd(w1, TLanes.Load(pixels + tap), sum);
        return TLanes.MultiplyAdd(w2, TLanes.Load(pixels + (2 * tap)), sum);
    }
}
