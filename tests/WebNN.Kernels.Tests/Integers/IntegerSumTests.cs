using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Sums of two images of bytes: no result differs from the formula's, nor that from its value in double precision but between two steps.</summary>
public sealed unsafe class IntegerSumTests
{
    private const byte Untouched = 173;

    private static readonly KernelTarget Target = Targets.All["256 bits"];

    public static TheoryData<int> Counts => [1, 15, 16, 17, 1000, 65536];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Sums(int count) => Exactness.Check(Of(count), seeds: 4, (shape, seed) =>
    {
        var random = new Random(seed);
        var sum = RandomBytes.Sum(random) with { IsSecond = false };
        byte[] a = RandomBytes.Of(random, shape.Pixels), b = RandomBytes.Of(random, shape.Pixels), packed = new byte[Requantizer.Bytes];
        Requantizer.Pack(default, sum, [], packed);
        var expected = a.Zip(b, (first, second) => RandomBytes.Added(sum, first, second)).ToArray();
        foreach (var shares in (int[])[1, 3])
        {
            using var kernel = WindowKernels.Create(WindowOperation.IntegerSum, new(shape, OutputRange.Unlimited), default, Target, shares);
            fixed (byte* first = a, second = b, constants = packed)
            {
                var actual = GuardedRun.Twice(kernel, new WindowBuffers((nint)first, (nint)constants, (nint)second, 0), expected.Length, Untouched);
                Exactness.AssertSame(expected, actual, seed);
            }
        }

        return expected.Length;
    });

    /// <summary>Of every two bytes.</summary>
    [Fact]
    public void The_formula_is_that_of_real_numbers()
    {
        var random = new Random(1);
        for (var run = 0; run < 20; run++)
        {
            (float Scale, byte Zero) a = Image(), b = Image(), sum = Image();
            var formula = ImageSum.Of(a, b, sum, isSecond: false);
            for (var pair = 0; pair < 1 << 16; pair++)
            {
                var (first, second) = ((byte)pair, (byte)(pair >> 8));
                var exact = (((a.Scale * (double)(first - a.Zero)) + (b.Scale * (double)(second - b.Zero))) / sum.Scale) + sum.Zero;
                Assert.InRange(RandomBytes.Added(formula, first, second) - Math.Clamp(exact, byte.MinValue, byte.MaxValue), -0.5 - 1e-3, 0.5 + 1e-3);
            }
        }

        (float Scale, byte Zero) Image() => (0.05f + random.NextSingle(), (byte)random.Next(256));
    }

    private static WindowShape Of(int count) => Shapes.Of(1, count, 1, 1);
}
