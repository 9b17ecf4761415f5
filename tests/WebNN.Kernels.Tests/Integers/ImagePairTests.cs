using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Sums and products of two images of bytes: no result differs from the formula's, nor that from its value in double precision but between two steps.</summary>
public sealed unsafe class ImagePairTests
{
    private const byte Untouched = 173;

    /// <summary>Two images of the same size, then images and a row for all pixels of each.</summary>
    private static readonly Dictionary<string, WindowShape> Images = new(StringComparer.Ordinal)
    {
        ["1 element"] = Of(1),
        ["15 elements"] = Of(15),
        ["16 elements"] = Of(16),
        ["17 elements"] = Of(17),
        ["63 elements"] = Of(63),
        ["64 elements"] = Of(64),
        ["65 elements"] = Of(65),
        ["97 elements"] = Of(97),
        ["1000 elements"] = Of(1000),
        ["65536 elements"] = Of(65536),
        ["a row of 8 channels"] = Row(5, 8),
        ["a row of 17 channels"] = Row(7, 17),
        ["a row of 72 channels"] = Row(28 * 28, 72),
        ["a row of 120 channels"] = Row(9, 120),
        ["a row of 960 channels"] = Row(49, 960),
        ["a row for each of two images"] = Row(6, 40) with { Batch = 2 },
    };

    public static TheoryData<string> Sums => [.. Images.Keys];

    public static TheoryData<string, string> Products => Targets.With(Images.Keys, looksAtCache: false);

    [Theory]
    [MemberData(nameof(Sums))]
    public void Are_added_up(string name) => Exactness.Check(Images[name], seeds: 4, (shape, seed) =>
    {
        var random = new Random(seed);
        var sum = RandomBytes.Sum(random);
        var packed = new byte[Requantizer.Bytes];
        Requantizer.Pack(default, sum, [], packed);
        return Check(WindowOperation.IntegerSum, "256 bits", shape, random, packed, (x, other) => RandomBytes.Added(sum, x, other));
    });

    [Theory]
    [MemberData(nameof(Products))]
    public void Are_multiplied(string name, string target) => Exactness.Check(Images[name], seeds: 4, (shape, seed) =>
    {
        var random = new Random(seed);
        var product = RandomBytes.Product(random);
        var packed = new byte[ImageProduct.Bytes];
        product.Pack(packed);
        return Check(WindowOperation.IntegerProduct, target, shape, random, packed, product.Of);
    });

    /// <summary>Of every two bytes.</summary>
    [Fact]
    public void The_formulas_are_those_of_real_numbers()
    {
        var random = new Random(1);
        for (var run = 0; run < 20; run++)
        {
            (float Scale, byte Zero) a = Image(), b = Image(), sum = Image();
            var (scale, zero) = (sum.Scale * 50, sum.Zero);
            var (added, multiplied) = (ImageSum.Of(a, b, sum, isSecond: false), ImageProduct.Of(a, b, (scale, zero)));
            for (var pair = 0; pair < 1 << 16; pair++)
            {
                var (first, second) = ((byte)pair, (byte)(pair >> 8));
                double x = a.Scale * (double)(first - a.Zero), y = b.Scale * (double)(second - b.Zero);
                AssertNearest(((x + y) / sum.Scale) + sum.Zero, added.Of(first, second));
                AssertNearest((x * y / scale) + zero, multiplied.Of(first, second));
            }
        }

        (float Scale, byte Zero) Image() => (0.05f + random.NextSingle(), (byte)random.Next(256));

        static void AssertNearest(double exact, byte result) => Assert.InRange(result - Math.Clamp(exact, byte.MinValue, byte.MaxValue), -0.5 - 1e-3, 0.5 + 1e-3);
    }

    /// <summary>A step of the product may be as large as it likes.</summary>
    [Theory]
    [InlineData(1e30f)]
    [InlineData(float.PositiveInfinity)]
    public void A_step_beyond_all_bytes_gives_the_first_or_the_last(float scale)
    {
        var product = ImageProduct.Of((scale, 100), (1, 100), (1, 7));
        Assert.Equal([byte.MaxValue, byte.MinValue, (byte)7], new[] { product.Of(101, 101), product.Of(99, 101), product.Of(100, 200) });
    }

    /// <summary>All results, by one thread and cut into three shares.</summary>
    private static int Check(WindowOperation operation, string target, WindowShape shape, Random random, byte[] packed, Func<byte, byte, byte> formula)
    {
        byte[] x = RandomBytes.Of(random, shape.Pixels * shape.Filters), others = RandomBytes.Of(random, shape.Batch * shape.Height * shape.Width * shape.Channels);
        var repeats = shape.OutputHeight * shape.OutputWidth / (shape.Height * shape.Width);
        var expected = x.Select((element, i) => formula(element, others[(i / (repeats * shape.Filters) * shape.Filters) + (i % shape.Filters)])).ToArray();
        foreach (var shares in (int[])[1, 3])
        {
            using var kernel = WindowKernels.Create(operation, new(shape, OutputRange.Unlimited), default, Targets.All[target], shares);
            fixed (byte* first = x, second = others, constants = packed)
            {
                var actual = GuardedRun.Twice(kernel, new WindowBuffers((nint)first, (nint)constants, (nint)second, 0), expected.Length, Untouched);
                Exactness.AssertSame(expected, actual, shares);
            }
        }

        return expected.Length;
    }

    private static WindowShape Of(int count) => Shapes.Of(1, count, 1, 1);

    private static WindowShape Row(int pixels, int channels) => Shapes.Of(1, 1, channels, channels) with { OutputWidth = pixels };
}
