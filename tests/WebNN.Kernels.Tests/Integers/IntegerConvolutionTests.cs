using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>
/// Convolutions of bytes: no result differs from exact sums. Instructions that the processor lacks are put together out of those of AVX2:
/// what is tested then is everything but the instruction.
/// </summary>
public sealed class IntegerConvolutionTests
{
    /// <summary>With and without limits, with and without a sum.</summary>
    private const int Seeds = 4;

    private static readonly Dictionary<string, (KernelTarget Target, WindowOperation Operation, bool HasZeroPoint)> Kernels = new(StringComparer.Ordinal)
    {
        ["pairs, 256 bits"] = (new(VectorWidth.Bits256, 128 * 1024), WindowOperation.IntegerConvolution, false),
        ["pairs, 256 bits, wide weights"] = (new(VectorWidth.Bits256, 128 * 1024), WindowOperation.WideIntegerConvolution, true),
        ["pairs, 256 bits, a zero point"] = (new(VectorWidth.Bits256, 128 * 1024), WindowOperation.IntegerConvolution, true),
        ["pairs, 256 bits, a small cache"] = (new(VectorWidth.Bits256, 4 * 1024), WindowOperation.IntegerConvolution, false),
        ["pairs, 512 bits"] = (new(VectorWidth.Bits512, 256 * 1024), WindowOperation.IntegerConvolution, false),
        ["pairs, 512 bits, wide weights"] = (new(VectorWidth.Bits512, 256 * 1024), WindowOperation.WideIntegerConvolution, true),
        ["fours, 256 bits"] = (new(VectorWidth.Bits256, 128 * 1024, 4), WindowOperation.IntegerConvolution, false),
        ["fours, 512 bits"] = (new(VectorWidth.Bits512, 256 * 1024, 4), WindowOperation.IntegerConvolution, false),
        ["fours, 512 bits, a zero point"] = (new(VectorWidth.Bits512, 256 * 1024, 4), WindowOperation.IntegerConvolution, true),
        ["fours, 512 bits, a small cache"] = (new(VectorWidth.Bits512, 4 * 1024, 4), WindowOperation.IntegerConvolution, false),
        ["fours, 512 bits, a small cache, a zero point"] = (new(VectorWidth.Bits512, 4 * 1024, 4), WindowOperation.IntegerConvolution, true),
    };

    public static TheoryData<string> All => [.. Shapes.Dense.Keys.Concat(Shapes.Winograd.Keys).Concat(Shapes.Depthwise.Keys)];

    public static TheoryData<string, string> Dense => Cases(Shapes.Dense.Keys.Concat(Shapes.Winograd.Keys), Kernels.Keys.Where(kernel => kernel != "pairs, 256 bits, a zero point"));

    public static TheoryData<string, string> Depthwise =>
        Cases(Shapes.Depthwise.Keys, ["pairs, 256 bits", "pairs, 256 bits, a zero point", "fours, 512 bits", "fours, 512 bits, a zero point"]);

    public static TheoryData<string> AnyZeroPoint =>
    [
        "3x3, blocks overlap", "3x3 of eight channels", "3x3 of thirteen channels, stride 2", "3x3, stride 2", "3x3, dilation 2", "5x5", "1x1", "a line",
        "3x3 of a whole vector and a part", "5x5 of whole vectors, stride 2, two images", "7x4",
    ];

    public static TheoryData<string, string> Winograd =>
        Cases(Shapes.Winograd.Keys, ["pairs, 256 bits", "pairs, 256 bits, a small cache", "pairs, 512 bits"]);

    [Theory]
    [MemberData(nameof(Dense))]
    public void Dense_windows(string name, string kernel) =>
        AssertExact(Shape(name), Kernels[kernel].Target, Kernels[kernel].Operation, Kernels[kernel].HasZeroPoint);

    [Theory]
    [MemberData(nameof(Depthwise))]
    public void Windows_of_each_channel(string name, string kernel) =>
        AssertExact(Shapes.Depthwise[name], Kernels[kernel].Target, Kernels[kernel].Operation, Kernels[kernel].HasZeroPoint);

    /// <summary>With the image's edges under the first window, the last, or the same, and none; channels in blocks that overlap.</summary>
    [Theory]
    [InlineData("pairs, 256 bits")]
    [InlineData("fours, 512 bits")]
    public void Lines_of_any_number_of_results(string kernel)
    {
        for (var width = 1; width <= 20; width++)
        {
            foreach (var (stride, pad) in ((int, int)[])[(1, 1), (2, 1), (1, 2), (2, 2), (1, 0), (2, 0)])
            {
                if (width + (2 * pad) >= 3)
                {
                    AssertExact(Shapes.Each(5, width, 24, 3, stride, pad: pad), Kernels[kernel].Target, Kernels[kernel].Operation, hasZeroPoint: false);
                }
            }
        }
    }

    /// <summary>Of the weights of some channels 8 bits hold the differences from the zero point, of others they do not.</summary>
    [Theory]
    [MemberData(nameof(AnyZeroPoint))]
    public void Windows_of_each_channel_with_any_zero_point(string name)
    {
        var (target, operation, _) = Kernels["fours, 512 bits"];
        Exactness.Check(Shapes.Depthwise[name], 1, (shape, seed) =>
        {
            var results = 0;
            for (var zero = (int)sbyte.MinValue; zero <= sbyte.MaxValue; zero++)
            {
                var images = new IntegerImages(shape, seed + zero - sbyte.MinValue, operation, zero, isExtreme: true);
                var expected = images.Expected();
                Exactness.AssertSame(expected, images.Run(target), zero);
                results += expected.Length;
            }

            return results;
        });
    }

    [Theory]
    [MemberData(nameof(Winograd))]
    public void Windows_by_Winograd(string name, string kernel) => AssertExact(Shapes.Winograd[name], Kernels[kernel].Target, WindowOperation.IntegerWinograd, hasZeroPoint: false);

    /// <summary>Kernels are compared with sums of 32 bits, as those of 64 take their time.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void What_kernels_are_compared_with_is_exact(string name)
    {
        var images = new IntegerImages(Shape(name), 5, WindowOperation.WideIntegerConvolution, weightZero: -77);
        var sums = images.Sums();
        Assert.Equal(Enumerable.Range(0, sums.Length).Select(images.Sum), sums.Select(sum => (long)sum));
    }

    [Fact]
    public void Weights_that_8_bits_do_not_hold_are_not_for_fours_of_bytes_but_in_tiles()
    {
        var window = IntegerWindow.Of(Shapes.Of(1, 1, 1, 1), hasZeroPoint: true, Kernels["fours, 256 bits"].Target);
        Assert.False(IntegerKernels.Support(window, Kernels["fours, 256 bits"].Target));
        Assert.True(IntegerKernels.Support(window, Kernels["pairs, 256 bits"].Target));
        var tiles = Kernels["fours, 512 bits"].Target;
        Assert.True(IntegerKernels.Support(IntegerWindow.Of(Shapes.Of(1, 1, 1, 1), hasZeroPoint: true, tiles), tiles));
    }

    private static WindowShape Shape(string name) =>
        Shapes.Dense.TryGetValue(name, out var dense) ? dense : Shapes.Winograd.TryGetValue(name, out var winograd) ? winograd : Shapes.Depthwise[name];

    private static TheoryData<string, string> Cases(IEnumerable<string> names, IEnumerable<string> kernels)
    {
        var cases = new TheoryData<string, string>();
        foreach (var (name, kernel) in from name in names from kernel in kernels select (name, kernel))
        {
            cases.Add(name, kernel);
        }

        return cases;
    }

    /// <summary>Alone, with limits, and with a sum, by one thread and by several.</summary>
    private static void AssertExact(WindowShape window, KernelTarget target, WindowOperation operation, bool hasZeroPoint) => Exactness.Check(window, Seeds, (shape, seed) =>
    {
        var images = new IntegerImages(
            shape,
            seed,
            operation,
            hasZeroPoint ? sbyte.MinValue + (seed * 50 % 256) : 0,
            seed % 2 == 0 ? ((byte)100, (byte)180) : null,
            hasSum: seed % 4 is 0 or 3);
        var expected = images.Expected();
        Exactness.AssertSame(expected, images.Run(target), seed);
        Exactness.AssertSame(expected, images.Run(target, shares: 3), seed);
        return expected.Length;
    });
}
