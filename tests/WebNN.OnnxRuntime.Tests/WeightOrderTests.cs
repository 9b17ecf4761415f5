using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Quantized weights are packed from where they lie: in any order of their axes they give the same bytes, those of ONNX Runtime's kernels.</summary>
public sealed class WeightOrderTests
{
    private const int Filters = 24;
    private const int Channels = 20;

    /// <summary>A filter's axes, of the order output, height, width, input.</summary>
    private static readonly (MLConv2dFilterOperandLayout Layout, int[] Axes)[] layouts =
    [
        (MLConv2dFilterOperandLayout.Ohwi, [0, 1, 2, 3]), (MLConv2dFilterOperandLayout.Oihw, [0, 3, 1, 2]),
        (MLConv2dFilterOperandLayout.Hwio, [1, 2, 3, 0]), (MLConv2dFilterOperandLayout.Ihwo, [3, 1, 2, 0]),
    ];

    [Theory]
    [InlineData(1, 1, ProcessorFeatures.All)]
    [InlineData(3, 3, ProcessorFeatures.All)]
    [InlineData(1, 4, ProcessorFeatures.All)]
    [InlineData(5, 1, ProcessorFeatures.All)]
    [InlineData(2, 3, ProcessorFeatures.All)]
    [InlineData(3, 3, ProcessorFeatures.Avx2)]
    [InlineData(2, 3, ProcessorFeatures.Avx2)]
    public void Convolutions_do_not_depend_on_it(int height, int width, ProcessorFeatures features)
    {
        var expected = Convolution(new() { Devices = ["cpu"], OwnIntegerKernels = false }, height, width, 0);
        Assert.True(expected.Distinct().Count() > 20, "the results are all the same");
        for (var layout = 0; layout < layouts.Length; layout++)
        {
            Assert.Equal(expected, Convolution(Own(features), height, width, layout));
        }
    }

    /// <summary>The taps of a filter whose width comes before its height have no one stride.</summary>
    [Theory]
    [InlineData(ProcessorFeatures.All)]
    [InlineData(ProcessorFeatures.Avx2)]
    public void Filters_may_have_the_width_before_the_height(ProcessorFeatures features) => AssertSame(
        features, (graph, isMoved) => Convolved(graph, Weights(graph, [Filters, Channels, 3, 2], isMoved ? [0, 1, 3, 2] : []), MLConv2dFilterOperandLayout.Oihw));

    [Theory]
    [InlineData(ProcessorFeatures.All)]
    [InlineData(ProcessorFeatures.Avx2)]
    public void Products_do_not_depend_on_it(ProcessorFeatures features) => AssertSame(features, (graph, isMoved) =>
    {
        var x = graph.Dequantize(graph.Input(Bytes([7, Channels]), 7, Channels), 0.03f, (sbyte)-7);
        var weights = graph.Dequantize(Weights(graph, [Channels, Filters], isMoved ? [1, 0] : []), 0.01f, (sbyte)0);
        return graph.Quantize(graph.Builder.Matmul(x, weights), 0.25f, (sbyte)3);
    });

    /// <summary>ONNX Runtime's kernels over weights as they are, and ours over moved ones.</summary>
    private static void AssertSame(ProcessorFeatures features, Func<TestGraph, bool, MLOperand> make)
    {
        TestGraph others = new(new() { Devices = ["cpu"], OwnIntegerKernels = false }), own = new(Own(features));
        Assert.Equal(others.Run<sbyte>(make(others, false)), own.Run<sbyte>(make(own, true)));
    }

    /// <param name="swap">Axes, of which the constant has two in each other's place, to be moved back by a transpose; none: as it is.</param>
    private static MLOperand Weights(TestGraph graph, int[] shape, int[] swap) => swap.Length == 0
        ? graph.Constant(Bytes(shape), shape)
        : graph.Builder.Transpose(graph.Constant(Permuted(Bytes(shape), shape, swap), [.. swap.Select(axis => shape[axis])]), swap);

    private static OrtContextOptions Own(ProcessorFeatures features) => new() { Devices = ["cpu"], OwnIntegerKernels = true, ProcessorFeatures = features };

    private static sbyte[] Convolution(OrtContextOptions options, int height, int width, int layout)
    {
        var graph = new TestGraph(options);
        int[] shape = [Filters, height, width, Channels];
        var (order, axes) = layouts[layout];
        var weights = graph.Constant(Permuted(Bytes(shape), shape, axes), [.. axes.Select(axis => shape[axis])]);
        return graph.Run<sbyte>(Convolved(graph, weights, order));
    }

    private static MLOperand Convolved(TestGraph graph, MLOperand weights, MLConv2dFilterOperandLayout layout)
    {
        var x = graph.Dequantize(graph.Input(Bytes([1, 9, 8, Channels]), 1, 9, 8, Channels), 0.03f, (sbyte)-7);
        var y = graph.Builder.Conv2d(x, graph.Dequantize(weights, 0.01f, (sbyte)0), null, new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = layout });
        return graph.Quantize(y, 0.5f, (sbyte)3);
    }

    private static sbyte[] Bytes(int[] shape)
    {
        var bytes = new byte[shape.Aggregate(1, (a, b) => a * b)];
        new Random(bytes.Length).NextBytes(bytes);
        return Array.ConvertAll(bytes, value => (sbyte)value);
    }

    /// <summary>Axis i of the result is axis <c>axes[i]</c>.</summary>
    private static sbyte[] Permuted(sbyte[] values, int[] shape, int[] axes)
    {
        var result = new sbyte[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (rest, source) = (i, 0);
            foreach (var axis in axes.Reverse())
            {
                source += rest % shape[axis] * shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
                rest /= shape[axis];
            }

            result[i] = values[source];
        }

        return result;
    }
}
