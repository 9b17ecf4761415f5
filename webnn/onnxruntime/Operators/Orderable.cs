using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Elements in a type that ONNX Runtime can compare, in the same order as before.</summary>
internal static class Orderable
{
    private const double HighestBit = 9223372036854775808.0;

    /// <param name="value">In stored form: int8 shifted to u8 keeps its order.</param>
    public static OnnxValue Of(OperatorContext op, OnnxValue value) => value.Type switch
    {
        OrtElementType.UInt8 => op.Cast(value with { Shifted = false }, OrtElementType.Int32),
        OrtElementType.UInt32 => op.Cast(value, OrtElementType.Int64),

        // The lower half of the unsigned range becomes the negative half of the signed one.
        OrtElementType.UInt64 => op.Cast(
            op.EmitLike("BitwiseXor", [value, op.Graph.Scalar(OrtElementType.UInt64, HighestBit)]), OrtElementType.Int64),
        _ => value,
    };

    /// <summary>What <see cref="Of"/> made of a <paramref name="type"/> of 32 bits or more, in that type again.</summary>
    public static OnnxValue Back(OperatorContext op, OnnxValue value, OrtElementType type) => type is OrtElementType.UInt64
        ? op.EmitLike("BitwiseXor", [op.Cast(value, type), op.Graph.Scalar(OrtElementType.UInt64, HighestBit)])
        : op.Cast(value, type);
}
