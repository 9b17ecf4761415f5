namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class PoolingTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void Padding_does_not_count_in_an_average() => Assert.Equal(
        [1, 1.5f, 2.5f],
        graph.Run<float>(graph.Builder.AveragePool2d(
            graph.Input(new float[] { 1, 2, 3 }, 1, 1, 1, 3), new() { WindowDimensions = new(1, 2), Padding = new(0, 0, 1, 0) })));

    [Fact]
    public void The_rest_of_a_partial_window_counts_when_rounding_up() => Assert.Equal(
        [1.5f, 3],
        graph.Run<float>(graph.Builder.AveragePool2d(
            graph.Input(new float[] { 1, 2, 3 }, 1, 1, 1, 3),
            new() { WindowDimensions = new(1, 2), Strides = new(1, 2), OutputShapeRounding = MLRoundingType.Ceil })));

    /// <summary>Rounded down, there would be no window at all.</summary>
    [Theory]
    [InlineData(MLInputOperandLayout.Nchw)]
    [InlineData(MLInputOperandLayout.Nhwc)]
    public void A_window_beyond_the_image_has_what_is_within(MLInputOperandLayout layout)
    {
        int[] shape = layout is MLInputOperandLayout.Nchw ? [1, 1, 2, 2] : [1, 2, 2, 1];
        var image = graph.Input(new float[] { 1, 5, 2, 4 }, shape);
        var options = new MLPool2dOptions { WindowDimensions = new(3, 3), Strides = new(2, 2), Layout = layout, OutputShapeRounding = MLRoundingType.Ceil };
        Assert.Equal(
            [[3], [MathF.Sqrt(46)], [5]],
            graph.Run<float>([graph.Builder.AveragePool2d(image, options), graph.Builder.L2Pool2d(image, options), graph.Builder.MaxPool2d(image, options)]));
    }

    [Fact]
    public void L2_is_the_length_of_the_window() => Assert.Equal(
        [5], graph.Run<float>(graph.Builder.L2Pool2d(graph.Input(new float[] { 3, -4 }, 1, 1, 1, 2))));

    [Theory]
    [InlineData(MLInputOperandLayout.Nchw, new sbyte[] { 2, 8 })]
    [InlineData(MLInputOperandLayout.Nhwc, new sbyte[] { 7, 8 })]
    public void Maxima_follow_the_layout(MLInputOperandLayout layout, sbyte[] expected)
    {
        int[] shape = layout is MLInputOperandLayout.Nchw ? [1, 2, 1, 2] : [1, 1, 2, 2];

        Assert.Equal(expected, graph.Run<sbyte>(graph.Builder.MaxPool2d(graph.Input(new sbyte[] { -3, 2, 7, 8 }, shape), new() { Layout = layout })));
    }

    [Fact]
    public void Maxima_of_32_bits_are_exact() => Assert.Equal(
        [int.MaxValue - 1, int.MinValue],
        graph.Run<int>(graph.Builder.MaxPool2d(graph.Input(new[] { int.MaxValue - 1, int.MaxValue - 2, int.MinValue, int.MinValue }, 1, 2, 1, 2))));

    [Fact]
    public void Maxima_of_32_bits_without_a_sign_are_exact() => Assert.Equal(
        [uint.MaxValue - 1],
        graph.Run<uint>(graph.Builder.MaxPool2d(graph.Input(new[] { uint.MaxValue - 1, uint.MaxValue - 2, 0u, 1u }, 1, 2, 2, 1), new() { Layout = MLInputOperandLayout.Nhwc })));

    [Fact]
    public void A_window_may_be_as_long_as_its_padding_allows() => Assert.Equal(
        [1, 9], graph.Run<float>(graph.Builder.MaxPool2d(graph.Input(new float[] { 1, 2, 9, 3 }, 1, 1, 4, 1), new()
        {
            WindowDimensions = new(1 << 30, 1),
            Padding = new((1 << 30) - 1, (1 << 30) - 1, 0, 0),
            Strides = new(1 << 30, 1),
        })));

    [Fact]
    public void A_dilated_window_skips_elements() => Assert.Equal(
        [5, 9], graph.Run<float>(graph.Builder.MaxPool2d(
            graph.Input(new float[] { 1, 9, 5, 4 }, 1, 1, 1, 4), new() { WindowDimensions = new(1, 2), Dilations = new(1, 2) })));
}
