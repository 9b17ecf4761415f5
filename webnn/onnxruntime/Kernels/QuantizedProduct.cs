using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// A QLinearConv of a channels-last image, a QGemm or a QLinearMatMul, whose operands are constants but for the first. The rows of a matrix
/// are the pixels of an image.
/// </summary>
internal sealed class QuantizedProduct
{
    private readonly WindowShape shape;
    private readonly OnnxValue weights;
    private readonly Func<int[], (int Filter, int Channel, int Tap)?> places;
    private readonly OnnxValue[] scales;
    private readonly OnnxValue[] zeroPoints;
    private readonly OnnxValue? bias;

    /// <param name="places">From the strides of the weights' axes to those of filters, channels and taps; null where taps have no one stride.</param>
    /// <param name="output">Where the output's scale and zero point stand among the operands.</param>
    private QuantizedProduct(
        OnnxNode node, WindowShape shape, OnnxValue?[] operands, Func<int[], (int Filter, int Channel, int Tap)?> places, int output, OnnxValue? bias)
    {
        (Node, this.shape, this.places, this.bias, weights) = (node, shape, places, bias, operands[3]!);
        scales = [operands[1]!, operands[4]!, operands[output]!];
        zeroPoints = [operands[2]!, operands[5]!, operands[output + 1]!];
    }

    public OnnxNode Node { get; }

    /// <summary>
    /// Null where the node is another's: with an operand that is computed, with several groups of several channels, or with unsigned weights.
    /// </summary>
    public static QuantizedProduct? Of(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node)
    {
        if (node.Operator is not ("QLinearConv" or "QGemm" or "QLinearMatMul") || graph.Variable(node.Inputs[0]) is not { Type: OrtElementType.UInt8 } first)
        {
            return null;
        }

        var operands = node.Inputs.Select(name => constants.GetValueOrDefault(name)).ToArray();
        if (operands[3] is not { Type: OrtElementType.Int8 } weights)
        {
            return null;
        }

        var product = node.Operator is "QLinearConv" ? Convolution(graph, node, operands, first, weights) : Matrix(node, operands, first, weights);
        return product is not null && !product.scales.Concat(product.zeroPoints).Contains(null) ? product : null;
    }

    public IntegerWindow Window(KernelTarget target) => IntegerWindow.Of(shape, zeroPoints[1].Scalar<sbyte>() != 0, target);

    /// <summary>The scale of a filter's products is computed as ONNX Runtime computes it.</summary>
    /// <param name="sum">What is made of a result then; null where that is nothing.</param>
    public IntegerWeights Weights(byte low, byte high, ImageSum? sum)
    {
        var weightScales = MemoryMarshal.Cast<byte, float>(scales[1].Data!.Bytes.Span);
        var factors = new float[shape.Filters];
        for (var i = 0; i < factors.Length; i++)
        {
            factors[i] = scales[0].Scalar<float>() * weightScales[weightScales.Length == 1 ? 0 : i] / scales[2].Scalar<float>();
        }

        var biases = bias is null ? new int[factors.Length] : MemoryMarshal.Cast<byte, int>(bias.Data!.Bytes.Span).ToArray();
        var requantization = new Requantization(zeroPoints[0].Scalar<byte>(), zeroPoints[2].Scalar<byte>(), low, high);
        var (elements, strides) = Elements();
        return new(elements, strides, zeroPoints[1].Scalar<sbyte>(), biases, factors, requantization, sum);
    }

    private (ReadOnlyMemory<byte> Elements, (int Filter, int Channel, int Tap) Strides) Elements()
    {
        var (bytes, strides) = weights.Data!.InPlace(weights.Shape);
        return places(strides) is { } inPlace
            ? (bytes, inPlace)
            : (weights.Data.Bytes, places(HostData.Strides(weights.Shape))!.Value);
    }

    private static QuantizedProduct? Convolution(OnnxGraph graph, OnnxNode node, OnnxValue?[] operands, OnnxValue image, OnnxValue weights)
    {
        var group = node.Integer("group", 1);
        if (!NodeWindow.IsChannelsLast(node) || (group != 1 && (group != image.Shape[3] || group != weights.Shape[0])) || (operands.Length > 8 && operands[8] is null))
        {
            return null;
        }

        var window = NodeWindow.Of(node, image.Shape, (weights.Shape[2], weights.Shape[3]), graph.Computed(node.Outputs[0])!.Shape) with { Depthwise = group != 1 };
        return new(node, window, operands, Places, 6, operands.ElementAtOrDefault(8));

        (int, int, int)? Places(int[] strides) =>
            window.KernelWidth == 1 ? (strides[0], strides[1], strides[2])
            : window.KernelHeight == 1 || strides[2] == window.KernelWidth * strides[3] ? (strides[0], strides[1], strides[3])
            : null;
    }

    private static QuantizedProduct? Matrix(OnnxNode node, OnnxValue?[] operands, OnnxValue rows, OnnxValue weights)
    {
        var hasBias = node.Operator is "QGemm" && node.Inputs[6].Length > 0;
        if (weights.Rank != 2 || rows.Rank is < 2 or > WindowOperator.MostDimensions || IsSet("transA") || (hasBias && operands[6] is null))
        {
            return null;
        }

        var (deep, across) = IsSet("transB") ? (1, 0) : (0, 1);
        var (depth, columns) = (weights.Shape[deep], weights.Shape[across]);
        var pixels = rows.Shape.Take(rows.Rank - 1).Aggregate(1, (product, dimension) => checked(product * dimension));
        var window = new WindowShape { Batch = 1, Height = pixels, Width = 1, Channels = depth, OutputHeight = pixels, OutputWidth = 1, Filters = columns };
        return new(node, window, operands, strides => (strides[across], strides[deep], 0), node.Operator is "QGemm" ? 7 : 6, hasBias ? operands[6] : null);

        bool IsSet(string name) => node.Integer(name, 0) != 0;
    }
}
