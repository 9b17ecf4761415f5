using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    /// <summary>Of a window: what a vector holds the addresses of.</summary>
    private const int MostRows = 8;

    private readonly delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void> function;
    private readonly ZeroLine zeros;
    private readonly int linesPerPass;

    /// <summary>Neighbours in a line share the addresses of the columns that they have in common.</summary>
    private readonly bool isShared;

    public ByteDepthwise(WindowShape shape, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        function = ByteDepthwiseCode.Function(shape.Taps);
        zeros = new(shape.Channels);
        linesPerPass = (int)Math.Clamp(PassBytes / ((long)shape.Width * shape.Channels * shape.StrideY), 1, shape.Batch * shape.OutputHeight);
        isShared = linesPerPass == 1 && shape is { DilationX: 1 } && shape.StrideX <= shape.KernelWidth;
    }

    /// <summary>Whether there is such a kernel.</summary>
    public static bool Supports(WindowShape shape, KernelTarget target) => target is { Width: VectorWidth.Bits512, Together: 4 }
        && shape.Depthwise && shape.Channels >= ByteDepthwiseBlock.Channels && shape.KernelHeight <= MostRows && shape.Taps <= ByteDepthwiseBlock.MostTaps;

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
                    // A column of the window after the other.
                    var (column, row) = Math.DivRem(tap, shape.KernelHeight);
                    var weight = elements[(filter * weights.Strides.Filter) + (((row * shape.KernelWidth) + column) * weights.Strides.Tap)];
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
        var entries = ((long)linesPerPass * Shape.OutputWidth * Shape.Taps) + MostRows;
        var table = (byte**)Workspace.Of(entries * sizeof(byte*));
        for (; first < end; first += linesPerPass)
        {
            var lines = Math.Min(linesPerPass, end - first);
            int start = first * Shape.OutputWidth, count = lines * Shape.OutputWidth;
            Address(buffers.XBytes, table, first, first + lines);
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
            PixelStep = (isShared ? Shape.StrideX * Shape.KernelHeight : Shape.Taps) * sizeof(byte*),
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
        ByteDepthwiseBlock.Run(function, ref call, Shape.Taps);
    }

    /// <summary>The table of a <see cref="ByteDepthwiseCall"/> for some lines of results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Address(byte* x, byte** table, int first, int end)
    {
        for (; first < end; first++)
        {
            var (image, y) = Math.DivRem(first, Shape.OutputHeight);
            AddressLine(x + ((nint)image * Shape.Height * Shape.Width * Shape.Channels), (y * Shape.StrideY) - Shape.PadTop, ref table);
        }
    }

    /// <summary>
    /// The addresses of a column of the window at a time, as many as a window can have rows: those beyond it are overwritten. Those of rows
    /// outside of the image stay where the zeros are.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddressLine(byte* picture, int top, ref byte** table)
    {
        long* starts = stackalloc long[MostRows], steps = stackalloc long[MostRows];
        for (int row = 0, y = top; row < MostRows; row++, y += Shape.DilationY)
        {
            var isInside = (uint)y < (uint)Shape.Height;
            starts[row] = (nint)(isInside ? picture + ((nint)y * Shape.Width * Shape.Channels) : zeros.Pixels);
            steps[row] = isInside ? Shape.Channels : 0;
        }

        Vector512<long> pixels = Vector512.Load(starts), step = Vector512.Load(steps), outside = Vector512.Create((long)zeros.Pixels);
        var (windows, columns) = isShared ? (1, ((Shape.OutputWidth - 1) * Shape.StrideX) + Shape.KernelWidth) : (Shape.OutputWidth, Shape.KernelWidth);
        var target = table;
        for (int window = 0, left = -Shape.PadLeft; window < windows; window++, left += Shape.StrideX)
        {
            for (int column = 0, at = left; column < columns; column++, at += Shape.DilationX, target += Shape.KernelHeight)
            {
                ((uint)at < (uint)Shape.Width ? pixels + (step * at) : outside).Store((long*)target);
            }
        }

        table = target;
    }
}
