using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Seeded bytes for a window, and what a kernel and plain C# make of them.</summary>
internal sealed unsafe class IntegerImages
{
    private const byte Untouched = 173;

    private readonly IntegerWindow window;
    private readonly IntegerWeights weights;
    private readonly byte[] input;

    /// <param name="weightZero">The weights' zero point.</param>
    /// <param name="limits">Of the results.</param>
    public IntegerImages(WindowShape shape, int seed, WindowOperation operation, int weightZero, (byte Low, byte High)? limits = null)
    {
        var random = new Random(seed);
        input = new byte[shape.Batch * shape.Height * shape.Width * shape.Channels];
        random.NextBytes(input);

        // Extremes are rare among random numbers.
        for (var i = 0; i < input.Length; i += random.Next(1, 40))
        {
            input[i] = (byte)(random.Next(2) * byte.MaxValue);
        }

        var depth = shape.Taps * (shape.Depthwise ? 1 : shape.Channels);
        var elements = Draw(shape.Filters * depth, _ => (byte)(sbyte)Math.Clamp(random.Next(-150, 150), sbyte.MinValue, sbyte.MaxValue));
        var spread = (128 + Math.Abs(weightZero)) * 100 * Math.Sqrt(depth);
        window = new(shape, operation);
        weights = new(
            elements,
            random.Next(2) == 0 ? (depth, shape.Taps, 1) : (1, shape.Filters * shape.Taps, shape.Filters),
            weightZero,
            Draw(shape.Filters, _ => random.Next(-(int)spread, (int)spread)),
            Draw(shape.Filters, _ => (float)(random.Next(20, 120) / spread)),
            new((byte)random.Next(256), (byte)random.Next(256), limits?.Low ?? byte.MinValue, limits?.High ?? byte.MaxValue));
    }

    public int Results => window.Shape.Pixels * window.Shape.Filters;

    /// <summary>Runs the kernel of the operation.</summary>
    public byte[] Run(KernelTarget target, int shares = 1)
    {
        var bytes = checked((int)IntegerKernels.PackedBytes(window, target));
        using var packed = new AlignedMemory((bytes + 3) / sizeof(float));
        using var kernel = WindowKernels.Create(window.Operation, new(window.Shape, OutputRange.Unlimited), default, target, shares);
        IntegerKernels.Pack(window, weights, target, new(packed.Pointer, bytes));
        fixed (byte* x = input)
        {
            return GuardedRun.Twice(kernel, new WindowBuffers((nint)x, (nint)packed.Pointer, 0, 0), Results, Untouched);
        }
    }

    /// <summary>What the kernel should give: sums of 64 bits, rounded as <see cref="Requantizer"/> says.</summary>
    public byte[] Expected() => Draw(Results, i =>
    {
        var (pixel, filter) = Math.DivRem(i, window.Shape.Filters);
        var (zero, low, high) = (weights.Requantization.OutputZero, weights.Requantization.Low, weights.Requantization.High);
        var rounded = MathF.Round((float)checked((int)Sum(pixel, filter)) * weights.Scales[filter], MidpointRounding.ToEven);
        return (byte)Math.Clamp(rounded + zero, low, high);
    });

    private long Sum(int pixel, int filter)
    {
        var shape = window.Shape;
        var (line, x) = Math.DivRem(pixel, shape.OutputWidth);
        var (image, y) = Math.DivRem(line, shape.OutputHeight);
        long sum = weights.Bias[filter];
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            var row = (y * shape.StrideY) - shape.PadTop + (tap / shape.KernelWidth * shape.DilationY);
            var column = (x * shape.StrideX) - shape.PadLeft + (tap % shape.KernelWidth * shape.DilationX);
            if (row < 0 || row >= shape.Height || column < 0 || column >= shape.Width)
            {
                continue;
            }

            var at = ((((image * shape.Height) + row) * shape.Width) + column) * shape.Channels;
            if (shape.Depthwise)
            {
                sum += (input[at + filter] - weights.Requantization.InputZero) * Weight(filter, 0, tap);
                continue;
            }

            for (var channel = 0; channel < shape.Channels; channel++)
            {
                sum += (input[at + channel] - weights.Requantization.InputZero) * Weight(filter, channel, tap);
            }
        }

        return sum;
    }

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
