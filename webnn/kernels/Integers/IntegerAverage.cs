using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels.Integers;

/// <summary>The scales of an average's image and of its result, as they stand behind a <see cref="Requantizer"/>.</summary>
internal readonly record struct AverageScales(float Input, float Output)
{
    public const int Bytes = Requantizer.Bytes + (2 * sizeof(float));

    public static AverageScales Read(ReadOnlySpan<byte> packed) => MemoryMarshal.Read<AverageScales>(packed[Requantizer.Bytes..]);

    public void Pack(Requantization requantization, Span<byte> packed)
    {
        Requantizer.Pack(requantization, null, [], packed);
        MemoryMarshal.Write(packed[Requantizer.Bytes..], this);
    }

    /// <summary>The scale of a sum of so many pixels, in units of the result's: as ONNX Runtime computes it for the mean of an image.</summary>
    public float Of(int pixels) => Input / (Output * pixels);
}

/// <summary>
/// averagePool2d of bytes: exact sums, of as many lines of the window as 16 bits hold at a time. All pixels of a window in the middle of an image
/// are within it; at its edges fewer, and the scale is another.
/// </summary>
internal sealed unsafe class IntegerAverage<TLanes, TVector>(WindowShape shape, int shares) : PoolingKernel(shape, OutputRange.Unlimited, shares)
    where TLanes : IWordLanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes whose sum 16 bits hold.</summary>
    private const int MostTogether = ushort.MaxValue / byte.MaxValue;

    private const int Block = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void RunPixel(in WindowBuffers buffers, in TapRange lines, in TapRange columns, nint source, nint target)
    {
        var requantizer = new Requantizer(buffers.PackedBytes);
        var pixels = lines.Count * columns.Count;
        var scales = stackalloc float[Block];
        new Span<float>(scales, Block).Fill(AverageScales.Read(new(buffers.PackedBytes, AverageScales.Bytes)).Of(pixels));
        var totals = stackalloc int[TLanes.Count];
        for (var channel = 0; channel < Shape.Channels; channel += TLanes.Count)
        {
            var block = PixelBlocks.First(channel, Shape.Channels, TLanes.Count);
            new Span<int>(totals, TLanes.Count).Fill(-requantizer.InputZero * pixels);
            Add(buffers.XBytes + source + block, lines.Count, columns.Count, totals);
            var output = buffers.YBytes + target + block;
            if (TLanes.Count < Block)
            {
                *(long*)output = requantizer.Eight(Vector256.Load(totals), scales);
            }

            for (var i = 0; i + Block <= TLanes.Count; i += Block)
            {
                requantizer.Sixteen(Vector256.Load(totals + i), Vector256.Load(totals + i + (Block / 2)), scales).Store(output + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(byte* line, int lines, int columns, int* totals)
    {
        nint lineStep = LineStep, step = Step;
        for (var together = MostTogether / Math.Max(1, columns); lines > 0; lines -= together)
        {
            TVector sums = default;
            for (var i = Math.Min(lines, together); i > 0; i--, line += lineStep)
            {
                var pixel = line;
                for (var tap = columns; tap > 0; tap--, pixel += step)
                {
                    sums = TLanes.Add(sums, pixel);
                }
            }

            TLanes.AddTo(totals, sums);
        }
    }
}
