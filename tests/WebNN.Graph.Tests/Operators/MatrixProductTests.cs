using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class MatrixProductTests
{
    [Fact]
    public void Gemm_transposes_as_told() => Assert.Equal(
        "gemm(%0, %1, %2) alpha=2 aTranspose bTranspose f32[3,5]",
        Line([F32(4, 3), F32(5, 4), F32(5)], (b, x) => b.Gemm(x[0], x[1], x[2], new() { Alpha = 2, ATranspose = true, BTranspose = true })));

    [Fact]
    public void Gemm_refuses_matrices_that_do_not_fit() => Assert.Equal(
        "gemm: a's columns are not b's rows (expected 3, found 5 in f32[4,3] and f32[5,4])",
        Refusal([F32(4, 3), F32(5, 4)], (b, x) => b.Gemm(x[0], x[1], null)));

    [Theory]
    [InlineData(new[] { 4, 1, 5 }, "has the wrong rank (expected at most 2, found f32[4,1,5])")]
    [InlineData(new[] { 4 }, "does not broadcast (expected to reach [4,5], found f32[4])")]
    public void Gemm_refuses_an_addend_that_would_grow_the_product(int[] c, string reason) => Assert.Equal(
        $"gemm: c {reason}",
        Refusal([F32(4, 3), F32(3, 5), F32(c)], (b, x) => b.Gemm(x[0], x[1], x[2])));

    [Fact]
    public void Matmul_broadcasts_the_axes_before_the_last_two() => Assert.Equal(
        "matmul(%0, %1) f16[2,7,4,5]", Line([F16(2, 1, 4, 3), F16(7, 3, 5)], (b, x) => b.Matmul(x[0], x[1])));

    [Fact]
    public void Matmul_refuses_vectors() => Assert.Equal(
        "matmul: b has the wrong rank (expected at least 2, found f32[3])", Refusal([F32(4, 3), F32(3)], (b, x) => b.Matmul(x[0], x[1])));

    [Fact]
    public void Matmul_refuses_matrices_that_do_not_fit() => Assert.Equal(
        "matmul: a's columns are not b's rows (expected 3, found 4 in f32[4,3] and f32[4,3])",
        Refusal([F32(4, 3), F32(4, 3)], (b, x) => b.Matmul(x[0], x[1])));
}
