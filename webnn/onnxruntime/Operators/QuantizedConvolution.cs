using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// conv2d on quantized images: ONNX Runtime's channels-last QLinearConv, so that nothing is transposed; for images with channels first ONNX's
/// own, which ONNX Runtime's optimizer turns into the other where that saves transposes.
/// </summary>
internal static class QuantizedConvolution
{
    public static LowerQuantized? Conv2d(MLNode node, QuantizationParameters output)
    {
        var options = (MLConv2dOptions)node.Options!;
        var permutation = Convolution.FilterPermutation(options.FilterLayout);
        var domain = options.InputLayout is MLInputOperandLayout.Nhwc ? OnnxGraph.Microsoft : "";
        if (QuantizedSource.Of(node.Input(0)) is not { } x
            || QuantizedWeights.Of(node.Input(1), channelAxis: permutation[0]) is not { } weights)
        {
            return null;
        }

        Func<int[]>? bias = null;
        if (node.OptionalInput(2) is { } biasOperand && (bias = QuantizedOperators.Bias(biasOperand, x.Parameters.Scale, weights)) is null)
        {
            return null;
        }

        return op =>
        {
            var stored = op.Graph.Constant(OrtElementType.Int8, weights.Shape, weights.Bytes);
            var filter = op.Lowering.Transpose(stored, permutation);
            var biasValue = bias is null ? null : op.Graph.Constant(OrtElementType.Int32, [filter.Shape[0]], bias());
            return op.Lowering.EmitIn(
                domain,
                "QLinearConv",
                [x.Value(op), x.Scale(op), x.ZeroPoint(op), filter, weights.Scale(op), weights.ZeroPoint(op), QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output), biasValue],
                OrtElementType.UInt8,
                node.Output.Shape,
                [.. Convolution.Attributes(options, filter), .. QuantizedOperators.ChannelsLast(options.InputLayout)]) with { Shifted = output.Type is MLOperandDataType.Int8 };
        };
    }
}
