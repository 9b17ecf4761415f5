using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WebNN;

/// <summary>The signatures of all operations. A family lists its own in its file.</summary>
internal static class OperatorSignatures
{
    private static readonly FrozenDictionary<string, OperatorSignature> Rows = new ImmutableArray<OperatorSignature>[]
    {
        MLGraphBuilder.ActivationSignatures,
        MLGraphBuilder.ArithmeticSignatures,
        MLGraphBuilder.ComparisonSignatures,
        MLGraphBuilder.ConvolutionSignatures,
        MLGraphBuilder.ElementwiseUnarySignatures,
        MLGraphBuilder.IndexingSignatures,
        MLGraphBuilder.JoiningSignatures,
        MLGraphBuilder.LayoutSignatures,
        MLGraphBuilder.MatrixProductSignatures,
        MLGraphBuilder.NormalizationSignatures,
        MLGraphBuilder.PaddingSignatures,
        MLGraphBuilder.PoolingSignatures,
        MLGraphBuilder.QuantizationSignatures,
        MLGraphBuilder.RecurrentSignatures,
        MLGraphBuilder.ReductionSignatures,
        MLGraphBuilder.ResizingSignatures,
        MLGraphBuilder.SelectionSignatures,
    }.SelectMany(family => family).ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>In the order of their names.</summary>
    public static IEnumerable<OperatorSignature> All => Rows.Values.OrderBy(row => row.Name, StringComparer.Ordinal);

    public static OperatorSignature Find(string name) => Rows[name];
}
