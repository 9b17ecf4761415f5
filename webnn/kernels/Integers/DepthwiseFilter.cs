using System.Runtime.InteropServices;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The weights of a depthwise convolution as <see cref="IntegerDepthwise"/> reads them, after a <see cref="Requantizer"/>: blocks of 16
/// channels, of which the last overlaps the one before it, or of eight, in the first half of a block. A block has its channels' biases, their scales, and
/// pairs of weights: of two taps, for each channel.
/// </summary>
internal static class DepthwiseFilter
{
    /// <summary>Channels of a block.</summary>
    public const int Block = 16;

    /// <summary>Bytes of a block before its weights.</summary>
    public const int HeadBytes = Block * (sizeof(int) + sizeof(float));

    public static nint BlockBytes(nint taps) => HeadBytes + ((taps + 1) / 2 * Block * 2 * sizeof(short));

    public static long Bytes(WindowShape shape) => Requantizer.Bytes + (Blocks(shape) * (long)BlockBytes(shape.Taps));

    /// <param name="filter">[kernel height, kernel width, channels], without its zero point.</param>
    /// <param name="bias">One per channel, of what the image's zero point adds, too.</param>
    /// <param name="scales">One per channel.</param>
    public static void Pack(WindowShape shape, ReadOnlySpan<short> filter, ReadOnlySpan<int> bias, ReadOnlySpan<float> scales, Span<byte> packed)
    {
        var step = Step(shape);
        for (var block = 0; block < Blocks(shape); block++)
        {
            var first = PixelBlocks.First(block * step, shape.Channels, step);
            var bytes = packed.Slice(checked((int)(Requantizer.Bytes + (block * (long)BlockBytes(shape.Taps)))), checked((int)BlockBytes(shape.Taps)));
            bias.Slice(first, step).CopyTo(MemoryMarshal.Cast<byte, int>(bytes));
            scales.Slice(first, step).CopyTo(MemoryMarshal.Cast<byte, float>(bytes)[Block..]);
            var weights = MemoryMarshal.Cast<byte, short>(bytes[HeadBytes..]);
            for (var tap = 0; tap < shape.Taps; tap++)
            {
                for (var channel = 0; channel < step; channel++)
                {
                    weights[(((tap / 2 * Block) + channel) * 2) + (tap % 2)] = filter[(tap * shape.Channels) + first + channel];
                }
            }
        }
    }

    /// <summary>Channels from a block to the next.</summary>
    private static int Step(WindowShape shape) => shape.Channels < Block ? PixelBlocks.FewestChannels : Block;

    private static int Blocks(WindowShape shape) => (shape.Channels + Step(shape) - 1) / Step(shape);
}
