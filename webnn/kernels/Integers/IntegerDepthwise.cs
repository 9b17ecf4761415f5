using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A convolution of bytes with one filter per channel: the pixels under two taps of the window are interleaved, and their products added in
/// pairs, of 16 channels of a result at a time, or of eight where there are fewer. The usual windows are <see cref="IntegerDepthwiseLine"/>'s.
/// </summary>
internal sealed unsafe class IntegerDepthwise : WindowKernel
{
    /// <summary>The results of a line whose windows lie between the image's left and right edges.</summary>
    private readonly int firstInside;
    private readonly int endInside;
    private readonly ZeroLine zeros;

    public IntegerDepthwise(WindowShape shape, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        var last = shape.Width + shape.PadLeft - ((shape.KernelWidth - 1) * shape.DilationX) - 1;
        firstInside = Math.Min(shape.OutputWidth, (shape.PadLeft + shape.StrideX - 1) / shape.StrideX);
        endInside = last < 0 ? firstInside : Math.Clamp((last / shape.StrideX) + 1, firstInside, shape.OutputWidth);
        zeros = new((long)shape.Width * shape.Channels);
    }

    public override void Prepare(in WindowBuffers buffers) => zeros.Fill(new Requantizer(buffers.PackedBytes).InputZero);

    /// <summary>A share has some of the lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        // An odd tap is alone; of an even number the last pair is whole.
        var taps = stackalloc byte*[Shape.Taps];
        var hasColumns = DepthwiseFilter.HasColumns(Shape);
        var (first, end) = Part(Shape.Batch * Shape.OutputHeight, share);
        for (; first < end; first++)
        {
            var (image, y) = Math.DivRem(first, Shape.OutputHeight);
            var picture = buffers.XBytes + ((nint)image * Shape.Height * Shape.Width * Shape.Channels);
            var top = (y * Shape.StrideY) - Shape.PadTop;
            var output = buffers.YBytes + ((nint)first * Shape.OutputWidth * Shape.Channels);
            if (hasColumns)
            {
                RunLine(picture, top, buffers.PackedBytes, output);
            }
            else
            {
                RunResults(taps, picture, top, buffers.PackedBytes, output);
            }

            ImageAdder.AddTo(buffers, (nint)first * Shape.OutputWidth * Shape.Channels, (nint)Shape.OutputWidth * Shape.Channels);
        }
    }

    private protected override void Release() => zeros.Dispose();

    /// <summary>
    /// Points the taps at the pixels under the window of a result. Neighbours whose windows lie inside, too, read as many bytes further, also
    /// in the line outside of the image.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Point(byte** taps, byte* picture, int top, int left)
    {
        for (int line = 0, y = top; line < Shape.KernelHeight; line++, y += Shape.DilationY)
        {
            var pixels = picture + ((nint)y * Shape.Width * Shape.Channels);
            for (int tap = 0, column = left; tap < Shape.KernelWidth; tap++, column += Shape.DilationX)
            {
                var isInside = (uint)y < (uint)Shape.Height && (uint)column < (uint)Shape.Width;
                *taps++ = isInside ? pixels + ((nint)column * Shape.Channels) : zeros.Pixels;
            }
        }
    }

    /// <summary>A line of results: those whose windows lie inside together, each other one for itself.</summary>
    private void RunResults(byte** taps, byte* picture, int top, byte* packed, byte* output)
    {
        for (var x = 0; x < Shape.OutputWidth;)
        {
            var count = x == firstInside ? Math.Max(1, endInside - firstInside) : 1;
            Point(taps, picture, top, (x * Shape.StrideX) - Shape.PadLeft);
            Run(taps, count, packed, output + ((nint)x * Shape.Channels));
            x += count;
        }
    }

    private void RunLine(byte* picture, int top, byte* packed, byte* output)
    {
        var results = new IntegerDepthwiseResults()
        {
            Line0 = Line(picture, top),
            Line1 = Line(picture, top + Shape.DilationY),
            Line2 = Line(picture, top + (2 * Shape.DilationY)),
            Output = output,
            Outside = zeros.Pixels,
            Width = Shape.Width,
            Left = -Shape.PadLeft,
            Count = Shape.OutputWidth,
            Channels = Shape.Channels,
            Packed = packed,
        };
        if (Shape.StrideX == 1)
        {
            IntegerDepthwiseLine.RunNeighbours(results);
        }
        else
        {
            IntegerDepthwiseLine.RunOthers(results);
        }
    }

    private byte* Line(byte* picture, int y) => (uint)y < (uint)Shape.Height ? picture + ((nint)y * Shape.Width * Shape.Channels) : zeros.Pixels;

    private void Run(byte** taps, int count, byte* packed, byte* output)
    {
        nint step = (nint)Shape.StrideX * Shape.Channels;
        if (Shape.Channels < DepthwiseFilter.Block)
        {
            RunPixels<One>(taps, Shape.Taps, count, step, Shape.Channels, packed, output);
        }
        else
        {
            RunPixels<Two>(taps, Shape.Taps, count, step, Shape.Channels, packed, output);
        }
    }

    /// <typeparam name="THalves">Two: blocks of 16 channels; one: of the first eight of a block.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPixels<THalves>(byte** taps, nint tapCount, int count, nint step, nint channels, byte* packed, byte* output)
        where THalves : ICount
    {
        var requantizer = new Requantizer(packed);
        nint pixel = 0;
        for (; count > 0; count--, pixel += step, output += channels)
        {
            var block = packed + Requantizer.Bytes;
            for (nint channel = 0; channel < channels; channel += THalves.Value * 8)
            {
                var first = Math.Min(channel, channels - (THalves.Value * 8));
                var at = pixel + first;
                Vector256<int> low = Vector256.Load((int*)block), high = Vector256.Load((int*)block + 8);
                var weights = (short*)(block + DepthwiseFilter.HeadBytes);
                nint tap = 0;
                for (; tap + 1 < tapCount; tap += 2, weights += 32)
                {
                    Add<THalves>(taps[tap] + at, taps[tap + 1] + at, weights, ref low, ref high);
                }

                if (tap < tapCount)
                {
                    AddLast<THalves>(taps[tap] + at, weights, ref low, ref high);
                }

                Store<THalves>(low, high, block, requantizer, output + first);
                block += DepthwiseFilter.BlockBytes(tapCount);
            }
        }
    }

    /// <summary>The products under two taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<THalves>(byte* tap0, byte* tap1, short* weights, ref Vector256<int> low, ref Vector256<int> high)
        where THalves : ICount
    {
        if (THalves.Value > 1)
        {
            Vector256<short> x0 = Avx2.ConvertToVector256Int16(tap0), x1 = Avx2.ConvertToVector256Int16(tap1);
            low += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(x0, x1), Vector256.Load(weights));
            high += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(x0, x1), Vector256.Load(weights + 16));
        }
        else
        {
            Vector128<byte> x0 = Vector128.CreateScalar(*(long*)tap0).AsByte(), x1 = Vector128.CreateScalar(*(long*)tap1).AsByte();
            low += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(x0, x1)), Vector256.Load(weights));
        }
    }

    /// <summary>The products under a tap that has no partner: zeros are in its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLast<THalves>(byte* tap, short* weights, ref Vector256<int> low, ref Vector256<int> high)
        where THalves : ICount
    {
        if (THalves.Value > 1)
        {
            var x = Avx2.ConvertToVector256Int16(tap);
            low += Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(x, default), Vector256.Load(weights));
            high += Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(x, default), Vector256.Load(weights + 16));
        }
        else
        {
            low += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int32(tap).AsInt16(), Vector256.Load(weights));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<THalves>(Vector256<int> low, Vector256<int> high, byte* block, Requantizer requantizer, byte* target)
        where THalves : ICount
    {
        var scales = (float*)block + DepthwiseFilter.Block;
        if (THalves.Value > 1)
        {
            requantizer.Sixteen(low, high, scales).Store(target);
        }
        else
        {
            *(long*)target = requantizer.Eight(low, scales);
        }
    }
}
