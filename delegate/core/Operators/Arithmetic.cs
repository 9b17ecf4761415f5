using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>ADD, SUB, MUL, DIV and the other operators of two broadcast operands.</summary>
internal static class Arithmetic
{
    public static readonly OperatorRow[] Rows =
    [
        Fused(BuiltinOperator.Add, maxVersion: 5, static (builder, a, b, label) => builder.Add(a, b, label)).WithInt16(),
        Fused(BuiltinOperator.Sub, maxVersion: 5, static (builder, a, b, label) => builder.Sub(a, b, label)).WithInt16(),
        Fused(BuiltinOperator.Mul, maxVersion: 7, static (builder, a, b, label) => builder.Mul(a, b, label)).WithInt16(),
        OperatorRow.Of<TfLiteActivationParams>(BuiltinOperator.Div, maxVersion: 2, Div),
        OperatorRow.Of(BuiltinOperator.Maximum, maxVersion: 4, op => op.Builder.Max(op.Stored(0), op.Stored(1), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Minimum, maxVersion: 4, op => op.Builder.Min(op.Stored(0), op.Stored(1), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Pow, maxVersion: 1, Pow),
        OperatorRow.Of(BuiltinOperator.FloorDiv, maxVersion: 3, FloorDiv),
        OperatorRow.Of(BuiltinOperator.FloorMod, maxVersion: 2, FloorMod),
        OperatorRow.Of(BuiltinOperator.SquaredDifference, maxVersion: 2, SquaredDifference),
        OperatorRow.Of(BuiltinOperator.AddN, maxVersion: 1, AddN),
        Elementwise(BuiltinOperator.StablehloAdd, static (builder, a, b, label) => builder.Add(a, b, label)),
        Elementwise(BuiltinOperator.StablehloMultiply, static (builder, a, b, label) => builder.Mul(a, b, label)),
        Elementwise(BuiltinOperator.StablehloMaximum, static (builder, a, b, label) => builder.Max(a, b, label)),
        Elementwise(BuiltinOperator.StablehloMinimum, static (builder, a, b, label) => builder.Min(a, b, label)),
        OperatorRow.Of(BuiltinOperator.BitwiseXor, maxVersion: 1, BitwiseXor),
        OperatorRow.Of(BuiltinOperator.RightShift, maxVersion: 1, RightShift),
    ];

    private delegate MLOperand Binary(MLGraphBuilder builder, MLOperand a, MLOperand b, string label);

    private static OperatorRow Fused(BuiltinOperator code, int maxVersion, Binary binary) =>
        OperatorRow.Of<TfLiteActivationParams>(code, maxVersion, (op, p) =>
            op.Activate(binary(op.Builder, op.Input(0), op.Input(1), op.Label), p.Activation));

    /// <summary>StableHLO's, of equal shapes and the elements as they are.</summary>
    private static OperatorRow Elementwise(BuiltinOperator code, Binary binary) => OperatorRow.Of(code, maxVersion: 1, op =>
    {
        op.Require(!op.InputTensor(0).IsQuantized() && op.InputTensor(0).Type != TfLiteType.Bool, $"input 0 is {op.InputTensor(0)}");
        return binary(op.Builder, op.Stored(0), op.Stored(1), op.Label);
    });

    private static MLOperand BitwiseXor(OperatorContext op)
    {
        op.Require(op.InputTensor(0).Type == TfLiteType.Bool, $"input 0 is {op.InputTensor(0)}; WebNN has no bits");
        return op.Builder.LogicalXor(op.Stored(0), op.Stored(1), op.Label);
    }

    /// <summary>By a constant: the floor of a quotient by a power of 2, as a shift of a negative integer is.</summary>
    private static MLOperand RightShift(OperatorContext op)
    {
        op.Require(op.InputTensor(0).Type is TfLiteType.Int32 or TfLiteType.Int8, $"input 0 is {op.InputTensor(0)}; expected int32 or int8");
        var shifts = op.InputTensor(1) is { Data: { } data, Type: TfLiteType.Int8 } ? [.. MemoryMarshal.Cast<byte, sbyte>(data.Span).ToArray().Select(shift => (int)shift)] : op.Integers(1);
        op.Require(shifts.All(shift => shift >= 0), $"shifts by [{string.Join(',', shifts)}]");
        var (b, input) = (op.Builder, op.Stored(0));
        var value = b.Cast(input, MLOperandDataType.Int64, op.Label);
        var divisor = op.Builder.Constant(
            new MLOperandDescriptor(MLOperandDataType.Int64, op.InputTensor(1).Shape.AsSpan()),
            MemoryMarshal.AsBytes<long>(Array.ConvertAll(shifts, shift => 1L << Math.Min(shift, 31))).ToArray());
        var quotient = b.Div(value, divisor, op.Label);
        var isBelow = b.Lesser(value, b.Mul(quotient, divisor, op.Label), op.Label);
        return b.Cast(b.Sub(quotient, b.Cast(isBelow, MLOperandDataType.Int64, op.Label), op.Label), input.DataType, op.Label);
    }

    private static MLOperand Div(OperatorContext op, TfLiteActivationParams p)
    {
        var (a, b) = (op.Input(0), op.Input(1));
        if (!a.DataType.IsFloat())
        {
            RequireNoZero(op);
        }

        return op.Activate(op.Builder.Div(a, b, op.Label), p.Activation);
    }

    /// <summary>TFLite answers a negative exponent of integers with an error.</summary>
    private static MLOperand Pow(OperatorContext op)
    {
        if (op.InputTensor(1) is { Type: TfLiteType.Int32 or TfLiteType.Int64, Data: not null })
        {
            var negative = Array.Find(op.Integers(1), exponent => exponent < 0);
            op.Require(negative == 0, $"a constant exponent of integers is {negative}; TFLite answers it with an error");
        }

        return op.Builder.Pow(op.Input(0), op.Input(1), op.Label);
    }

    /// <summary>The quotient's floor. Integer division truncates, so it is one too large where the remainder has the other sign.</summary>
    private static MLOperand FloorDiv(OperatorContext op)
    {
        RequireNoZero(op);
        var (a, b) = (op.Input(0), op.Input(1));
        op.Require(!op.InputTensor(0).IsQuantized(), "quantized operands: TFLite divides the stored integers");
        var quotient = op.Builder.Div(a, b, op.Label);
        if (quotient.DataType.IsFloat())
        {
            return op.Builder.Floor(quotient, op.Label);
        }

        var remainder = op.Builder.Sub(a, op.Builder.Mul(quotient, b, op.Label), op.Label);
        return op.Builder.Sub(quotient, op.Builder.Cast(HasOtherSign(op, remainder, b), quotient.DataType, op.Label), op.Label);
    }

    /// <summary>The remainder, with the divisor's sign.</summary>
    private static MLOperand FloorMod(OperatorContext op)
    {
        RequireNoZero(op);
        var (a, b) = (op.Input(0), op.Input(1));
        op.Require(!a.DataType.IsFloat(), "floats: TFLite's fmod is exact where a quotient would round");
        var quotient = op.Builder.Div(a, b, op.Label);
        var remainder = op.Builder.Sub(a, op.Builder.Mul(quotient, b, op.Label), op.Label);
        var correction = op.Builder.Cast(HasOtherSign(op, remainder, b), remainder.DataType, op.Label);
        return op.Builder.Add(remainder, op.Builder.Mul(correction, b, op.Label), op.Label);
    }

    /// <summary>TFLite ends with an error, or the process, where integers or a floor are divided by 0.</summary>
    private static void RequireNoZero(OperatorContext op)
    {
        if (op.InputTensor(1) is not { Data: { } data } divisor)
        {
            return;
        }

        var hasZero = divisor.Type switch
        {
            TfLiteType.Float32 => MemoryMarshal.Cast<byte, float>(data.Span).Contains(0),
            TfLiteType.Int32 => MemoryMarshal.Cast<byte, int>(data.Span).Contains(0),
            TfLiteType.Int64 => MemoryMarshal.Cast<byte, long>(data.Span).Contains(0),
            _ => false,
        };
        op.Require(!hasZero, $"the constant divisor '{divisor.Name}' has a 0; TFLite answers it with an error");
    }

    /// <summary>1 where the remainder is not zero and its sign is not the divisor's.</summary>
    private static MLOperand HasOtherSign(OperatorContext op, MLOperand remainder, MLOperand divisor)
    {
        var zero = op.Scalar(remainder, 0);
        var differs = op.Builder.LogicalXor(
            op.Builder.Lesser(remainder, zero, op.Label), op.Builder.Lesser(divisor, zero, op.Label), op.Label);
        return op.Builder.LogicalAnd(op.Builder.NotEqual(remainder, zero, op.Label), differs, op.Label);
    }

    private static MLOperand SquaredDifference(OperatorContext op)
    {
        var difference = op.Builder.Sub(op.Input(0), op.Input(1), op.Label);
        return op.Builder.Mul(difference, difference, op.Label);
    }

    private static MLOperand AddN(OperatorContext op)
    {
        var sum = op.Input(0);
        for (var i = 1; i < op.InputCount; i++)
        {
            sum = op.Builder.Add(sum, op.Input(i), op.Label);
        }

        return sum;
    }
}
