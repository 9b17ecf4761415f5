using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>A float operand that is nothing but a dequantized 8-bit tensor, perhaps reshaped and transposed.</summary>
/// <param name="Integers">The 8-bit operand.</param>
/// <param name="Moves">The reshapes and transposes, from the last to the first.</param>
/// <param name="Shape">Its shape where it is used.</param>
internal sealed record QuantizedSource(MLOperand Integers, QuantizationParameters Parameters, ImmutableArray<MLNode> Moves, ImmutableArray<int> Shape)
{
    /// <summary>The per-tensor source behind an operand; null where there is none.</summary>
    public static QuantizedSource? Of(MLOperand operand)
    {
        var moves = ImmutableArray.CreateBuilder<MLNode>();
        var node = operand.Producer;
        while (node is { Operator: "reshape" or "transpose" })
        {
            moves.Add(node);
            node = node.Input(0).Producer;
        }

        return node is { Operator: "dequantizeLinear" }
            && node.Input(0).DataType is MLOperandDataType.Int8 or MLOperandDataType.Uint8
            && QuantizationParameters.Of(node) is { PerTensor: true } parameters
            ? new(node.Input(0), parameters, moves.DrainToImmutable(), operand.Shape)
            : null;
    }

    /// <summary>The u8 tensor: for int8, the shifted one.</summary>
    public OnnxValue Value(OperatorContext op)
    {
        var value = op.Lowering.Value(Integers);
        for (var i = Moves.Length - 1; i >= 0; i--)
        {
            value = Moves[i].Options is MLTransposeAttributes transpose
                ? op.Lowering.Transpose(value, transpose.Permutation.AsSpan())
                : op.Lowering.Reshape(value, Moves[i].Output.Shape);
        }

        return value;
    }

    public OnnxValue Scale(OperatorContext op, int sign = 1) => op.Graph.Scalar(OrtElementType.Float, sign * Parameters.Scale);

    public OnnxValue ZeroPoint(OperatorContext op) => op.Graph.Scalar(OrtElementType.UInt8, Parameters.StoredZeroPoint);
}

/// <summary>Weights for an integer kernel: constant signed 8-bit with one scale, or one per output channel.</summary>
internal sealed record QuantizedWeights(HostData Bytes, ImmutableArray<int> Shape, QuantizationParameters Parameters)
{
    /// <summary>The weights behind an operand; null where they are not constant 8-bit, or scaled along another axis.</summary>
    /// <param name="channelAxis">The axis of the output channels.</param>
    public static QuantizedWeights? Of(MLOperand operand, int channelAxis)
    {
        if (operand.Producer is not { Operator: "dequantizeLinear" } node
            || node.Input(0).DataType is not (MLOperandDataType.Int8 or MLOperandDataType.Uint8)
            || !HostConstant.TryResolve(node.Input(0), out var bytes)
            || QuantizationParameters.Of(node) is not { } parameters
            || (!parameters.PerTensor && parameters.Axis != channelAxis)
            || parameters.ZeroPoints.AsSpan().ContainsAnyExcept(parameters.ZeroPoint))
        {
            return null;
        }

        // Unsigned weights become signed ones: 128 less, as is their zero point. ONNX Runtime's kernels for signed weights are the faster.
        return parameters.Type is MLOperandDataType.Int8
            ? new(bytes, operand.Shape, parameters)
            : new(new(() => HostConstants.Shift(bytes.Bytes.Span)), operand.Shape, parameters with
            {
                Type = MLOperandDataType.Int8,
                ZeroPoints = [.. parameters.ZeroPoints.Select(zeroPoint => zeroPoint - 128)],
            });
    }

    public float ScaleAt(int channel) => Parameters.Scales[Parameters.PerTensor ? 0 : channel];

    /// <summary>The scale, rank 0 or one per channel.</summary>
    public OnnxValue Scale(OperatorContext op) => Parameters.PerTensor
        ? op.Graph.Scalar(OrtElementType.Float, Parameters.Scale)
        : op.Graph.Constant(OrtElementType.Float, [Parameters.Scales.Length], Parameters.Scales);

    /// <summary>The zero point, of the scale's shape.</summary>
    public OnnxValue ZeroPoint(OperatorContext op) => Parameters.PerTensor
        ? op.Graph.Scalar(OrtElementType.Int8, Parameters.ZeroPoint)
        : op.Graph.Constant(OrtElementType.Int8, [Parameters.ZeroPoints.Length], Parameters.ZeroPoints.Select(zeroPoint => (sbyte)zeroPoint).ToArray());
}
