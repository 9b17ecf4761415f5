using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>A convolution with one filter per channel.</summary>
internal abstract unsafe class DepthwiseConvolution : WindowKernel
{
    private protected DepthwiseConvolution(WindowShape shape, OutputRange range, int shares)
        : base(shape, range, shares)
    {
    }

    /// <summary>A row of biases, a row of slopes, and a row per tap, each as long as there are channels.</summary>
    public static long PackedSize(WindowShape shape) => (shape.Taps + 2L) * shape.Channels;

    public static void Pack(WindowShape shape, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        packed[..(2 * shape.Channels)].Clear();
        bias.CopyTo(packed);
        slopes.CopyTo(packed[shape.Channels..]);
        filter.CopyTo(packed[(2 * shape.Channels)..]);
    }

    /// <summary>A share has some of the lines.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Batch * Shape.OutputHeight, share);
        RunLines(buffers, first, end);
    }

    /// <summary>Some of the lines of all images.</summary>
    public abstract void RunLines(in WindowBuffers buffers, int first, int end);
}

/// <summary>A vector of channels of up to four neighbouring results at a time.</summary>
internal sealed unsafe class DepthwiseConvolution<TLanes, TVector> : DepthwiseConvolution
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Sums at a time: as many as hide how long one takes.</summary>
    private const int Together = 4;

    /// <summary>The results of a line whose windows have fewer than half of their columns on either side of the image.</summary>
    private readonly int firstInside;
    private readonly int endInside;

    /// <summary>A pixel of zeros beside the image; null where <see cref="DepthwiseLine{TLanes, TVector}"/> does not apply.</summary>
    private readonly AlignedMemory? zeros;

    public DepthwiseConvolution(WindowShape shape, OutputRange range, int shares)
        : base(shape, range, shares)
    {
        var outside = shape.DilationX == 1 ? shape.KernelWidth / 2 : 0;
        var last = shape.Width + outside + shape.PadLeft - ((shape.KernelWidth - 1) * shape.DilationX) - 1;
        firstInside = Math.Clamp((shape.PadLeft - outside + shape.StrideX - 1) / shape.StrideX, 0, shape.OutputWidth);
        endInside = last < 0 ? firstInside : Math.Clamp((last / shape.StrideX) + 1, firstInside, shape.OutputWidth);
        if (DepthwiseLine<TLanes, TVector>.Has(shape.KernelWidth, shape.StrideX) && !range.HasSlopes && firstInside < endInside)
        {
            zeros = new(shape.Channels);
        }
    }

    public override void RunLines(in WindowBuffers buffers, int first, int end)
    {
        for (; first < end; first++)
        {
            var (image, y) = Math.DivRem(first, Shape.OutputHeight);
            var lines = TapRange.Of(y, Shape.StrideY, Shape.PadTop, Shape.KernelHeight, Shape.DilationY, Shape.Height);
            var picture = (nint)image * Shape.Height * Shape.Width * Shape.Channels;
            var at = (nint)first * Shape.OutputWidth * Shape.Channels;
            if (zeros is null || buffers.Addend != null)
            {
                RunLine(buffers, lines, picture, at, 0, Shape.OutputWidth);
                continue;
            }

            RunLine(buffers, lines, picture, at, 0, firstInside);
            RunInside(buffers, lines, picture, at);
            RunLine(buffers, lines, picture, at, endInside, Shape.OutputWidth);
        }
    }

    private protected override void Release() => zeros?.Dispose();

    /// <summary>
    /// The results of a line that lie inside. Where columns of the window are apart, results so far apart are neighbours, and those between them
    /// follow.
    /// </summary>
    private void RunInside(in WindowBuffers buffers, TapRange lines, nint picture, nint at)
    {
        nint channels = Shape.Channels, line = Shape.Width * channels;
        var pixels = buffers.X + picture + ((lines.Start + (lines.First * Shape.DilationY)) * line);
        for (var phase = 0; phase < Shape.DilationX && firstInside + phase < endInside; phase++)
        {
            var first = firstInside + phase;
            var count = (endInside - first + Shape.DilationX - 1) / Shape.DilationX;
            var left = (first * Shape.StrideX) - Shape.PadLeft;
            var right = left + ((((count - 1) * Shape.StrideX) + Shape.KernelWidth - 1) * Shape.DilationX);
            DepthwiseLine<TLanes, TVector>.Run(new()
            {
                Pixels = pixels + (left * channels),
                Left = Math.Max(0, -left),
                Right = Math.Max(0, right - Shape.Width + 1),
                Output = buffers.Y + at + (first * channels),
                Count = count,
                Zeros = zeros!.Pointer,
                Lines = lines.Count,
                LineStep = Shape.DilationY * line,
                Biases = buffers.Packed,
                Weights = buffers.Packed + ((2 + (lines.First * Shape.KernelWidth)) * channels),
                Channels = Shape.Channels,
                Columns = Shape.KernelWidth,
                Tap = Shape.DilationX * channels,
                Stride = Shape.StrideX,
                OutputStep = Shape.DilationX * channels,
                Low = Range.Low,
                High = Range.High,
            });
        }
    }

    /// <summary>
    /// Some of a line of results, four sums at a time: of neighbours where the window's columns lie within the image, else of blocks of a
    /// pixel's channels.
    /// </summary>
    private void RunLine(in WindowBuffers buffers, TapRange lines, nint picture, nint at, int first, int end)
    {
        at += (nint)first * Shape.Channels;
        for (var x = first; x < end;)
        {
            var columns = TapRange.Of(x, Shape.StrideX, Shape.PadLeft, Shape.KernelWidth, Shape.DilationX, Shape.Width);
            var lastPixel = columns.Start + ((Together - 1) * Shape.StrideX) + ((Shape.KernelWidth - 1) * Shape.DilationX);
            var isWide = columns.First == 0 && x + Together <= end && lastPixel < Shape.Width;
            for (int channel = 0, blocks; channel < Shape.Channels; channel += blocks * TLanes.Count)
            {
                var block = PixelBlocks.First(channel, Shape.Channels, TLanes.Count);
                blocks = !isWide && channel + (Together * TLanes.Count) <= Shape.Channels ? Together : 1;
                if (isWide)
                {
                    RunBlock<Four, One>(buffers, lines, columns, picture + block, at + block, block);
                }
                else if (blocks == Together)
                {
                    RunBlock<One, Four>(buffers, lines, columns, picture + block, at + block, block);
                }
                else
                {
                    RunBlock<One, One>(buffers, lines, columns, picture + block, at + block, block);
                }
            }

            var results = isWide ? Together : 1;
            x += results;
            at += (nint)results * Shape.Channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunBlock<TPixels, TBlocks>(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint picture, nint at, nint block)
        where TPixels : ICount
        where TBlocks : ICount
    {
        nint channels = Shape.Channels, lineStep = Shape.DilationY * Shape.Width * channels, step = Shape.DilationX * channels;
        nint next = TBlocks.Value > 1 ? TLanes.Count : Shape.StrideX * channels, weightLine = Shape.KernelWidth * channels;
        nint nextBlock = TBlocks.Value > 1 ? TLanes.Count : 0, nextResult = TBlocks.Value > 1 ? TLanes.Count : channels;
        var weights = buffers.Packed + block;
        TVector r0 = TLanes.Load(weights), r1 = TLanes.Load(weights + nextBlock);
        TVector r2 = TLanes.Load(weights + (2 * nextBlock)), r3 = TLanes.Load(weights + (3 * nextBlock));
        var taps = weights + ((2 + (lines.First * Shape.KernelWidth) + columns.First) * channels);
        var line = buffers.X + picture + (lines.First * lineStep) + (columns.First * step)
            + ((((nint)lines.Start * Shape.Width) + columns.Start) * channels);
        for (var i = lines.First; i < lines.End; i++, taps += weightLine, line += lineStep)
        {
            float* x = line, weight = taps;
            for (var tap = columns.First; tap < columns.End; tap++, x += step, weight += channels)
            {
                var factor = TLanes.Load(weight);
                r0 = TLanes.MultiplyAdd(TLanes.Load(x), factor, r0);
                if (TPixels.Value * TBlocks.Value > 1)
                {
                    r1 = TLanes.MultiplyAdd(TLanes.Load(x + next), TBlocks.Value > 1 ? TLanes.Load(weight + nextBlock) : factor, r1);
                    r2 = TLanes.MultiplyAdd(TLanes.Load(x + (2 * next)), TBlocks.Value > 1 ? TLanes.Load(weight + (2 * nextBlock)) : factor, r2);
                    r3 = TLanes.MultiplyAdd(TLanes.Load(x + (3 * next)), TBlocks.Value > 1 ? TLanes.Load(weight + (3 * nextBlock)) : factor, r3);
                }
            }
        }

        var slopes = weights + channels;
        for (var i = 0; i < TPixels.Value * TBlocks.Value; i++, at += nextResult, slopes += nextBlock)
        {
            var result = i switch { 0 => r0, 1 => r1, 2 => r2, _ => r3 };
            Outlet<TLanes, TVector>.Store(result, buffers.Y + at, buffers.Addend == null ? null : buffers.Addend + at, slopes, Range);
        }
    }
}
