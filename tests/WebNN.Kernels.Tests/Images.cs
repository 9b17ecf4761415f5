namespace WebNN.Kernels.Tests;

/// <summary>Seeded data for a window, and what a kernel and plain C# make of it.</summary>
internal sealed unsafe class Images
{
    private const float Untouched = 12345;

    private readonly WindowShape shape;
    private readonly KernelTarget target;

    public Images(WindowShape shape, KernelTarget target, int seed = 1)
    {
        var random = new Random(seed);
        (this.shape, this.target) = (shape, target);
        Input = Random(random, shape.Batch * shape.Height * shape.Width * shape.Channels);
        Filter = Random(random, shape.Filters * shape.Taps * (shape.Depthwise ? 1 : shape.Channels));
        Bias = Random(random, shape.Filters);
        Slopes = Random(random, shape.Filters);
        Sum = Random(random, shape.Pixels * shape.SumColumns);
    }

    public float[] Input { get; init; }

    public float[] Filter { get; }

    public float[] Bias { get; }

    public float[] Slopes { get; }

    public float[] Sum { get; }

    /// <summary>The filter as the kernel reads it.</summary>
    public float[] Pack(bool hasSlopes)
    {
        var packed = new float[WindowKernels.PackedSize(shape, target)];
        Array.Fill(packed, float.NaN);
        WindowKernels.Pack(shape, target, Filter, Bias, hasSlopes ? Slopes : [], packed);
        return packed;
    }

    /// <summary>Runs the kernel that is chosen for the shape.</summary>
    public float[] Run(WindowOperation operation, OutputRange range, bool hasSum = false, int shares = 1)
    {
        using var kernel = WindowKernels.Create(operation, new(shape, range), default, target, shares);
        return Run(kernel, operation == WindowOperation.Convolution ? Pack(range.HasSlopes) : [], hasSum);
    }

    /// <inheritdoc cref="GuardedRun.Twice"/>
    public float[] Run(WindowKernel kernel, float[] packed, bool hasSum = false)
    {
        fixed (float* x = Input, filter = packed, sum = hasSum ? Sum : null)
        {
            return GuardedRun.Twice(kernel, new WindowBuffers((nint)x, (nint)filter, (nint)sum, 0), shape.Pixels * shape.Filters, Untouched);
        }
    }

    /// <summary>Nowhere further from the expected than this part of the largest result, without limits, that the window has.</summary>
    public void AssertClose(WindowOperation operation, OutputRange range, bool hasSum, float[] actual, double tolerance = 2e-6)
    {
        var expected = Expected(operation, range, hasSum);
        var largest = Expected(operation, OutputRange.Unlimited).Where(double.IsFinite).Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            var isSame = Math.Abs(expected[i] - actual[i]) <= tolerance * largest || (double.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            Assert.True(isSame, $"element {i} of {expected.Length}: {actual[i]}, expected {expected[i]} within {tolerance * largest}");
        }
    }

    /// <summary>What the kernel should give, in plain sums of doubles.</summary>
    private double[] Expected(WindowOperation operation, OutputRange range, bool hasSum = false)
    {
        var result = new double[shape.Pixels * shape.Filters];
        for (var i = 0; i < result.Length; i++)
        {
            var (pixel, filter) = Math.DivRem(i, shape.Filters);
            var value = operation == WindowOperation.Convolution ? Convolve(pixel, filter) : Pool(pixel, filter, operation);
            value += hasSum && filter < shape.SumColumns ? Sum[(pixel * shape.SumColumns) + filter] : 0;
            value = range.HasSlopes && value < 0 ? value * Slopes[filter] : value;
            result[i] = double.IsNaN(value) ? value : Math.Clamp(value, range.Low, range.High);
        }

        return result;
    }

    /// <summary>The mean square error of a convolution's results.</summary>
    public double SquareError(float[] actual) =>
        Expected(WindowOperation.Convolution, OutputRange.Unlimited).Zip(actual, (expected, value) => (expected - value) * (expected - value)).Average();

    private double Convolve(int pixel, int filter)
    {
        double sum = Bias[filter];
        foreach (var (tap, at) in Window(pixel))
        {
            if (shape.Depthwise)
            {
                sum += (double)Input[at + filter] * Filter[(tap * shape.Channels) + filter];
                continue;
            }

            for (var channel = 0; channel < shape.Channels; channel++)
            {
                sum += (double)Input[at + channel] * Filter[(((filter * shape.Taps) + tap) * shape.Channels) + channel];
            }
        }

        return sum;
    }

    private double Pool(int pixel, int channel, WindowOperation operation)
    {
        var values = Window(pixel).Select(tap => (double)Input[tap.At + channel]);
        return operation == WindowOperation.Maximum ? values.Max() : values.Average();
    }

    /// <summary>The taps that are within the image, and where the channels of their pixels begin.</summary>
    private IEnumerable<(int Tap, int At)> Window(int pixel)
    {
        var (line, x) = Math.DivRem(pixel, shape.OutputWidth);
        var (image, y) = Math.DivRem(line, shape.OutputHeight);
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            var row = (y * shape.StrideY) - shape.PadTop + (tap / shape.KernelWidth * shape.DilationY);
            var column = (x * shape.StrideX) - shape.PadLeft + (tap % shape.KernelWidth * shape.DilationX);
            if (row >= 0 && row < shape.Height && column >= 0 && column < shape.Width)
            {
                yield return (tap, ((((image * shape.Height) + row) * shape.Width) + column) * shape.Channels);
            }
        }
    }

    private static float[] Random(Random random, int count)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
