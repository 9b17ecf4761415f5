using System.Globalization;
using System.Runtime.Intrinsics.X86;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>
/// Convolutions of bytes: no result differs from exact sums. Instructions that the processor lacks are put together out of those of AVX2:
/// what is tested then is everything but the instruction. <c>WEBNN_INTEGER_RESULTS=10000000</c> compares so many results of each kernel and shape.
/// </summary>
public sealed class IntegerConvolutionTests
{
    private static readonly long Fewest = long.Parse(Environment.GetEnvironmentVariable("WEBNN_INTEGER_RESULTS") ?? "1", CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, (KernelTarget Target, WindowOperation Operation)> Kernels = new(StringComparer.Ordinal)
    {
        ["pairs, 256 bits"] = (new(VectorWidth.Bits256, 128 * 1024), WindowOperation.IntegerConvolution),
        ["pairs, 256 bits, wide weights"] = (new(VectorWidth.Bits256, 128 * 1024), WindowOperation.WideIntegerConvolution),
        ["pairs, 256 bits, a small cache"] = (new(VectorWidth.Bits256, 4 * 1024), WindowOperation.IntegerConvolution),
        ["pairs, 512 bits"] = (new(VectorWidth.Bits512, 256 * 1024), WindowOperation.IntegerConvolution),
        ["pairs, 512 bits, wide weights"] = (new(VectorWidth.Bits512, 256 * 1024), WindowOperation.WideIntegerConvolution),
        ["fours, 256 bits"] = (new(VectorWidth.Bits256, 128 * 1024, 4), WindowOperation.IntegerConvolution),
    };

    public static TheoryData<string, string> Dense => Cases(Shapes.Dense.Keys.Concat(Shapes.Winograd.Keys), Kernels.Keys);

    public static TheoryData<string, string> Depthwise => Cases(Shapes.Depthwise.Keys, ["pairs, 256 bits", "pairs, 256 bits, wide weights"]);

    public static TheoryData<string, string> Winograd =>
        Cases(Shapes.Winograd.Keys, ["pairs, 256 bits", "pairs, 256 bits, a small cache", "pairs, 512 bits"]);

    [Theory]
    [MemberData(nameof(Dense))]
    public void Dense_windows(string name, string kernel) =>
        AssertExact(Shapes.Dense.GetValueOrDefault(name, Shapes.Winograd.GetValueOrDefault(name)),
        Kernels[kernel].Target,
        Kernels[kernel].Operation,
        Kernels[kernel].Operation is WindowOperation.WideIntegerConvolution);

    [Theory]
    [MemberData(nameof(Depthwise))]
    public void Windows_of_each_channel(string name, string kernel) => AssertExact(
        Shapes.Depthwise[name], Kernels[kernel].Target, WindowOperation.IntegerConvolution, Kernels[kernel].Operation is WindowOperation.WideIntegerConvolution);

    [Theory]
    [MemberData(nameof(Winograd))]
    public void Windows_by_Winograd(string name, string kernel) => AssertExact(Shapes.Winograd[name], Kernels[kernel].Target, WindowOperation.IntegerWinograd, hasZeroPoint: false);

    [Fact]
    public void Weights_that_8_bits_do_not_hold_are_not_for_fours_of_bytes()
    {
        var window = IntegerWindow.Of(Shapes.Of(1, 1, 1, 1), hasZeroPoint: true, Kernels["fours, 256 bits"].Target);
        Assert.False(IntegerKernels.Support(window, Kernels["fours, 256 bits"].Target));
        Assert.True(IntegerKernels.Support(window, Kernels["pairs, 256 bits"].Target));
    }

    private static TheoryData<string, string> Cases(IEnumerable<string> names, IEnumerable<string> kernels)
    {
        var cases = new TheoryData<string, string>();
        foreach (var (name, kernel) in from name in names from kernel in kernels select (name, kernel))
        {
            cases.Add(name, kernel);
        }

        return cases;
    }

    /// <summary>Alone and with limits, by one thread and by several.</summary>
    private static void AssertExact(WindowShape shape, KernelTarget target, WindowOperation operation, bool hasZeroPoint)
    {
        Assert.SkipUnless(Avx2.IsSupported, "kernels of integers need AVX2");
        long results = 0;
        for (var seed = 1; seed <= 2 || results < Fewest; seed++)
        {
            var images = new IntegerImages(shape, seed, operation, hasZeroPoint ? sbyte.MinValue + (seed * 50 % 256) : 0, seed % 2 == 0 ? ((byte)100, (byte)180) : null);
            var expected = images.Expected();
            AssertSame(expected, images.Run(target), seed);
            AssertSame(expected, images.Run(target, shares: 3), seed);
            results += expected.Length;
        }
    }

    private static void AssertSame(byte[] expected, byte[] actual, int seed)
    {
        var differing = Enumerable.Range(0, expected.Length).Count(i => expected[i] != actual[i]);
        Assert.True(differing == 0, $"{differing} of {expected.Length} results differ (seed {seed}), the first at {expected.AsSpan().CommonPrefixLength(actual)}");
    }
}
