using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// QUANTIZE, DEQUANTIZE, FAKE_QUANT. TFLite rounds halves away from zero, WebNN to even: an exact tie may come out one step apart.
/// </summary>
internal static class Quantization
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Quantize, maxVersion: 3, Quantize).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Dequantize, maxVersion: 6, Dequantize).WithInt16(),
        OperatorRow.Of<TfLiteFakeQuantParams>(BuiltinOperator.FakeQuant, maxVersion: 2, FakeQuant),
    ];

    /// <summary>From floats, or from another scale.</summary>
    private static MLOperand Quantize(OperatorContext op)
    {
        op.Require(op.OutputTensor().IsQuantized(), $"output 0 is {op.OutputTensor()}; expected int8, uint8 or int16 with a scale");
        return op.InputTensor(0).HasQuantizationOf(op.OutputTensor()) ? op.Stored(0) : op.Store(op.Input(0));
    }

    /// <summary>Steps between the bounds, moved so that one of them is 0. No step is negative: a half goes up, as in TFLite.</summary>
    private static MLOperand FakeQuant(OperatorContext op, TfLiteFakeQuantParams p)
    {
        var (b, input) = (op.Builder, op.Input(0));
        op.Require(p.NumBits is >= 2 and <= 16 && p.Min < p.Max && p.Min <= 0 && p.Max >= 0, $"{p.NumBits} bits from {p.Min} to {p.Max}");
        var (lowest, highest) = (p.NarrowRange ? 1f : 0f, (1 << p.NumBits) - 1f);
        var scale = (p.Max - p.Min) / (highest - lowest);
        var zeroPoint = lowest - (p.Min / scale);
        var nudged = zeroPoint < lowest ? lowest : zeroPoint > highest ? highest : MathF.Round(zeroPoint, MidpointRounding.AwayFromZero);
        var (low, high) = ((lowest - nudged) * scale, (highest - nudged) * scale);
        var shifted = b.Sub(b.Clamp(input, new() { MinValue = low, MaxValue = high }, op.Label), op.Scalar(input, low), op.Label);
        var steps = b.Floor(b.Add(b.Mul(shifted, op.Scalar(input, 1 / scale), op.Label), op.Scalar(input, 0.5), op.Label), op.Label);
        return b.Add(b.Mul(steps, op.Scalar(input, scale), op.Label), op.Scalar(input, low), op.Label);
    }

    private static MLOperand Dequantize(OperatorContext op)
    {
        var input = op.Input(0);
        return input.DataType == MLOperandDataType.Float16 ? op.Builder.Cast(input, MLOperandDataType.Float32, op.Label) : input;
    }
}
