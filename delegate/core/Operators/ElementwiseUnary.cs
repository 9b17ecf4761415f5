using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>ABS, EXP, SQRT and the other functions of one element.</summary>
internal static class ElementwiseUnary
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Abs, maxVersion: 5, op => op.Builder.Abs(op.Input(0), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Ceil, maxVersion: 1, op => op.Builder.Ceil(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Cos, maxVersion: 1, op => op.Builder.Cos(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Exp, maxVersion: 2, op => op.Builder.Exp(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Floor, maxVersion: 1, op => op.Builder.Floor(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Log, maxVersion: 2, op => op.Builder.Log(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Neg, maxVersion: 1, op => op.Builder.Neg(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Round, maxVersion: 1, op => op.Builder.RoundEven(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Rsqrt, maxVersion: 3, op => op.Builder.Reciprocal(op.Builder.Sqrt(op.Input(0), op.Label), op.Label)),
        OperatorRow.Of(BuiltinOperator.Sign, maxVersion: 2, op => op.Builder.Sign(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Sin, maxVersion: 1, op => op.Builder.Sin(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Sqrt, maxVersion: 1, op => op.Builder.Sqrt(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Square, maxVersion: 1, op => op.Builder.Mul(op.Input(0), op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.LogicalNot, maxVersion: 1, op => op.Builder.LogicalNot(op.Stored(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Cast, maxVersion: 6, Cast).WithInt16(),
    ];

    /// <summary>Of the stored elements: CAST ignores quantization. A bool is whether the element is not zero.</summary>
    private static MLOperand Cast(OperatorContext op)
    {
        var input = op.Stored(0);
        var target = op.OutputTensor().Descriptor().DataType;

        // Inside a graph nothing would drop the bits above 16.
        op.Require(op.OutputTensor().Type != TfLiteType.Int16 || op.InputTensor(0).Type is TfLiteType.Int8 or TfLiteType.UInt8 or TfLiteType.Bool or TfLiteType.Int16, $"{op.InputTensor(0)} to int16");
        if (op.OutputTensor().Type == TfLiteType.Bool)
        {
            return op.InputTensor(0).Type == TfLiteType.Bool ? input : op.Builder.NotEqual(input, op.Scalar(input, 0), op.Label);
        }

        return input.DataType == target ? input : op.Builder.Cast(input, target, op.Label);
    }
}
