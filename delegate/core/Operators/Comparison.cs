using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>EQUAL, LESS and the other comparisons; LOGICAL_AND, LOGICAL_OR. A WebNN comparison gives the byte 0 or 1, as a TFLite bool is.</summary>
internal static class Comparison
{
    public static readonly OperatorRow[] Rows =
    [
        Compare(BuiltinOperator.Equal, maxVersion: 4, static (builder, a, b, label) => builder.Equal(a, b, label)),
        Compare(BuiltinOperator.NotEqual, maxVersion: 3, static (builder, a, b, label) => builder.NotEqual(a, b, label)),
        Compare(BuiltinOperator.Greater, maxVersion: 2, static (builder, a, b, label) => builder.Greater(a, b, label)),
        Compare(BuiltinOperator.GreaterEqual, maxVersion: 3, static (builder, a, b, label) => builder.GreaterOrEqual(a, b, label)),
        Compare(BuiltinOperator.Less, maxVersion: 3, static (builder, a, b, label) => builder.Lesser(a, b, label)),
        Compare(BuiltinOperator.LessEqual, maxVersion: 2, static (builder, a, b, label) => builder.LesserOrEqual(a, b, label)),
        OperatorRow.Of(BuiltinOperator.LogicalAnd, maxVersion: 1, op => op.Builder.LogicalAnd(op.Stored(0), op.Stored(1), op.Label)),
        OperatorRow.Of(BuiltinOperator.LogicalOr, maxVersion: 1, op => op.Builder.LogicalOr(op.Stored(0), op.Stored(1), op.Label)),
    ];

    private delegate MLOperand Binary(MLGraphBuilder builder, MLOperand a, MLOperand b, string label);

    private static OperatorRow Compare(BuiltinOperator code, int maxVersion, Binary compare) => OperatorRow.Of(code, maxVersion, op =>
    {
        var (a, b) = (op.InputTensor(0), op.InputTensor(1));
        if (!a.IsQuantized() && !b.IsQuantized())
        {
            return compare(op.Builder, op.Stored(0), op.Stored(1), op.Label);
        }

        var (left, right) = (FixedPointScale.Of(a), FixedPointScale.Of(b));
        var isOneOrder = a.HasQuantizationOf(b) && (left is null || left.KeepsApart);
        return isOneOrder ? compare(op.Builder, op.Stored(0), op.Stored(1), op.Label)
            : left is null || right is null ? compare(op.Builder, op.Input(0), op.Input(1), op.Label)
            : compare(op.Builder, left.Apply(op, 0), right.Apply(op, 1), op.Label);
    });
}
