namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ResizingTests
{
    private readonly TestGraph graph = new();

    [Theory]
    [InlineData(3, new float[] { 1, 1, 2 })]
    [InlineData(4, new float[] { 1, 1, 2, 2 })]
    public void Nearest_neighbours_round_halves_down(int width, float[] expected) => Assert.Equal(
        expected, graph.Run<float>(graph.Builder.Resample2d(graph.Input(new float[] { 1, 2 }, 1, 1, 1, 2), new() { Sizes = (1, width) })));

    [Fact]
    public void Linear_interpolates_between_the_centres_of_pixels() => Assert.Equal(
        [0, 2.5f, 7.5f, 10],
        graph.Run<float>(graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 10 }, 1, 1, 1, 2), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4) })));

    [Fact]
    public void Other_axes_are_resized_too() => Assert.Equal(
        [0, 1, 2.5f, 3.5f, 7.5f, 8.5f, 10, 11],
        graph.Run<float>(graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 1, 10, 11 }, 1, 1, 2, 2), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4), Axes = (1, 2) })));

    /// <summary>ONNX Runtime's optimizer moves transposes through a Resize, whatever axes that one then has.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Linear_resizes_what_any_transpose_gives(int first, int second)
    {
        int[][] permutations =
        [
            .. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 4) from d in Enumerable.Range(0, 4)
               where new[] { a, b, c, d }.Distinct().Count() == 4 select new[] { a, b, c, d },
        ];
        foreach (var permutation in permutations)
        {
            var g = new TestGraph();
            var x = g.Input(Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (float)(i % 11)).ToArray(), 2, 3, 4, 5);
            var turned = g.Builder.Transpose(g.Builder.Relu(x), permutation);
            g.AssertAgrees(g.Builder.Resample2d(g.Builder.Relu(turned), new() { Mode = MLInterpolationMode.Linear, Sizes = (6, 7), Axes = (first, second) }));
        }
    }

    [Fact]
    public void Linear_resizes_what_a_normalization_of_the_other_layout_gives()
    {
        var normalized = graph.Builder.InstanceNormalization(graph.Input(new float[] { 1, 2, 3, 4, 5, 6 }, 1, 1, 2, 3), null, null, new() { Layout = MLInputOperandLayout.Nhwc });
        graph.AssertAgrees(graph.Builder.Resample2d(normalized, new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 9) }));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 0)]
    public void Linear_resizes_any_two_axes(int first, int second)
    {
        int[] shape = [1, 1, 1, 1];
        shape[first] = 2;

        var resized = graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 10 }, shape), new() { Mode = MLInterpolationMode.Linear, Sizes = (4, 1), Axes = (first, second) });

        Assert.Equal([0, 2.5f, 7.5f, 10], graph.Run<float>(resized));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(1, 0)]
    public void Linear_over_axes_apart_is_linear_over_the_last_two_of_the_image_turned(int first, int second)
    {
        var options = new MLResample2dOptions { Mode = MLInterpolationMode.Linear, Sizes = (2, 6) };
        byte[] data = [.. Enumerable.Range(0, 3 * 2 * 5 * 4).Select(i => (byte)(i * 37))];
        int[] order = [.. Enumerable.Range(0, 4).Where(axis => axis != first && axis != second), first, second];
        var (turned, direct) = (new TestGraph(), new TestGraph());

        var expected = turned.Run<byte>(turned.Builder.Resample2d(turned.Input(Turned(data, [3, 2, 5, 4], order), [.. order.Select(axis => new[] { 3, 2, 5, 4 }[axis])]), options));
        var resized = direct.Builder.Resample2d(direct.Input(data, 3, 2, 5, 4), options with { Axes = (first, second) });

        Assert.Equal(expected, Turned(direct.Run<byte>(resized), [.. resized.Shape], order));
    }

    private static byte[] Turned(byte[] data, int[] shape, int[] order) =>
        Lowering.HostConstants.Transpose(data, [.. shape], order, elementSize: 1).ToArray();

    [Fact]
    public void Bytes_are_picked_as_they_are() => Assert.Equal(
        [-128, -128, 127, 127],
        graph.Run<sbyte>(graph.Builder.Resample2d(graph.Input(new sbyte[] { -128, 127 }, 1, 1, 1, 2), new() { Scales = (1, 2) })));
}
