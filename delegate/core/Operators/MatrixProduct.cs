using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>FULLY_CONNECTED, BATCH_MATMUL.</summary>
internal static class MatrixProduct
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteFullyConnectedParams>(BuiltinOperator.FullyConnected, maxVersion: 12, FullyConnected).WithInt16(),
        OperatorRow.Of<TfLiteBatchMatMulParams>(BuiltinOperator.BatchMatmul, maxVersion: 4, BatchMatmul).WithInt16(),
    ];

    /// <summary>Rows of the input's last elements, however many axes it has. Reshapes work on the stored elements, so that they cost nothing.</summary>
    private static MLOperand FullyConnected(OperatorContext op, TfLiteFullyConnectedParams p)
    {
        op.Require(p.WeightsFormat == TfLiteFullyConnectedWeightsFormat.Default, $"weights in the format {p.WeightsFormat}");
        var weights = op.Filter(1, rank: 2, outputs: 0, zeroPoint: true);
        var (outputs, depth) = (weights.Shape[0], weights.Shape[1]);
        var tensor = op.InputTensor(0);
        var elements = tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension);
        op.Require(elements % depth == 0, $"input 0 is {tensor}; weights take {depth} a row");
        var rows = (int)(elements / depth);
        var input = tensor.Shape.AsSpan().SequenceEqual([rows, depth])
            ? op.Input(0)
            : tensor.IsQuantizedByte() ? op.Real(op.Reshape(op.Stored(0), rows, depth), tensor)
            : op.Reshape(op.Input(0), rows, depth);

        var product = op.Builder.Gemm(input, weights, op.Bias(2, 0, 1, outputs), new() { BTranspose = true }, op.Label);
        return op.Reshape(op.Activate(product, p.Activation), op.OutputShape());
    }

    private static MLOperand BatchMatmul(OperatorContext op, TfLiteBatchMatMulParams p)
    {
        var a = Oriented(op, op.Input(0), p.AdjX);
        var b = Oriented(op, op.Input(1), p.AdjY);
        var product = op.Builder.Matmul(a, b, op.Label);
        return op.ProductOfInt16(0, 1) is { } factors ? op.Builder.Mul(product, op.Scalar(product, factors.Correction), op.Label) : product;
    }

    private static MLOperand Oriented(OperatorContext op, MLOperand matrix, bool transposed)
    {
        op.Require(matrix.Rank >= 2, $"a matrix of rank {matrix.Rank}");
        if (!transposed)
        {
            return matrix;
        }

        ImmutableArray<int> axes = [.. Enumerable.Range(0, matrix.Rank - 2), matrix.Rank - 1, matrix.Rank - 2];
        return op.Builder.Transpose(matrix, axes.AsSpan(), op.Label);
    }
}
