using System.Collections.Immutable;

namespace WebNN.Reference.Operators;

/// <summary>gemm, matmul.</summary>
internal static class MatrixProduct
{
    public static readonly OperatorRow[] Rows = [new("gemm", Gemm), new("matmul", Matmul)];

    /// <summary>A matrix within a tensor: where it begins, and how far apart its rows and columns are.</summary>
    private readonly record struct Matrix(double[] Elements, int Start, int RowStride, int ColumnStride)
    {
        public double this[int row, int column] => Elements[Start + (row * RowStride) + (column * ColumnStride)];
    }

    private static Tensor Gemm(OperatorCall call)
    {
        var options = call.Options<MLGemmOptions>();
        var (a, b, c) = (call.Input(0), call.Input(1), call.OptionalInput(2)?.Stretch(call.Output.Shape));
        var (rows, columns) = (call.Output.Shape[0], call.Output.Shape[1]);
        var products = new double[rows * columns];
        Multiply(
            Of(a, options.ATranspose), Of(b, options.BTranspose), (rows, a.Shape[options.ATranspose ? 0 : 1], columns), products);
        for (var i = 0; i < products.Length; i++)
        {
            products[i] = (options.Alpha * products[i]) + (c is null ? 0 : options.Beta * c.Reals[i]);
        }

        return Tensor.Of(call.Output, products);
    }

    private static Tensor Matmul(OperatorCall call)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        var (rows, inner, columns) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        ImmutableArray<int> batches = call.Output.Shape[..^2];
        var (left, right) = (Positions.Broadcast(a.Shape[..^2], batches), Positions.Broadcast(b.Shape[..^2], batches));
        var results = new double[call.Output.ElementCount];
        for (var batch = 0; batch < left.Length; batch++)
        {
            Multiply(
                new(a.Reals, left[batch] * rows * inner, inner, 1),
                new(b.Reals, right[batch] * inner * columns, columns, 1),
                (rows, inner, columns),
                results.AsSpan(batch * rows * columns));
        }

        return Tensor.Of(call.Output, results);
    }

    private static Matrix Of(Tensor tensor, bool transposed) =>
        transposed ? new(tensor.Reals, 0, 1, tensor.Shape[1]) : new(tensor.Reals, 0, tensor.Shape[1], 1);

    private static void Multiply(Matrix a, Matrix b, (int Rows, int Inner, int Columns) sizes, Span<double> results)
    {
        for (var row = 0; row < sizes.Rows; row++)
        {
            for (var k = 0; k < sizes.Inner; k++)
            {
                var factor = a[row, k];
                for (var column = 0; column < sizes.Columns; column++)
                {
                    results[(row * sizes.Columns) + column] += factor * b[k, column];
                }
            }
        }
    }
}
