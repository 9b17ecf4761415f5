using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>gemm of a quantized matrix with constant quantized weights; matmul of a quantized matrix with another, or with such weights.</summary>
internal static class QuantizedMatrixProduct
{
    public static LowerQuantized? Gemm(MLNode node, QuantizationParameters output)
    {
        var options = (MLGemmOptions)node.Options!;
        var channelAxis = options.BTranspose ? 0 : 1;
        if (options.Alpha != 1
            || options.Beta != 1
            || QuantizedSource.Of(node.Input(0)) is not { } a
            || QuantizedWeights.Of(node.Input(1), channelAxis) is not { } weights)
        {
            return null;
        }

        Func<int[]>? bias = null;
        if (node.OptionalInput(2) is { } c
            && (c.Rank == 0 || c.Shape[^1] != weights.Shape[channelAxis] || c.Descriptor.ElementCount != weights.Shape[channelAxis]
                || (bias = QuantizedOperators.Bias(c, a.Parameters.Scale, weights)) is null))
        {
            return null;
        }

        return op => QuantizedOperators.Emit(
            op,
            "QGemm",
            [
                a.Value(op), a.Scale(op), a.ZeroPoint(op),
                op.Graph.Constant(OrtElementType.Int8, weights.Shape, weights.Bytes), weights.Scale(op), weights.ZeroPoint(op),
                bias is null ? null : op.Graph.Constant(OrtElementType.Int32, [weights.Shape[channelAxis]], bias()),
                QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output),
            ],
            node.Output.Shape,
            output,
            OnnxAttribute.Bool("transA", options.ATranspose),
            OnnxAttribute.Bool("transB", options.BTranspose));
    }

    public static LowerQuantized? Matmul(MLNode node, QuantizationParameters output)
    {
        if (QuantizedSource.Of(node.Input(0)) is not { } a)
        {
            return null;
        }

        if (QuantizedWeights.Of(node.Input(1), channelAxis: node.Input(1).Rank - 1) is { Shape.Length: 2 } weights)
        {
            return op => Matmul(op, node, a, op.Graph.Constant(OrtElementType.Int8, weights.Shape, weights.Bytes), weights.Scale(op), weights.ZeroPoint(op), output);
        }

        return QuantizedSource.Of(node.Input(1)) is { } b ? op => Matmul(op, node, a, b.Value(op), b.Scale(op), b.ZeroPoint(op), output) : null;
    }

    private static OnnxValue Matmul(
        OperatorContext op, MLNode node, QuantizedSource a, OnnxValue b, OnnxValue scale, OnnxValue zeroPoint, QuantizationParameters output) => op.Emit(
            "QLinearMatMul",
            [a.Value(op), a.Scale(op), a.ZeroPoint(op), b, scale, zeroPoint, QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output)],
            OrtElementType.UInt8,
            node.Output.Shape) with { Shifted = output.Type is MLOperandDataType.Int8 };
}
