using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>A line of results under windows of 3x3, and the lines under them: of the image, or of pixels outside of it.</summary>
internal readonly unsafe struct IntegerDepthwiseResults
{
    public required byte* Line0 { get; init; }

    public required byte* Line1 { get; init; }

    public required byte* Line2 { get; init; }

    public required byte* Output { get; init; }

    /// <summary>A pixel outside of the image.</summary>
    public required byte* Outside { get; init; }

    /// <summary>Pixels of a line of the image.</summary>
    public required int Width { get; init; }

    /// <summary>The column of the image under the first one of the first window.</summary>
    public required int Left { get; init; }

    public required int Count { get; init; }

    public required int Channels { get; init; }

    /// <summary>See <see cref="DepthwiseFilter"/>.</summary>
    public required byte* Packed { get; init; }
}

/// <summary>
/// 16 channels of neighbouring results at a time: what is under a column of the image is widened and interleaved once for all windows over it, of its
/// first two lines with each other and of the third with that of the column before. A result is begun with the first column of its window and
/// complete with the last.
/// </summary>
internal static unsafe class IntegerDepthwiseLine
{
    /// <summary>Weights of a block: shorts of the vectors of a pair.</summary>
    private const int Pair = 32;

    /// <summary>Windows a column apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunNeighbours(in IntegerDepthwiseResults results)
    {
        var requantizer = new Requantizer(results.Packed);
        byte* block = results.Packed + Requantizer.Bytes, outside = results.Outside;
        nint channels = results.Channels, width = results.Width, left = results.Left, end = left + results.Count + 2;
        for (var channel = 0; channel < results.Channels; channel += DepthwiseFilter.Block, block += DepthwiseFilter.BlockBytes(9))
        {
            nint first = PixelBlocks.First(channel, results.Channels, DepthwiseFilter.Block);
            var weights = new Weights(block);
            var at = (left * channels) + first;
            byte* line0 = results.Line0 + at, line1 = results.Line1 + at, line2 = results.Line2 + at, output = results.Output + first - (2 * channels);
            Vector256<short> last = default;
            Vector256<int> begunLow = default, begunHigh = default, halfLow = default, halfHigh = default;
            for (var x = left; x < end; x++, line0 += channels, line1 += channels, line2 += channels, output += channels)
            {
                var isInside = (nuint)x < (nuint)width;
                Vector256<short> p0 = Load(isInside ? line0 : outside), p1 = Load(isInside ? line1 : outside), p2 = Load(isInside ? line2 : outside);
                Vector256<short> upperLow = Avx2.UnpackLow(p0, p1), upperHigh = Avx2.UnpackHigh(p0, p1), lowerLow = Avx2.UnpackLow(last, p2), lowerHigh = Avx2.UnpackHigh(last, p2);
                last = p2;
                Vector256<int> low = halfLow + weights.Low(2, upperLow) + weights.Low(4, lowerLow), high = halfHigh + weights.High(2, upperHigh) + weights.High(4, lowerHigh);
                halfLow = begunLow + weights.Low(1, upperLow) + weights.Low(3, lowerLow);
                halfHigh = begunHigh + weights.High(1, upperHigh) + weights.High(3, lowerHigh);
                begunLow = weights.BiasLow + weights.Low(0, upperLow);
                begunHigh = weights.BiasHigh + weights.High(0, upperHigh);
                if (x >= left + 2)
                {
                    requantizer.Sixteen(low, high, weights.Scales).Store(output);
                }
            }
        }
    }

    /// <summary>Windows two columns apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunOthers(in IntegerDepthwiseResults results)
    {
        var requantizer = new Requantizer(results.Packed);
        byte* block = results.Packed + Requantizer.Bytes, outside = results.Outside;
        nint channels = results.Channels, width = results.Width;
        for (var channel = 0; channel < results.Channels; channel += DepthwiseFilter.Block, block += DepthwiseFilter.BlockBytes(9))
        {
            nint first = PixelBlocks.First(channel, results.Channels, DepthwiseFilter.Block);
            var weights = new Weights(block);
            nint x = results.Left, at = (x * channels) + first;
            byte* line0 = results.Line0 + at, line1 = results.Line1 + at, line2 = results.Line2 + at, output = results.Output + first;
            var isInside = (nuint)x < (nuint)width;
            Vector256<short> p0 = Load(isInside ? line0 : outside), p1 = Load(isInside ? line1 : outside), last = Load(isInside ? line2 : outside);
            Vector256<int> low = weights.BiasLow + weights.Low(0, Avx2.UnpackLow(p0, p1)), high = weights.BiasHigh + weights.High(0, Avx2.UnpackHigh(p0, p1));
            for (var rest = results.Count; rest > 0; rest--, output += channels)
            {
                isInside = (nuint)(x + 1) < (nuint)width;
                p0 = Load(isInside ? line0 + channels : outside);
                p1 = Load(isInside ? line1 + channels : outside);
                var p2 = Load(isInside ? line2 + channels : outside);
                low += weights.Low(1, Avx2.UnpackLow(p0, p1)) + weights.Low(3, Avx2.UnpackLow(last, p2));
                high += weights.High(1, Avx2.UnpackHigh(p0, p1)) + weights.High(3, Avx2.UnpackHigh(last, p2));
                x += 2;
                line0 += 2 * channels;
                line1 += 2 * channels;
                line2 += 2 * channels;
                isInside = (nuint)x < (nuint)width;
                p0 = Load(isInside ? line0 : outside);
                p1 = Load(isInside ? line1 : outside);
                last = Load(isInside ? line2 : outside);
                Vector256<short> upperLow = Avx2.UnpackLow(p0, p1), upperHigh = Avx2.UnpackHigh(p0, p1);
                low += weights.Low(2, upperLow) + weights.Low(4, Avx2.UnpackLow(p2, last));
                high += weights.High(2, upperHigh) + weights.High(4, Avx2.UnpackHigh(p2, last));
                requantizer.Sixteen(low, high, weights.Scales).Store(output);
                low = weights.BiasLow + weights.Low(0, upperLow);
                high = weights.BiasHigh + weights.High(0, upperHigh);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Load(byte* pixel) => Avx2.ConvertToVector256Int16(pixel);

    /// <summary>A block of them, and what stands before it.</summary>
    private readonly struct Weights(byte* block)
    {
        public float* Scales => (float*)block + DepthwiseFilter.Block;

        public Vector256<int> BiasLow => Vector256.Load((int*)block);

        public Vector256<int> BiasHigh => Vector256.Load((int*)block + 8);

        private short* Pairs => (short*)(block + DepthwiseFilter.HeadBytes);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<int> Low(int pair, Vector256<short> pixels) => Avx2.MultiplyAddAdjacent(pixels, Vector256.Load(Pairs + (pair * Pair)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<int> High(int pair, Vector256<short> pixels) => Avx2.MultiplyAddAdjacent(pixels, Vector256.Load(Pairs + (pair * Pair) + (Pair / 2)));
    }
}
