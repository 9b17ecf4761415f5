using System.Collections.Immutable;

namespace WebNN;

// add, sub, mul, div, max, min, pow: two operands of one type, broadcast against each other.
public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> ArithmeticSignatures = OperatorSignature.Each(
        "add sub mul div max min pow",
        name => new(name, [ParameterRule.Of("a", DataTypes.Any), ParameterRule.As("a", "b")], [ParameterRule.As("a", "output")]));

    public MLOperand Add(MLOperand a, MLOperand b, string label = "") => Binary("add", a, b, label);

    public MLOperand Sub(MLOperand a, MLOperand b, string label = "") => Binary("sub", a, b, label);

    public MLOperand Mul(MLOperand a, MLOperand b, string label = "") => Binary("mul", a, b, label);

    /// <summary>Integers divide towards zero.</summary>
    public MLOperand Div(MLOperand a, MLOperand b, string label = "") => Binary("div", a, b, label);

    public MLOperand Max(MLOperand a, MLOperand b, string label = "") => Binary("max", a, b, label);

    public MLOperand Min(MLOperand a, MLOperand b, string label = "") => Binary("min", a, b, label);

    public MLOperand Pow(MLOperand a, MLOperand b, string label = "") => Binary("pow", a, b, label);

    private MLOperand Binary(string name, MLOperand a, MLOperand b, string label)
    {
        var require = Validated(name, label, a, b);
        return Record(name, [a, b], require.Output(a.DataType, Broadcasting.Shape(require, a, b)), null, label);
    }
}
