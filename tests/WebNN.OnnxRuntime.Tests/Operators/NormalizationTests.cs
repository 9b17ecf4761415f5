namespace WebNN.OnnxRuntime.Tests.Operators;

// Values whose deviation from their mean is their standard deviation come out as -1 and 1.
public sealed class NormalizationTests
{
    private readonly TestGraph graph = new();

    [Theory]
    [InlineData(0, new[] { 2, 3 })]
    [InlineData(1, new[] { 3, 2 })]
    [InlineData(2, new[] { 1, 3, 2 })]
    public void BatchNormalization_takes_its_channels_from_any_axis(int axis, int[] shape)
    {
        var x = graph.Input(new float[] { 1, 2, 3, 4, 5, 6 }, shape);
        var (mean, variance) = (graph.Constant(new float[] { 1, 2 }, 2), graph.Constant(new float[] { 4, 1 }, 2));
        var (scale, bias) = (graph.Constant(new float[] { 2, 10 }, 2), graph.Constant(new float[] { 0, 100 }, 2));

        var output = graph.Run<float>(graph.Builder.BatchNormalization(x, mean, variance, scale, bias, new() { Axis = axis, Epsilon = 0 }));

        Assert.Equal(axis == 0 ? [0, 1, 2, 120, 130, 140] : [0, 100, 2, 120, 4, 140], output);
    }

    [Fact]
    public void BatchNormalization_of_a_vector_does_without_scale_and_bias() => Assert.Equal(
        [2, -3],
        graph.Run<float>(graph.Builder.BatchNormalization(
            graph.Input(new float[] { 5, -1 }, 2), graph.Input(new float[] { 1, 2 }, 2), graph.Input(new float[] { 4, 1 }, 2), null, null, new() { Axis = 0, Epsilon = 0 })));

    [Theory]
    [InlineData(MLInputOperandLayout.Nchw, new[] { 1, 2, 1, 2 }, new float[] { -10, 10, 4, 6 })]
    [InlineData(MLInputOperandLayout.Nhwc, new[] { 1, 1, 2, 2 }, new float[] { -10, 4, 10, 6 })]
    public void InstanceNormalization_follows_its_layout(MLInputOperandLayout layout, int[] shape, float[] expected)
    {
        float[] values = layout is MLInputOperandLayout.Nchw ? [1, 3, 20, 40] : [1, 20, 3, 40];
        var (scale, bias) = (graph.Constant(new float[] { 10, 1 }, 2), graph.Constant(new float[] { 0, 5 }, 2));

        var output = graph.Run<float>(graph.Builder.InstanceNormalization(
            graph.Input(values, shape), scale, bias, new() { Layout = layout, Epsilon = 0 }));

        Assert.Equal(expected, output.Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void BatchNormalization_subtracts_a_large_mean_before_it_scales()
    {
        var x = graph.Input(new float[] { 10003, 9997, 10000.5f }, 3, 1);

        var output = graph.Run<float>(graph.Builder.BatchNormalization(
            x, graph.Constant(new float[] { 10000 }, 1), graph.Constant(new float[] { 9 }, 1), null, null, new() { Epsilon = 0 }));

        Assert.Equal([1, -1, 0.166666667f], output);
    }

    [Fact]
    public void InstanceNormalization_subtracts_a_large_mean_before_it_scales()
    {
        var output = graph.Run<float>(graph.Builder.InstanceNormalization(
            graph.Input(new float[] { 10003, 9997, 10003, 9997 }, 1, 1, 2, 2), graph.Constant(new float[] { 7 }, 1), null, new() { Epsilon = 0 }));

        Assert.Equal([7, -7, 7, -7], output.Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void LayerNormalization_subtracts_a_large_mean_before_it_squares()
    {
        var output = graph.Run<float>(graph.Builder.LayerNormalization(
            graph.Input(new float[] { 10003, 9997, 10003, 9997 }, 1, 4), graph.Constant(new float[] { 7, 7, 7, 7 }, 4), null, new() { Axes = [1], Epsilon = 0 }));

        Assert.Equal([7, -7, 7, -7], output.Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void A_convolution_takes_in_the_batchNormalization_that_alone_reads_it()
    {
        var alone = Normalized(out var g);
        Assert.Contains(" = BatchNormalization(", g.Lower(alone).ToText(), StringComparison.Ordinal);

        var shared = Normalized(out g);
        Assert.DoesNotContain("BatchNormalization", g.Lower(shared, shared.Producer!.Input(0)).ToText(), StringComparison.Ordinal);

        static MLOperand Normalized(out TestGraph g)
        {
            g = new();
            var image = g.Builder.Conv2d(g.Input(new float[4], 1, 1, 2, 2), g.Constant(new float[2], 2, 1, 1, 1), null);
            return g.Builder.BatchNormalization(image, g.Constant(new float[2], 2), g.Constant(new float[2], 2), null, null);
        }
    }

    [Fact]
    public void LayerNormalization_runs_over_axes_in_their_own_order()
    {
        var x = graph.Input(new float[] { 1, 3, 1, 3, 1, 3, 1, 3 }, 2, 2, 2);
        var scale = graph.Constant(new float[] { 1, 2, 3, 4 }, 2, 2);

        var output = graph.Run<float>(graph.Builder.LayerNormalization(x, scale, null, new() { Axes = [2, 0], Epsilon = 0 }));

        Assert.Equal([-1, 3, -1, 3, -2, 4, -2, 4], output.Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void LayerNormalization_over_no_axis_leaves_the_bias() => Assert.Equal(
        [4, 4], graph.Run<float>(graph.Builder.LayerNormalization(
            graph.Input(new float[] { 1, 2 }, 2), null, graph.Constant(new float[] { 4 }), new() { Axes = [] })));

    [Fact]
    public void Epsilon_is_added_to_the_variance()
    {
        var three = new MLNormalizationOptions { Epsilon = 3 };
        var (batch, instance, layer) = (new TestGraph(), new TestGraph(), new TestGraph());

        Assert.Equal([-0.5f, 0.5f], batch.Run<float>(batch.Builder.BatchNormalization(
            batch.Input(new float[] { 1, 3 }, 2, 1), batch.Input(new float[] { 2 }, 1), batch.Input(new float[] { 1 }, 1), null, null, three)));
        Assert.Equal([-0.5f, 0.5f], instance.Run<float>(instance.Builder.InstanceNormalization(
            instance.Input(new float[] { 1, 3 }, 1, 1, 1, 2), null, null, three)));
        Assert.Equal([-0.5f, 0.5f], layer.Run<float>(layer.Builder.LayerNormalization(layer.Input(new float[] { 1, 3 }, 1, 2), null, null, three)));
    }
}
