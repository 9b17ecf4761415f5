using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation.Operators;

namespace WebNN.TfLite.Delegation;

/// <summary>Every TFLite builtin the delegate can translate. A family lists its rows in its own file.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<int, OperatorRow> rows = new[]
    {
        Activation.Rows,
        Arithmetic.Rows,
        BatchSpace.Rows,
        Comparison.Rows,
        Convolution.Rows,
        ElementwiseUnary.Rows,
        Indexing.Rows,
        Joining.Rows,
        Layout.Rows,
        Lookup.Rows,
        MatrixProduct.Rows,
        Operators.Normalization.Rows,
        Padding.Rows,
        Pooling.Rows,
        Operators.Quantization.Rows,
        Recurrent.Rows,
        Reduction.Rows,
        Resizing.Rows,
        Scattering.Rows,
        Selection.Rows,
        ShapeValues.Rows,
        Spectral.Rows,
        Spreading.Rows,
        Trigonometry.Rows,
        Volume.Rows,
    }.SelectMany(family => family).ToDictionary(row => (int)row.Code);

    /// <summary>What WebNN has no operator, type or composition for, whoever translates: strings, random numbers, resources.</summary>
    private static bool IsInexpressible(BuiltinOperator code) => code is BuiltinOperator.LshProjection or BuiltinOperator.SkipGram or BuiltinOperator.Unique
        or BuiltinOperator.Where or BuiltinOperator.NonMaxSuppressionV4 or BuiltinOperator.NonMaxSuppressionV5 or BuiltinOperator.Hashtable
        or BuiltinOperator.HashtableFind or BuiltinOperator.HashtableImport or BuiltinOperator.HashtableSize or BuiltinOperator.RandomStandardNormal
        or BuiltinOperator.RandomUniform or BuiltinOperator.Multinomial or BuiltinOperator.VarHandle or BuiltinOperator.ReadVariable
        or BuiltinOperator.AssignVariable or BuiltinOperator.CallOnce or BuiltinOperator.If or BuiltinOperator.While;

    public static IEnumerable<OperatorRow> All => rows.Values.OrderBy(row => row.Code);

    public static OperatorRow? Find(BuiltinOperator code) => rows.GetValueOrDefault((int)code);

    /// <summary>The row that translates <paramref name="node"/>.</summary>
    /// <exception cref="UnsupportedException">There is none, or the node's version is newer than the row.</exception>
    public static OperatorRow Find(NodeInfo node)
    {
        if (node.Objection is { } objection)
        {
            throw new UnsupportedException(objection);
        }

        if (node.Code == BuiltinOperator.Custom)
        {
            return node.CustomOperators.Find(node.CustomName) ?? throw new UnsupportedException($"custom operator {node.CustomName ?? "without a name"}");
        }

        var name = node.Code.SchemaName();
        var row = Find(node.Code) ?? throw new UnsupportedException(
            IsInexpressible(node.Code) ? $"{name}: no WebNN equivalent" : $"{name}: not translated by this version");
        return node.Version <= row.MaxVersion
            ? row
            : throw new UnsupportedException($"{name}: version {node.Version} of the operator; known up to {row.MaxVersion}");
    }
}
