namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class MatrixProductTests
{
    private const int Depth = 640;
    private const int Width = 512;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_times_many_weights_is_a_convolution_with_the_same_sums(bool transposed)
    {
        var g = new TestGraph();
        var row = Enumerable.Range(0, Depth).Select(i => (float)((i % 7) - 3)).ToArray();
        var weights = new float[Depth * Width];
        for (var i = 0; i < weights.Length; i++)
        {
            var (k, n) = transposed ? (i % Depth, i / Depth) : (i / Width, i % Width);
            weights[i] = Weight(k, n);
        }

        var bias = Enumerable.Range(0, Width).Select(n => (float)n).ToArray();
        var product = g.Builder.Gemm(
            g.Input(row, 1, Depth),
            transposed ? g.Constant(weights, Width, Depth) : g.Constant(weights, Depth, Width),
            g.Constant(bias, Width),
            new() { BTranspose = transposed });

        Assert.Contains("Conv(", g.Lower(product).ToText(), StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, Width).Select(n => n + Enumerable.Range(0, Depth).Sum(k => row[k] * Weight(k, n))),
            g.Run<float>(product));
    }

    [Fact]
    public void Few_weights_and_several_rows_stay_a_gemm()
    {
        var g = new TestGraph();
        var few = g.Builder.Gemm(g.Input(new float[8], 1, 8), g.Constant(new float[64], 8, 8), null);
        Assert.Contains("Gemm(", g.Lower(few).ToText(), StringComparison.Ordinal);
        var rows = g.Builder.Gemm(g.Input(new float[2 * Depth], 2, Depth), g.Constant(new float[Depth * Width], Depth, Width), null);
        Assert.Contains("Gemm(", g.Lower(rows).ToText(), StringComparison.Ordinal);
    }

    /// <summary>Small integers, so that every sum is exact in whatever order it is taken.</summary>
    private static float Weight(int k, int n) => ((k * 5) + (n * 3)) % 11 - 5;
}
