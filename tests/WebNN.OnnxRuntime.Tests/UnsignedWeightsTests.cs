using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>
/// On a processor with VNNI signed weights are exact anyway; without one (an emulated Haswell, say) the sums of these tests come out as
/// low as a fifth where weights stay signed.
/// </summary>
public sealed class UnsignedWeightsTests
{
    /// <summary>What all elements come out as: 200 steps above the lowest.</summary>
    private const sbyte Expected = 72;

    private const float Largest = 255f * 127;

    [Theory]
    [InlineData(1, 32, true)]
    [InlineData(3, 16, true)]
    [InlineData(3, 3, true)]
    [InlineData(3, 3, null)]
    public void Conv2d_of_the_largest_numbers_is_exact(int kernel, int channels, bool? unsigned)
    {
        const int size = 6, filters = 8;
        var g = new TestGraph(new() { UnsignedWeights = unsigned });
        var y = g.Builder.Conv2d(
            g.Dequantize(g.Input(Filled(size * size * channels), 1, size, size, channels), 1, sbyte.MinValue),
            g.Dequantize(g.Constant(Filled(filters * kernel * kernel * channels), filters, kernel, kernel, channels), 1, (sbyte)0),
            null,
            new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi });

        var result = g.Run<sbyte>(g.Quantize(y, Largest * kernel * kernel * channels / 200, sbyte.MinValue));

        Assert.All(result, element => Assert.Equal(Expected, element));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void Gemm_of_the_largest_numbers_is_exact(bool? unsigned)
    {
        const int rows = 2, inner = 64, columns = 16;
        var g = new TestGraph(new() { UnsignedWeights = unsigned });

        var result = g.Run<sbyte>(Gemm(g, Filled(rows * inner), g.Constant(Filled(columns * inner), columns, inner), inner, rows));

        Assert.All(result, element => Assert.Equal(Expected, element));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, null)]
    [InlineData(false, true)]
    public void Matmul_of_the_largest_numbers_is_exact(bool constant, bool? unsigned)
    {
        const int rows = 3, inner = 64, columns = 16;
        var g = new TestGraph(new() { UnsignedWeights = unsigned });
        var x = g.Dequantize(g.Input(Filled(rows * inner), rows, inner), 1, sbyte.MinValue);
        var weights = constant ? g.Constant(Filled(inner * columns), inner, columns) : g.Input(Filled(inner * columns), inner, columns);
        var product = g.Quantize(g.Builder.Matmul(x, g.Dequantize(weights, 1, (sbyte)0)), Largest * inner / 200, sbyte.MinValue);
        Assert.Contains("QLinearMatMul", g.Lower(product).ToText(), StringComparison.Ordinal);

        Assert.All(g.Run<sbyte>(product), element => Assert.Equal(Expected, element));
    }

    [Theory]
    [InlineData(64, OrtElementType.Int8)]
    [InlineData(65, OrtElementType.UInt8)]
    [InlineData(-64, OrtElementType.Int8)]
    [InlineData(-65, OrtElementType.UInt8)]
    public void Weights_change_only_where_a_pair_of_products_does_not_fit_16_bits(sbyte weight, OrtElementType type)
    {
        const int inner = 64;
        var g = new TestGraph();
        var weights = new sbyte[16 * inner];
        weights[3] = weight;
        var graph = g.Lower(Gemm(g, Filled(inner), g.Constant(weights, 16, inner), inner, 1));

        UnsignedWeights.Apply(graph);

        var gemm = Assert.Single(graph.Nodes, node => node.Operator == "QGemm");
        OnnxValue Constant(int input) => graph.Constants.Single(constant => constant.Name == gemm.Inputs[input]);
        Assert.Equal((type, type), (Constant(3).Type, Constant(5).Type));
        Assert.Equal(type == OrtElementType.UInt8 ? 128 : 0, Constant(5).Data!.Bytes.Span[0]);
        Assert.Equal(type == OrtElementType.UInt8 ? weight + 128 : weight & byte.MaxValue, Constant(3).Data!.Bytes.Span[3]);
    }

    /// <summary>Exact on every processor: with signed weights where there is one filter a channel, with unsigned ones where there are two.</summary>
    [Theory]
    [InlineData(1, OrtElementType.Int8)]
    [InlineData(2, OrtElementType.UInt8)]
    public void A_depthwise_convolution_of_the_largest_numbers_is_exact(int filtersPerChannel, OrtElementType type)
    {
        const int size = 6, kernel = 3, channels = 16;
        var g = new TestGraph(new() { UnsignedWeights = true });
        var filters = channels * filtersPerChannel;
        var y = g.Quantize(
            g.Builder.Conv2d(
                g.Dequantize(g.Input(Filled(size * size * channels), 1, size, size, channels), 1, sbyte.MinValue),
                g.Dequantize(g.Constant(Filled(kernel * kernel * filters), 1, kernel, kernel, filters), 1, (sbyte)0),
                null,
                new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ihwo, Groups = channels }),
            Largest * kernel * kernel / 200,
            sbyte.MinValue);
        var graph = g.Lower(y);

        UnsignedWeights.Apply(graph);

        var convolution = Assert.Single(graph.Nodes, node => node.Operator == "QLinearConv");
        Assert.Equal(type, graph.Constants.Single(constant => constant.Name == convolution.Inputs[3]).Type);
        Assert.All(g.Run<sbyte>(y), element => Assert.Equal(Expected, element));
    }

    private static sbyte[] Filled(int length) => [.. Enumerable.Repeat(sbyte.MaxValue, length)];

    private static MLOperand Gemm(TestGraph g, sbyte[] x, MLOperand weights, int inner, int rows) => g.Quantize(
        g.Builder.Gemm(g.Dequantize(g.Input(x, rows, inner), 1, sbyte.MinValue), g.Dequantize(weights, 1, (sbyte)0), null, new() { BTranspose = true }),
        Largest * inner / 200,
        sbyte.MinValue);
}
