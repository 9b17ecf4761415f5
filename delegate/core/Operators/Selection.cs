using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>SELECT, SELECT_V2, on the stored elements: TFLite does not rescale.</summary>
internal static class Selection
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Select, maxVersion: 4, Select),
        OperatorRow.Of(
            BuiltinOperator.SelectV2, maxVersion: 2, op => op.Builder.Where(op.Stored(0), op.Stored(1), op.Stored(2), op.Label)),
    ];

    /// <summary>A condition of one axis chooses among whole rows.</summary>
    private static MLOperand Select(OperatorContext op)
    {
        var (condition, whenTrue) = (op.Stored(0), op.Stored(1));
        if (condition.Rank == 1 && whenTrue.Rank > 1)
        {
            var rows = new int[whenTrue.Rank];
            Array.Fill(rows, 1);
            rows[0] = condition.Shape[0];
            condition = op.Reshape(condition, rows);
        }

        return op.Builder.Where(condition, whenTrue, op.Stored(2), op.Label);
    }
}
