using System.Collections.Immutable;

namespace WebNN;

// One operand in, its shape out, no attributes; and cast, which changes the type.
public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> ElementwiseUnarySignatures =
    [
        .. OperatorSignature.Each("abs neg sign", name => OperatorSignature.Unary(name, DataTypes.Signed)),
        .. OperatorSignature.Each(
            "ceil cos erf exp floor log reciprocal roundEven sin sqrt tan", name => OperatorSignature.Unary(name, DataTypes.Float)),
        OperatorSignature.Unary("identity", DataTypes.Any),
        new("cast", [ParameterRule.Of("input", DataTypes.Any)], [ParameterRule.Of("output", DataTypes.Any)]),
    ];

    public MLOperand Abs(MLOperand input, string label = "") => Unary("abs", input, label);

    public MLOperand Ceil(MLOperand input, string label = "") => Unary("ceil", input, label);

    public MLOperand Cos(MLOperand input, string label = "") => Unary("cos", input, label);

    public MLOperand Erf(MLOperand input, string label = "") => Unary("erf", input, label);

    public MLOperand Exp(MLOperand input, string label = "") => Unary("exp", input, label);

    public MLOperand Floor(MLOperand input, string label = "") => Unary("floor", input, label);

    public MLOperand Identity(MLOperand input, string label = "") => Unary("identity", input, label);

    public MLOperand Log(MLOperand input, string label = "") => Unary("log", input, label);

    public MLOperand Neg(MLOperand input, string label = "") => Unary("neg", input, label);

    public MLOperand Reciprocal(MLOperand input, string label = "") => Unary("reciprocal", input, label);

    /// <summary>Rounds halves to the even neighbour.</summary>
    public MLOperand RoundEven(MLOperand input, string label = "") => Unary("roundEven", input, label);

    public MLOperand Sin(MLOperand input, string label = "") => Unary("sin", input, label);

    /// <summary>1 above 0, -1 below, and 0 otherwise: of what is no number, too.</summary>
    public MLOperand Sign(MLOperand input, string label = "") => Unary("sign", input, label);

    public MLOperand Sqrt(MLOperand input, string label = "") => Unary("sqrt", input, label);

    public MLOperand Tan(MLOperand input, string label = "") => Unary("tan", input, label);

    /// <summary>Floats become integers by truncation; what does not fit is the backend's to choose.</summary>
    public MLOperand Cast(MLOperand input, MLOperandDataType type, string label = "")
    {
        var require = Validated("cast", label, input);
        require.That(Enum.IsDefined(type), $"type is not a WebNN data type (expected {DataTypes.Any.Text()}, found {(int)type})");
        return Record("cast", [input], require.Output(type, input.Shape.AsSpan()), null, label);
    }

    private MLOperand Unary(string name, MLOperand input, string label, object? options = null)
    {
        Validated(name, label, input);
        return Record(name, [input], input.Descriptor, options, label);
    }
}
