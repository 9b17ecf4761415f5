using System.Collections.Frozen;
using WebNN.Reference.Operators;

namespace WebNN.Reference;

/// <summary>Computes an operator's outputs.</summary>
internal delegate Tensor[] ComputeOperator(OperatorCall call);

/// <summary>A WebNN operator, by the specification's name, and what computes it.</summary>
internal readonly record struct OperatorRow(string Operator, ComputeOperator Compute)
{
    public OperatorRow(string @operator, Func<OperatorCall, Tensor> compute)
        : this(@operator, call => [compute(call)])
    {
    }
}

/// <summary>Every WebNN operator. A family lists its rows in its own file.</summary>
internal static class OperatorTable
{
    private static readonly FrozenDictionary<string, ComputeOperator> rows = new[]
    {
        Activation.Rows,
        Arithmetic.Rows,
        Comparison.Rows,
        Convolution.Rows,
        Indexing.Rows,
        Joining.Rows,
        Layout.Rows,
        MatrixProduct.Rows,
        Normalization.Rows,
        Pooling.Rows,
        Quantization.Rows,
        Ranking.Rows,
        Recurrent.Rows,
        Reduction.Rows,
        Resizing.Rows,
        Selection.Rows,
    }.SelectMany(family => family).ToFrozenDictionary(row => row.Operator, row => row.Compute, StringComparer.Ordinal);

    public static IEnumerable<string> Operators => rows.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="UnsupportedException">There is no such operator.</exception>
    public static ComputeOperator Find(MLNode node) => rows.TryGetValue(node.Operator, out var compute)
        ? compute
        : throw new UnsupportedException($"{node.Subject}: the reference context has no {node.Operator}");
}
