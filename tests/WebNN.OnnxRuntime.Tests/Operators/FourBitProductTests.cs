namespace WebNN.OnnxRuntime.Tests.Operators;

/// <summary>Products with constants of 4 bits in blocks: MatMulNBits computes them, as their definitions say.</summary>
public sealed class FourBitProductTests
{
    private const int Seed = 20261126;
    private const int Terms = 256;
    private const int Outputs = 7;

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void A_gemm_with_signed_weights_has_a_kernel_for_each_block_size(int block) =>
        AssertKernel(g => g.Builder.Gemm(Rows(g, 5), Signed(g, block), null, new() { BTranspose = true }), $"block_size={block} ");

    [Fact]
    public void Blocks_of_a_size_that_the_kernel_lacks_are_several() =>
        AssertKernel(g => g.Builder.Gemm(Rows(g, 3, 96), Signed(g, 48, terms: 96), null, new() { BTranspose = true }), "block_size=16 ");

    [Fact]
    public void A_gemm_with_unsigned_weights_and_zero_points_adds_its_bias() =>
        AssertKernel(g => g.Builder.Gemm(Rows(g, 1), Unsigned(g, 32), Floats(g, Outputs), new() { BTranspose = true }), "block_size=32 ");

    [Fact]
    public void Weights_whose_rows_are_terms_are_turned() =>
        AssertKernel(g => g.Builder.Matmul(Rows(g, 4), Turned(g, 64)), "block_size=64 ");

    [Fact]
    public void A_matmul_of_several_axes_takes_transposed_weights() => AssertKernel(
        g => g.Builder.Matmul(g.Input(Reals(2 * 3 * Terms), 2, 3, Terms), g.Builder.Transpose(Signed(g, 32), [1, 0])), "block_size=32 ");

    [Fact]
    public void A_scale_may_be_of_all_outputs() => AssertKernel(
        g => g.Builder.Gemm(Rows(g, 2), g.Builder.DequantizeLinear(Codes(g, -8, 8), Floats(g, 1, Terms / 32), g.Constant(new sbyte[Terms / 32], 1, Terms / 32)), null, new() { BTranspose = true }),
        "block_size=32 ");

    [Fact]
    public void The_weights_take_half_a_byte_each()
    {
        var g = new TestGraph();
        var text = g.Lower(g.Builder.Gemm(Rows(g, 5), Signed(g, 32), null, new() { BTranspose = true }));
        Assert.Equal(Outputs * Terms / 2, text.Constants.Single(constant => constant.Rank == 3).Data!.Bytes.Length);
        Assert.DoesNotContain(text.Constants, constant => constant.Data!.Bytes.Length >= Outputs * Terms);
    }

    [Theory]
    [InlineData(9, 32, "a weight of more than 4 bits")]
    [InlineData(8, 8, "blocks smaller than the kernel's")]
    [InlineData(8, 256, "a scale for each output: no blocks")]
    public void Other_weights_have_another_kernel(int above, int block, string why)
    {
        var g = new TestGraph();
        var y = g.Builder.Gemm(Rows(g, 5), Dequantized(g, Codes(g, -8, above), block), null, new() { BTranspose = true });
        Assert.False(g.Lower(y).ToText().Contains("MatMulNBits", StringComparison.Ordinal), why);
        g.AssertAgrees(y);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0.5)]
    public void A_factor_has_another_kernel(double alpha, double beta)
    {
        var g = new TestGraph();
        var y = g.Builder.Gemm(Rows(g, 5), Signed(g, 32), Floats(g, Outputs), new() { BTranspose = true, Alpha = alpha, Beta = beta });
        Assert.DoesNotContain("MatMulNBits", g.Lower(y).ToText(), StringComparison.Ordinal);
        g.AssertAgrees(y);
    }

    private static void AssertKernel(Func<TestGraph, MLOperand> apply, string attribute)
    {
        var g = new TestGraph();
        var y = apply(g);
        Assert.Matches($"MatMulNBits.*{attribute}", g.Lower(y).ToText());
        g.AssertAgrees(y);
    }

    private static MLOperand Rows(TestGraph g, int rows, int terms = Terms) => g.Input(Reals(rows * terms), rows, terms);

    private static MLOperand Signed(TestGraph g, int block, int terms = Terms) => Dequantized(g, Codes(g, -8, 8, terms), block);

    private static MLOperand Codes(TestGraph g, int least, int above, int terms = Terms)
    {
        var codes = new Random(Seed).GetItems([.. Enumerable.Range(least, above - least).Select(code => (sbyte)code)], Outputs * terms);
        codes[^1] = (sbyte)(above - 1);
        return g.Constant(codes, Outputs, terms);
    }

    private static MLOperand Dequantized(TestGraph g, MLOperand codes, int block)
    {
        var blocks = codes.Shape[1] / block;
        return g.Builder.DequantizeLinear(codes, Floats(g, Outputs, blocks), g.Constant(new Random(Seed).GetItems<sbyte>([-8, -1, 0, 7], Outputs * blocks), Outputs, blocks));
    }

    private static MLOperand Unsigned(TestGraph g, int block)
    {
        var blocks = Terms / block;
        var codes = g.Constant(new Random(Seed).GetItems([.. Enumerable.Range(0, 16).Select(code => (byte)code)], Outputs * Terms), Outputs, Terms);
        return g.Builder.DequantizeLinear(codes, Floats(g, Outputs, blocks), g.Constant(new Random(Seed).GetItems<byte>([0, 3, 8, 15], Outputs * blocks), Outputs, blocks));
    }

    /// <summary>A row for each term.</summary>
    private static MLOperand Turned(TestGraph g, int block)
    {
        var blocks = Terms / block;
        var codes = g.Constant(new Random(Seed).GetItems([.. Enumerable.Range(0, 16).Select(code => (byte)code)], Outputs * Terms), Terms, Outputs);
        return g.Builder.DequantizeLinear(codes, Floats(g, blocks, Outputs), g.Constant(new Random(Seed).GetItems<byte>([0, 3, 8, 15], Outputs * blocks), blocks, Outputs));
    }

    private static MLOperand Floats(TestGraph g, params int[] shape) => g.Constant(Reals(shape.Aggregate(1, (product, dimension) => product * dimension)), shape);

    private static float[] Reals(int count)
    {
        var random = new Random(Seed + count);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
