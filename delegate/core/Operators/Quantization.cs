using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// QUANTIZE, DEQUANTIZE. TFLite rounds halves away from zero, WebNN to even: an exact tie may come out one step apart.
/// </summary>
internal static class Quantization
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Quantize, maxVersion: 3, Quantize),
        OperatorRow.Of(BuiltinOperator.Dequantize, maxVersion: 6, Dequantize),
    ];

    /// <summary>From floats, or from another scale.</summary>
    private static MLOperand Quantize(OperatorContext op)
    {
        op.Require(op.OutputTensor().IsQuantized(), $"output 0 is {op.OutputTensor()}; expected int8 or uint8 with a scale");
        return op.InputTensor(0).HasQuantizationOf(op.OutputTensor()) ? op.Stored(0) : op.Store(op.Input(0));
    }

    private static MLOperand Dequantize(OperatorContext op)
    {
        var input = op.Input(0);
        return input.DataType == MLOperandDataType.Float16 ? op.Builder.Cast(input, MLOperandDataType.Float32, op.Label) : input;
    }
}
