namespace WebNN;

// One operand in, its shape out, no attributes; and cast, which changes the type.
public sealed partial class MLGraphBuilder
{
    public MLOperand Abs(MLOperand input, string label = "") => Unary("abs", input, DataTypes.Signed, label);

    public MLOperand Ceil(MLOperand input, string label = "") => Unary("ceil", input, DataTypes.Float, label);

    public MLOperand Cos(MLOperand input, string label = "") => Unary("cos", input, DataTypes.Float, label);

    public MLOperand Erf(MLOperand input, string label = "") => Unary("erf", input, DataTypes.Float, label);

    public MLOperand Exp(MLOperand input, string label = "") => Unary("exp", input, DataTypes.Float, label);

    public MLOperand Floor(MLOperand input, string label = "") => Unary("floor", input, DataTypes.Float, label);

    public MLOperand Identity(MLOperand input, string label = "") => Unary("identity", input, DataTypes.Any, label);

    public MLOperand Log(MLOperand input, string label = "") => Unary("log", input, DataTypes.Float, label);

    public MLOperand Neg(MLOperand input, string label = "") => Unary("neg", input, DataTypes.Signed, label);

    public MLOperand Reciprocal(MLOperand input, string label = "") => Unary("reciprocal", input, DataTypes.Float, label);

    /// <summary>Rounds halves to the even neighbour.</summary>
    public MLOperand RoundEven(MLOperand input, string label = "") => Unary("roundEven", input, DataTypes.Float, label);

    public MLOperand Sin(MLOperand input, string label = "") => Unary("sin", input, DataTypes.Float, label);

    public MLOperand Sign(MLOperand input, string label = "") => Unary("sign", input, DataTypes.Signed, label);

    public MLOperand Sqrt(MLOperand input, string label = "") => Unary("sqrt", input, DataTypes.Float, label);

    public MLOperand Tan(MLOperand input, string label = "") => Unary("tan", input, DataTypes.Float, label);

    /// <summary>Floats become integers by truncation; what does not fit is the backend's to choose.</summary>
    public MLOperand Cast(MLOperand input, MLOperandDataType type, string label = "")
    {
        var require = new Require("cast", label);
        require.Type(input, nameof(input), DataTypes.Any);
        require.That(Enum.IsDefined(type), $"type is not a WebNN data type (expected {DataTypes.Any.Text()}, found {(int)type})");
        return Record("cast", [input], require.Output(type, input.Shape.AsSpan()), null, label);
    }

    private MLOperand Unary(string name, MLOperand input, DataTypes allowed, string label, object? options = null)
    {
        var require = new Require(name, label);
        require.Type(input, nameof(input), allowed);
        return Record(name, [input], input.Descriptor, options, label);
    }
}
