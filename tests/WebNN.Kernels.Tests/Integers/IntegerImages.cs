using System.Numerics;
using System.Runtime.InteropServices;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Seeded bytes for a window, and what a kernel and plain C# make of them.</summary>
internal sealed unsafe class IntegerImages
{
    private const byte Untouched = 173;

    private readonly IntegerWindow window;
    private readonly IntegerWeights weights;
    private readonly byte[] input;

    /// <summary>What is added to the results.</summary>
    private readonly byte[] addends;

    /// <param name="weightZero">The weights' zero point.</param>
    /// <param name="limits">Of the results.</param>
    /// <param name="isExtreme">Whether of elements there are the least and the greatest alone, and so of weights, but for those of the first filters, which are near to the zero point.</param>
    public IntegerImages(
        WindowShape shape, int seed, WindowOperation operation, int weightZero, (byte Low, byte High)? limits = null, bool hasSum = false, bool isExtreme = false)
    {
        var random = new Random(seed);
        input = RandomBytes.Of(random, shape.Batch * shape.Height * shape.Width * shape.Channels);
        var depth = shape.Taps * (shape.Depthwise ? 1 : shape.Channels);
        var elements = Draw(shape.Filters * depth, _ => (byte)(sbyte)Math.Clamp(random.Next(-150, 150), sbyte.MinValue, sbyte.MaxValue));
        var isByFilter = random.Next(2) == 0;
        if (isExtreme)
        {
            input = Draw(input.Length, _ => random.Next(5) == 0 ? byte.MinValue : byte.MaxValue);
            elements = Draw(elements.Length, i => (isByFilter ? i / depth : i % shape.Filters) < shape.Filters / 2
                ? (byte)(sbyte)Math.Clamp(weightZero + random.Next(sbyte.MinValue, sbyte.MaxValue + 1), sbyte.MinValue, sbyte.MaxValue)
                : (byte)(random.Next(2) == 0 ? sbyte.MinValue : sbyte.MaxValue));
        }

        var spread = (128 + Math.Abs(weightZero)) * 100 * Math.Sqrt(depth);
        window = new(shape, operation);
        weights = new(
            elements,
            isByFilter ? (depth, shape.Taps, 1) : (1, shape.Filters * shape.Taps, shape.Filters),
            weightZero,
            Draw(shape.Filters, _ => random.Next(-(int)spread, (int)spread)),
            Draw(shape.Filters, _ => (float)(random.Next(20, 120) / spread)),
            new((byte)random.Next(256), (byte)random.Next(256), limits?.Low ?? byte.MinValue, limits?.High ?? byte.MaxValue));
        addends = hasSum ? RandomBytes.Of(random, Results) : [];
        weights = weights with { Sum = hasSum ? RandomBytes.Sum(random) : null };
    }

    public int Results => window.Shape.Pixels * window.Shape.Filters;

    /// <summary>Products of a result.</summary>
    private int Depth => window.Shape.Taps * (window.Shape.Depthwise ? 1 : window.Shape.Channels);

    /// <summary>Runs the kernel of the operation.</summary>
    public byte[] Run(KernelTarget target, int shares = 1)
    {
        var bytes = checked((int)IntegerKernels.PackedBytes(window, target));
        using var packed = new AlignedMemory((bytes + 3) / sizeof(float));
        using var kernel = WindowKernels.Create(window.Operation, new(window.Shape, OutputRange.Unlimited), default, target, shares);
        IntegerKernels.Pack(window, weights, target, new(packed.Pointer, bytes));
        fixed (byte* x = input, added = addends)
        {
            return GuardedRun.Twice(kernel, new WindowBuffers((nint)x, (nint)packed.Pointer, (nint)added, 0), Results, Untouched);
        }
    }

    /// <summary>What the kernel should give: exact sums, rounded as <see cref="Requantizer"/> says, and added to as <see cref="ImageSum"/> does.</summary>
    public byte[] Expected()
    {
        var (zero, low, high) = (weights.Requantization.OutputZero, weights.Requantization.Low, weights.Requantization.High);
        var sums = Sums();
        return Draw(Results, i =>
        {
            var rounded = MathF.Round(sums[i] * weights.Scales[i % window.Shape.Filters], MidpointRounding.ToEven);
            var result = (byte)Math.Clamp(rounded + zero, low, high);
            return weights.Sum is { } sum ? RandomBytes.Added(sum, result, addends[i]) : result;
        });
    }

    /// <summary>
    /// The sums of all products: of 32 bits, which <see cref="Largest"/> shows to be enough, for rows of elements that are gathered once for
    /// all filters.
    /// </summary>
    public int[] Sums()
    {
        Assert.InRange(Largest(), 0, int.MaxValue);
        var (shape, sums) = (window.Shape, new int[Results]);
        var groups = shape.Depthwise ? shape.Filters : 1;
        var filters = Draw(shape.Filters, filter => Draw(Depth, i => Weight(filter, shape.Depthwise ? 0 : i % shape.Channels, shape.Depthwise ? i : i / shape.Channels)));
        var row = new int[Depth];
        for (var pixel = 0; pixel < shape.Pixels; pixel++)
        {
            for (var group = 0; group < groups; group++)
            {
                Gather(pixel, group, row);
                for (var filter = group; filter < (shape.Depthwise ? group + 1 : shape.Filters); filter++)
                {
                    sums[(pixel * shape.Filters) + filter] = weights.Bias[filter] + Product(row, filters[filter]);
                }
            }
        }

        return sums;
    }

    /// <summary>A result's sum by its definition, in 64 bits.</summary>
    public long Sum(int result)
    {
        var shape = window.Shape;
        var (pixel, filter) = Math.DivRem(result, shape.Filters);
        long sum = weights.Bias[filter];
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            for (var channel = 0; channel < (shape.Depthwise ? 1 : shape.Channels); channel++)
            {
                sum += (long)Element(pixel, tap, shape.Depthwise ? filter : channel) * Weight(filter, channel, tap);
            }
        }

        return sum;
    }

    /// <summary>No sum of products is larger, nor any part of one.</summary>
    private long Largest() => ((long)Depth * byte.MaxValue * (sbyte.MaxValue + 1 + Math.Abs(weights.ZeroPoint))) + weights.Bias.Max(bias => Math.Abs((long)bias));

    /// <summary>What a depthwise filter of a channel reads, or every dense one.</summary>
    private void Gather(int pixel, int channel, int[] row)
    {
        for (int tap = 0, i = 0; tap < window.Shape.Taps; tap++)
        {
            var at = window.Shape.At(pixel, tap);
            for (var c = channel; i < (tap + 1) * (Depth / window.Shape.Taps); c++)
            {
                row[i++] = at < 0 ? 0 : input[at + c] - weights.Requantization.InputZero;
            }
        }
    }

    private static int Product(ReadOnlySpan<int> row, ReadOnlySpan<int> filter)
    {
        var sums = Vector<int>.Zero;
        ReadOnlySpan<Vector<int>> rows = MemoryMarshal.Cast<int, Vector<int>>(row), filters = MemoryMarshal.Cast<int, Vector<int>>(filter);
        for (var i = 0; i < rows.Length; i++)
        {
            sums += rows[i] * filters[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = rows.Length * Vector<int>.Count; i < row.Length; i++)
        {
            sum += row[i] * filter[i];
        }

        return sum;
    }

    /// <summary>What is under a tap, less its zero point; 0 outside of the image.</summary>
    private int Element(int pixel, int tap, int channel) => window.Shape.At(pixel, tap) is >= 0 and var at ? input[at + channel] - weights.Requantization.InputZero : 0;

    private int Weight(int filter, int channel, int tap)
    {
        var (filters, channels, taps) = weights.Strides;
        return (sbyte)weights.Elements.Span[(filter * filters) + (channel * channels) + (tap * taps)] - weights.ZeroPoint;
    }

    private static T[] Draw<T>(int count, Func<int, T> draw)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = draw(i);
        }

        return values;
    }
}
