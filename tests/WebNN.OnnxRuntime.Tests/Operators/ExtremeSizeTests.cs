namespace WebNN.OnnxRuntime.Tests.Operators;

/// <summary>Strides, dilations and sizes at the end of their range, where the specification allows them.</summary>
public sealed class ExtremeSizeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void A_convolution_may_step_beyond_its_image(int channels)
    {
        foreach (var ownKernels in new[] { false, true })
        {
            var graph = new TestGraph(new() { OwnKernels = ownKernels });
            var image = graph.Input([.. Enumerable.Range(1, 4 * channels).Select(i => (float)i)], 1, 2, 2, channels);
            var filter = graph.Constant([.. Enumerable.Repeat(1f, channels)], 1, 1, 1, channels);

            var sum = graph.Builder.Conv2d(image, filter, null, new()
            {
                InputLayout = MLInputOperandLayout.Nhwc,
                FilterLayout = MLConv2dFilterOperandLayout.Ohwi,
                Strides = new(int.MaxValue, int.MaxValue),
                Dilations = new(int.MaxValue, 1),
            });

            Assert.Equal([channels * (channels + 1) / 2f], graph.Run<float>(sum));
        }
    }

    [Fact]
    public void A_pool_may_step_beyond_its_image()
    {
        foreach (var ownKernels in new[] { false, true })
        {
            var graph = new TestGraph(new() { OwnKernels = ownKernels });
            var image = graph.Input([.. Enumerable.Range(0, 4 * 16).Select(i => (float)i)], 1, 2, 2, 16);

            var pooled = graph.Builder.MaxPool2d(image, new()
            {
                Layout = MLInputOperandLayout.Nhwc, WindowDimensions = new(1, 1), Strides = new(int.MaxValue, int.MaxValue), Dilations = new(int.MaxValue, int.MaxValue),
            });

            Assert.Equal(Enumerable.Range(0, 16).Select(i => (float)i), graph.Run<float>(pooled));
        }
    }

    [Fact]
    public void Recording_a_normalization_of_many_channels_makes_no_scale_for_them()
    {
        var graph = new TestGraph();
        var image = graph.Builder.Input("x", new(MLOperandDataType.Float16, 1, 1 << 29, 1, 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        graph.Builder.InstanceNormalization(image, null, null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Recording_a_network_of_many_units_makes_no_zeros_for_them()
    {
        const int hidden = 8192;
        var graph = new TestGraph();
        MLOperand Input(params int[] shape) => graph.Builder.Input(string.Join('x', shape), new(MLOperandDataType.Float16, shape));
        var (x, weight, recurrent, bias) = (Input(1, 1, 1), Input(1, 3 * hidden, 1), Input(1, 3 * hidden, hidden), Input(1, 3 * hidden));
        var before = GC.GetAllocatedBytesForCurrentThread();
        graph.Builder.Gru(x, weight, recurrent, 1, hidden, new() { Bias = bias });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * hidden);
    }
}
