using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>SELECT, SELECT_V2, MATRIX_DIAG, MATRIX_SET_DIAG, on the stored elements: TFLite does not rescale.</summary>
internal static class Selection
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Select, maxVersion: 4, Select).WithInt16(),
        OperatorRow.Of(
            BuiltinOperator.SelectV2, maxVersion: 2, op => op.Builder.Where(op.Stored(0), op.Stored(1), op.Stored(2), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.MatrixDiag, maxVersion: 1, MatrixDiag),
        OperatorRow.Of(BuiltinOperator.MatrixSetDiag, maxVersion: 1, MatrixSetDiag),
    ];

    private static MLOperand MatrixDiag(OperatorContext op)
    {
        var diagonal = op.Stored(0);
        op.Require(diagonal.Rank >= 1, "a scalar input");
        var size = diagonal.Shape[^1];
        return op.Builder.Where(Identity(op, size, size), op.Reshape(diagonal, [.. diagonal.Shape.Insert(diagonal.Rank - 1, 1)]), op.Scalar(diagonal, 0), op.Label);
    }

    private static MLOperand MatrixSetDiag(OperatorContext op)
    {
        var (matrix, diagonal) = (op.Stored(0), op.Stored(1));
        op.Require(matrix.Rank >= 2 && diagonal.Rank == matrix.Rank - 1, $"a diagonal {diagonal.Descriptor} of {matrix.Descriptor}");
        var (rows, columns) = (matrix.Shape[^2], matrix.Shape[^1]);
        op.Require(diagonal.Shape[^1] == Math.Min(rows, columns), $"a diagonal {diagonal.Descriptor} of {matrix.Descriptor}");

        // A row of as many elements as the matrix has columns stands below itself in every row.
        var missing = columns - diagonal.Shape[^1];
        var row = missing == 0 ? diagonal : op.Builder.Pad(diagonal, new int[diagonal.Rank], [.. new int[diagonal.Rank - 1], missing], new(), op.Label);
        return op.Builder.Where(Identity(op, rows, columns), op.Reshape(row, [.. row.Shape.Insert(row.Rank - 1, 1)]), matrix, op.Label);
    }

    /// <summary>1 on the diagonal.</summary>
    private static MLOperand Identity(OperatorContext op, int rows, int columns) => op.Builder.Constant(
        new MLOperandDescriptor(MLOperandDataType.Uint8, [rows, columns]),
        (byte[])[.. Enumerable.Range(0, rows * columns).Select(i => i / columns == i % columns ? (byte)1 : (byte)0)]);

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
