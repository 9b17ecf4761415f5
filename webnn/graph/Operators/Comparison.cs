namespace WebNN;

// Comparisons and logic. WebNN has no boolean type: a truth value is a uint8, 0 or 1 (any value but 0 counts as true).
public sealed partial class MLGraphBuilder
{
    public MLOperand Equal(MLOperand a, MLOperand b, string label = "") => Compare("equal", a, b, DataTypes.Any, label);

    public MLOperand NotEqual(MLOperand a, MLOperand b, string label = "") => Compare("notEqual", a, b, DataTypes.Any, label);

    public MLOperand Greater(MLOperand a, MLOperand b, string label = "") => Compare("greater", a, b, DataTypes.Any, label);

    public MLOperand GreaterOrEqual(MLOperand a, MLOperand b, string label = "") => Compare("greaterOrEqual", a, b, DataTypes.Any, label);

    public MLOperand Lesser(MLOperand a, MLOperand b, string label = "") => Compare("lesser", a, b, DataTypes.Any, label);

    public MLOperand LesserOrEqual(MLOperand a, MLOperand b, string label = "") => Compare("lesserOrEqual", a, b, DataTypes.Any, label);

    public MLOperand LogicalAnd(MLOperand a, MLOperand b, string label = "") => Compare("logicalAnd", a, b, DataTypes.Uint8, label);

    public MLOperand LogicalOr(MLOperand a, MLOperand b, string label = "") => Compare("logicalOr", a, b, DataTypes.Uint8, label);

    public MLOperand LogicalXor(MLOperand a, MLOperand b, string label = "") => Compare("logicalXor", a, b, DataTypes.Uint8, label);

    public MLOperand LogicalNot(MLOperand a, string label = "") => Test("logicalNot", a, DataTypes.Uint8, label);

    public MLOperand IsNaN(MLOperand a, string label = "") => Test("isNaN", a, DataTypes.Any, label);

    public MLOperand IsInfinite(MLOperand a, string label = "") => Test("isInfinite", a, DataTypes.Any, label);

    private MLOperand Compare(string name, MLOperand a, MLOperand b, DataTypes allowed, string label)
    {
        var require = new Require(name, label);
        require.Type(a, nameof(a), allowed);
        require.SameType(b, nameof(b), a, nameof(a));
        return Record(name, [a, b], require.Output(MLOperandDataType.Uint8, Broadcasting.Shape(require, a, b)), null, label);
    }

    private MLOperand Test(string name, MLOperand a, DataTypes allowed, string label)
    {
        var require = new Require(name, label);
        require.Type(a, nameof(a), allowed);
        return Record(name, [a], require.Output(MLOperandDataType.Uint8, a.Shape.AsSpan()), null, label);
    }
}
