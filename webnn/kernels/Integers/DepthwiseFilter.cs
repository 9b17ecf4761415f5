using System.Runtime.InteropServices;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The weights of a depthwise convolution as <see cref="IntegerDepthwise"/> reads them, after a <see cref="Requantizer"/>: blocks of 16
/// channels, of which the last overlaps the one before it, or of eight, in the first half of a block. A block has its channels' biases, their
/// scales, and pairs of weights: of two taps, for each channel. A pair is of neighbours, or, for <see cref="IntegerDepthwiseLine"/>, of a column of
/// the window's first two lines.
/// </summary>
internal static class DepthwiseFilter
{
    /// <summary>Channels of a block.</summary>
    public const int Block = 16;

    /// <summary>Bytes of a block before its weights.</summary>
    public const int HeadBytes = Block * (sizeof(int) + sizeof(float));

    /// <summary>Whether <see cref="IntegerDepthwiseLine"/> reads them.</summary>
    public static bool HasColumns(WindowShape shape) => shape is { KernelHeight: 3, KernelWidth: 3, DilationX: 1, StrideX: 1 or 2, Channels: >= Block };

    public static nint BlockBytes(nint taps) => HeadBytes + ((taps + 1) / 2 * Block * 2 * sizeof(short));

    public static long Bytes(WindowShape shape) => Requantizer.Bytes + (Blocks(shape) * (long)BlockBytes(shape.Taps));

    /// <param name="packed">Zeros.</param>
    public static void Pack(WindowShape shape, IntegerWeights weights, Span<byte> packed)
    {
        var (step, hasColumns) = (Step(shape), HasColumns(shape));
        var elements = MemoryMarshal.Cast<byte, sbyte>(weights.Elements.Span);
        for (var block = 0; block < Blocks(shape); block++)
        {
            var first = PixelBlocks.First(block * step, shape.Channels, step);
            var bytes = packed.Slice(checked((int)(Requantizer.Bytes + (block * (long)BlockBytes(shape.Taps)))), checked((int)BlockBytes(shape.Taps)));
            var biases = MemoryMarshal.Cast<byte, int>(bytes);
            var factors = MemoryMarshal.Cast<byte, float>(bytes)[Block..];
            var pairs = MemoryMarshal.Cast<byte, short>(bytes[HeadBytes..]);
            for (var channel = 0; channel < step; channel++)
            {
                var (place, sum) = (Requantizer.Place(channel, step), 0);
                for (var tap = 0; tap < shape.Taps; tap++)
                {
                    var weight = elements[((first + channel) * weights.Strides.Filter) + (tap * weights.Strides.Tap)] - weights.ZeroPoint;
                    var (pair, half) = hasColumns ? ColumnPair(tap) : Math.DivRem(tap, 2);
                    pairs[(((pair * Block) + place) * 2) + half] = (short)weight;
                    sum += weight;
                }

                biases[place] = unchecked(weights.Bias[first + channel] - (weights.Requantization.InputZero * sum));
                factors[place] = weights.Scales[first + channel];
            }
        }
    }

    /// <summary>The last line's taps follow as pairs of neighbours: the last of them has no partner before it.</summary>
    private static (int Pair, int Half) ColumnPair(int tap) => tap switch
    {
        < 6 => (tap % 3, tap / 3),
        < 8 => (3, tap - 6),
        _ => (4, 1),
    };

    /// <summary>Channels from a block to the next.</summary>
    private static int Step(WindowShape shape) => shape.Channels < Block ? PixelBlocks.FewestChannels : Block;

    private static int Blocks(WindowShape shape) => (shape.Channels + Step(shape) - 1) / Step(shape);
}
