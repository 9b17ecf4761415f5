using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A convolution of bytes with one filter per channel by <see cref="ByteDepthwiseCall"/>s, for signed weights without a zero point and at least 16
/// channels: of some lines of results at a time one block of channels after the other.
/// </summary>
internal sealed unsafe class ByteDepthwise : WindowKernel
{
    /// <summary>What is read for the lines of a pass stays in the first cache.</summary>
    private const int PassBytes = 24 * 1024;

    private readonly ZeroLine zeros;
    private readonly int linesPerPass;

    public ByteDepthwise(WindowShape shape, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        zeros = new(shape.Channels);
        linesPerPass = (int)Math.Clamp(PassBytes / ((long)shape.Width * shape.Channels * shape.StrideY), 1, shape.Batch * shape.OutputHeight);
    }

    /// <summary>Whether there is such a kernel.</summary>
    public static bool Supports(WindowShape shape, KernelTarget target) => target is { Width: VectorWidth.Bits512, Together: 4 }
        && shape.Depthwise && shape.Channels >= ByteDepthwiseBlock.Channels && shape.Taps <= ByteDepthwiseBlock.MostTaps;

    public static long PackedBytes(WindowShape shape) => Requantizer.Bytes + (Blocks(shape) * (long)ByteDepthwiseBlock.Bytes(shape.Taps));

    /// <param name="packed">Zeros.</param>
    public static void Pack(WindowShape shape, IntegerWeights weights, Span<byte> packed)
    {
        var elements = MemoryMarshal.Cast<byte, sbyte>(weights.Elements.Span);
        for (var block = 0; block < Blocks(shape); block++)
        {
            var bytes = packed[checked((int)Offset(shape, block))..];
            for (var channel = 0; channel < ByteDepthwiseBlock.Channels; channel++)
            {
                var (filter, sum) = (FirstChannel(shape, block) + channel, 0);
                for (var tap = 0; tap < shape.Taps; tap++)
                {
                    var weight = elements[(filter * weights.Strides.Filter) + (tap * weights.Strides.Tap)];
                    bytes[ByteDepthwiseBlock.WeightOffset(tap, channel)] = (byte)weight;
                    sum += weight;
                }

                MemoryMarshal.Cast<byte, int>(bytes)[channel] = unchecked(weights.Bias[filter] - (weights.Requantization.InputZero * sum));
                MemoryMarshal.Cast<byte, float>(bytes)[ByteDepthwiseBlock.Channels + channel] = weights.Scales[filter];
            }
        }
    }

    public override void Prepare(in WindowBuffers buffers) => zeros.Fill(new Requantizer(buffers.PackedBytes).InputZero);

    /// <summary>A share has some of the lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Batch * Shape.OutputHeight, share);
        var table = (byte**)Workspace.Of((long)linesPerPass * Shape.OutputWidth * Shape.Taps * sizeof(byte*));
        for (; first < end; first += linesPerPass)
        {
            int start = first * Shape.OutputWidth, count = Math.Min(linesPerPass, end - first) * Shape.OutputWidth;
            Address(buffers.XBytes, table, start, count);
            for (var block = 0; block < Blocks(Shape); block++)
            {
                RunBlock(buffers, table, start, count, block);
            }

            ImageAdder.AddTo(buffers, (nint)start * Shape.Channels, (nint)count * Shape.Channels);
        }
    }

    private protected override void Release() => zeros.Dispose();

    /// <summary>Blocks of channels, of which the last overlaps the one before it.</summary>
    private static int Blocks(WindowShape shape) => (shape.Channels + ByteDepthwiseBlock.Channels - 1) / ByteDepthwiseBlock.Channels;

    private static int FirstChannel(WindowShape shape, int block) => PixelBlocks.First(block * ByteDepthwiseBlock.Channels, shape.Channels, ByteDepthwiseBlock.Channels);

    private static long Offset(WindowShape shape, int block) => Requantizer.Bytes + (block * (long)ByteDepthwiseBlock.Bytes(shape.Taps));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunBlock(in WindowBuffers buffers, byte** table, int start, int count, int block)
    {
        var channel = FirstChannel(Shape, block);
        ByteDepthwiseCall call = new()
        {
            Pixels = table,
            Channel = channel,
            Block = buffers.PackedBytes + Offset(Shape, block),
            Target = buffers.YBytes + ((nint)start * Shape.Channels) + channel,
            TargetStride = Shape.Channels,
            Fours = count / ByteDepthwiseBlock.Together,
            Rest = count % ByteDepthwiseBlock.Together,
            Requantizer = buffers.PackedBytes,
            Most = Requantizer.Most,
            Order = ByteTile.Order,
            Interleaved = ByteDepthwiseBlock.Interleaved,
        };
        ByteDepthwiseBlock.Run(ref call, Shape.Taps);
    }

    /// <summary>The table of a <see cref="ByteDepthwiseCall"/> for some results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Address(byte* x, byte** table, int first, int count)
    {
        nint line = (nint)Shape.Width * Shape.Channels;
        var cursor = new PixelCursor(Shape, first);
        for (; count > 0; count--, cursor.MoveNext())
        {
            int top = (cursor.Y * Shape.StrideY) - Shape.PadTop, left = (cursor.X * Shape.StrideX) - Shape.PadLeft;
            for (int row = 0, y = top; row < Shape.KernelHeight; row++, y += Shape.DilationY)
            {
                var pixels = x + ((((nint)cursor.Image * Shape.Height) + y) * line);
                for (int column = 0, at = left; column < Shape.KernelWidth; column++, at += Shape.DilationX)
                {
                    var isInside = (uint)y < (uint)Shape.Height && (uint)at < (uint)Shape.Width;
                    *table++ = isInside ? pixels + ((nint)at * Shape.Channels) : zeros.Pixels;
                }
            }
        }
    }
}
