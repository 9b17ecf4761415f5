namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class MatrixProductTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void Gemm_scales_transposes_and_adds()
    {
        var (a, b) = (graph.Input(new float[] { 1, 2, 3, 4 }, 2, 2), graph.Input(new float[] { 5, 6, 7, 8 }, 2, 2));
        var c = graph.Input(new float[] { 100, 200 }, 2);

        // aᵀ·bᵀ = [[23, 31], [34, 46]]
        Assert.Equal(
            [96, 162, 118, 192],
            graph.Run<float>(graph.Builder.Gemm(a, b, c, new() { Alpha = 2, Beta = 0.5f, ATranspose = true, BTranspose = true })));
    }

    [Fact]
    public void Gemm_does_without_an_addend() => Assert.Equal(
        [11], graph.Run<float>(graph.Builder.Gemm(graph.Input(new float[] { 1, 2 }, 1, 2), graph.Input(new float[] { 3, 4 }, 2, 1), null)));

    [Fact]
    public void Gemm_adds_a_scalar() => Assert.Equal(
        [12], graph.Run<float>(graph.Builder.Gemm(
            graph.Input(new float[] { 1, 2 }, 1, 2), graph.Input(new float[] { 3, 4 }, 2, 1), graph.Constant(new float[] { 1 }))));
}
