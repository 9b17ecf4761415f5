using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Pools of bytes: no result differs from the largest byte, or from the mean of exact sums.</summary>
public sealed unsafe class IntegerPoolTests
{
    private const byte Untouched = 173;

    private static readonly Dictionary<string, WindowShape> Windows = Shapes.Depthwise
        .Where(shape => !shape.Key.Contains("padding alone", StringComparison.Ordinal))
        .Concat(
        [
            new("2x2 of 64 channels, stride 2", Shapes.Each(8, 8, 64, 2, stride: 2)),
            new("3x3 of 100 channels, stride 2", Shapes.Each(9, 9, 100, 3, stride: 2, pad: 1)),
            new("a whole image of 7x7", Shapes.Each(7, 7, 40, 7)),
            new("a whole image of more pixels than 16 bits hold the sum of", Shapes.Each(20, 20, 35, 20, batch: 2)),
            new("a line of as many pixels as 16 bits hold the sum of", Shapes.Each(1, 256, 24, 1) with { KernelWidth = 256, OutputWidth = 1 }),
            new("padded lines of more pixels than 16 bits hold the sum of", Shapes.Each(3, 150, 12, 1, pad: 1) with { KernelHeight = 3, KernelWidth = 200, PadLeft = 90, OutputHeight = 3 }),
        ])
        .ToDictionary(StringComparer.Ordinal);

    public static TheoryData<string, string> Cases => Targets.With(Windows.Keys, looksAtCache: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_largest(string name, string target) => Exactness.Check(Windows[name], seeds: 2, (shape, seed) =>
    {
        var image = RandomBytes.Of(new(seed), shape.Batch * shape.Height * shape.Width * shape.Channels);
        var expected = Expected(shape, (pixels, channel) => Largest(image, pixels, channel));
        AssertSame(expected, WindowOperation.IntegerMaximum, shape, target, image, [], seed);
        return expected.Length;
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_mean(string name, string target) => Exactness.Check(Windows[name], seeds: 2, (shape, seed) =>
    {
        var random = new Random(seed);
        var image = RandomBytes.Of(random, shape.Batch * shape.Height * shape.Width * shape.Channels);
        var scales = new AverageScales(random.Next(1, 9) / 16f, random.Next(2) == 0 ? random.Next(1, 9) / 16f : 0.05f + (random.NextSingle() / 2));
        var requantization = seed % 2 == 0
            ? new Requantization((byte)random.Next(256), (byte)random.Next(256), 40, 200)
            : new Requantization((byte)random.Next(256), (byte)random.Next(256));
        var packed = new byte[AverageScales.Bytes];
        scales.Pack(requantization, packed);
        var expected = Expected(shape, (pixels, channel) => Mean(Sum(image, pixels, channel), pixels.Length, scales, requantization));
        AssertSame(expected, WindowOperation.IntegerAverage, shape, target, image, packed, seed);
        return expected.Length;
    });

    [Theory]
    [InlineData(7, 3, false)]
    [InlineData(8, 3, true)]
    [InlineData(8, 257, false)]
    public void Few_channels_and_long_lines_are_not_for_these_kernels(int channels, int width, bool isSupported) =>
        Assert.Equal(isSupported, IntegerPools.Support(Shapes.Each(1, width, channels, 1) with { KernelWidth = width, OutputWidth = 1 }));

    private static void AssertSame(byte[] expected, WindowOperation operation, WindowShape shape, string target, byte[] image, byte[] packed, int seed)
    {
        foreach (var shares in (int[])[1, 3])
        {
            using var kernel = WindowKernels.Create(operation, new(shape, OutputRange.Unlimited), default, Targets.All[target], shares);
            fixed (byte* x = image, constants = packed)
            {
                Exactness.AssertSame(expected, GuardedRun.Twice(kernel, new WindowBuffers((nint)x, (nint)constants, 0, 0), expected.Length, Untouched), seed);
            }
        }
    }

    /// <param name="result">Of the pixels within the image that are under a window, and of a channel.</param>
    private static byte[] Expected(WindowShape shape, Func<int[], int, byte> result)
    {
        var expected = new byte[shape.Pixels * shape.Channels];
        for (var pixel = 0; pixel < shape.Pixels; pixel++)
        {
            int[] pixels = [.. Enumerable.Range(0, shape.Taps).Select(tap => shape.At(pixel, tap)).Where(at => at >= 0)];
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                expected[(pixel * shape.Channels) + channel] = result(pixels, channel);
            }
        }

        return expected;
    }

    private static byte Largest(byte[] image, int[] pixels, int channel)
    {
        byte largest = 0;
        foreach (var pixel in pixels)
        {
            largest = Math.Max(largest, image[pixel + channel]);
        }

        return largest;
    }

    private static int Sum(byte[] image, int[] pixels, int channel)
    {
        var sum = 0;
        foreach (var pixel in pixels)
        {
            sum += image[pixel + channel];
        }

        return sum;
    }

    /// <summary>By the formula in floats, which by that in double precision may be the one next to it for a value between two steps.</summary>
    private static byte Mean(int bytes, int count, AverageScales scales, Requantization requantization)
    {
        var sum = bytes - (requantization.InputZero * count);
        var result = MathF.Round(sum * (scales.Input / (scales.Output * count)), MidpointRounding.ToEven) + requantization.OutputZero;
        var exact = (sum * (double)scales.Input / ((double)scales.Output * count)) + requantization.OutputZero;
        if (Math.Abs(result - exact) > 0.5 + 1e-3)
        {
            Assert.Fail($"{result} is not {exact}");
        }

        return (byte)Math.Clamp(result, requantization.Low, requantization.High);
    }
}
