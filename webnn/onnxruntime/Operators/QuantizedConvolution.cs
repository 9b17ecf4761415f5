using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>conv2d on quantized images: ONNX Runtime's channels-last QLinearConv, so that nothing is transposed.</summary>
internal static class QuantizedConvolution
{
    public static LowerQuantized? Conv2d(MLNode node, QuantizationParameters output)
    {
        var options = (MLConv2dOptions)node.Options!;
        var permutation = Convolution.FilterPermutation(options.FilterLayout);
        if (options.InputLayout is not MLInputOperandLayout.Nhwc
            || QuantizedSource.Of(node.Input(0)) is not { } x
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
            return QuantizedOperators.Emit(
                op,
                "QLinearConv",
                [x.Value(op), x.Scale(op), x.ZeroPoint(op), filter, weights.Scale(op), weights.ZeroPoint(op), QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output), biasValue],
                node.Output.Shape,
                output,
                [.. Convolution.Attributes(options, filter), OnnxAttribute.Int("channels_last", 1)]);
        };
    }
}
