using System.Collections.Immutable;

namespace WebNN;

// Comparisons and logic. WebNN has no boolean type: a truth value is a uint8, 0 or 1 (any value but 0 counts as true).
public sealed partial class MLGraphBuilder
{
    private static readonly ParameterRule truth = ParameterRule.Of("output", DataTypes.Uint8);

    internal static readonly ImmutableArray<OperatorSignature> ComparisonSignatures =
    [
        .. OperatorSignature.Each("equal notEqual greater greaterOrEqual lesser lesserOrEqual", name => Comparison(name, DataTypes.Any)),
        .. OperatorSignature.Each("logicalAnd logicalOr logicalXor", name => Comparison(name, DataTypes.Uint8)),
        new("logicalNot", [ParameterRule.Of("a", DataTypes.Uint8)], [truth]),
        .. OperatorSignature.Each("isNaN isInfinite", name => new(name, [ParameterRule.Of("a", DataTypes.Any)], [truth])),
    ];

    public MLOperand Equal(MLOperand a, MLOperand b, string label = "") => Compare("equal", a, b, label);

    public MLOperand NotEqual(MLOperand a, MLOperand b, string label = "") => Compare("notEqual", a, b, label);

    public MLOperand Greater(MLOperand a, MLOperand b, string label = "") => Compare("greater", a, b, label);

    public MLOperand GreaterOrEqual(MLOperand a, MLOperand b, string label = "") => Compare("greaterOrEqual", a, b, label);

    public MLOperand Lesser(MLOperand a, MLOperand b, string label = "") => Compare("lesser", a, b, label);

    public MLOperand LesserOrEqual(MLOperand a, MLOperand b, string label = "") => Compare("lesserOrEqual", a, b, label);

    public MLOperand LogicalAnd(MLOperand a, MLOperand b, string label = "") => Compare("logicalAnd", a, b, label);

    public MLOperand LogicalOr(MLOperand a, MLOperand b, string label = "") => Compare("logicalOr", a, b, label);

    public MLOperand LogicalXor(MLOperand a, MLOperand b, string label = "") => Compare("logicalXor", a, b, label);

    public MLOperand LogicalNot(MLOperand a, string label = "") => Test("logicalNot", a, label);

    /// <summary>Of integers, which drafts before 2026 refuse, all 0.</summary>
    public MLOperand IsNaN(MLOperand a, string label = "") => Test("isNaN", a, label);

    /// <inheritdoc cref="IsNaN"/>
    public MLOperand IsInfinite(MLOperand a, string label = "") => Test("isInfinite", a, label);

    private static OperatorSignature Comparison(string name, DataTypes types) =>
        new(name, [ParameterRule.Of("a", types), ParameterRule.As("a", "b")], [truth]);

    private MLOperand Compare(string name, MLOperand a, MLOperand b, string label)
    {
        var require = Validated(name, label, a, b);
        return Record(name, [a, b], require.Output(MLOperandDataType.Uint8, Broadcasting.Shape(require, a, b)), null, label);
    }

    private MLOperand Test(string name, MLOperand a, string label)
    {
        var require = Validated(name, label, a);
        return Record(name, [a], require.Output(MLOperandDataType.Uint8, a.Shape.AsSpan()), null, label);
    }
}
