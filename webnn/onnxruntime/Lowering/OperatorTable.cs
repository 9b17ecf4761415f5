using System.Collections.Frozen;
using WebNN.OnnxRuntime.Operators;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>Emits the ONNX nodes that compute one WebNN operator, or throws <see cref="UnsupportedException"/>.</summary>
internal delegate void LowerOperator(OperatorContext op);

/// <summary>A WebNN operator, by the specification's name, and its lowering.</summary>
internal sealed record OperatorRow(string Operator, LowerOperator Lower);

/// <summary>Every WebNN operator that this backend runs. A family lists its rows in its own file.</summary>
internal static class OperatorTable
{
    private static readonly FrozenDictionary<string, LowerOperator> Rows = new[]
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
    }.SelectMany(family => family).ToFrozenDictionary(row => row.Operator, row => row.Lower, StringComparer.Ordinal);

    /// <summary>The names of all operators that have a lowering.</summary>
    public static IEnumerable<string> Operators => Rows.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="UnsupportedException">There is no lowering.</exception>
    public static LowerOperator Find(MLNode node) => Rows.TryGetValue(node.Operator, out var lower)
        ? lower
        : throw new UnsupportedException($"{node.Subject}: the ONNX Runtime backend has no {node.Operator}");
}
