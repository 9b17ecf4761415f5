using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>
/// How many results of a kernel are compared, seed after seed: some, or <c>WEBNN_INTEGER_RESULTS=10000000</c> so many of each kernel and shape,
/// of more images at a time.
/// </summary>
internal static class Exactness
{
    /// <summary>Enough that making a kernel takes no time beside running it.</summary>
    private const int ResultsAtATime = 50_000;

    private static readonly long Fewest = long.Parse(Environment.GetEnvironmentVariable("WEBNN_INTEGER_RESULTS") ?? "1", CultureInfo.InvariantCulture);

    /// <param name="seeds">That are compared anyway, of the shape as it is.</param>
    /// <param name="compare">Compares the results for a shape and a seed, and returns how many these were.</param>
    public static void Check(WindowShape shape, int seeds, Func<WindowShape, int, int> compare)
    {
        Assert.SkipUnless(Avx2.IsSupported, "kernels of integers need AVX2");
        long results = 0;
        for (var seed = 1; seed <= seeds || results < Fewest; seed++)
        {
            var images = seed <= seeds ? 1 : Math.Max(1, (ResultsAtATime / (shape.Pixels * shape.Filters)) - (seed % 7));
            results += compare(shape with { Batch = shape.Batch * images }, seed);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exact: {results} results"));
    }

    public static void AssertSame(byte[] expected, byte[] actual, int seed)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
        {
            var differing = Enumerable.Range(0, expected.Length).Count(i => expected[i] != actual[i]);
            Assert.Fail($"{differing} of {expected.Length} results differ (seed {seed}), the first at {expected.AsSpan().CommonPrefixLength(actual)}");
        }
    }
}
