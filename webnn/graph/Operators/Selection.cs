namespace WebNN;

public sealed partial class MLGraphBuilder
{
    /// <summary>Keeps one triangle of the matrices in the two last axes; the rest becomes 0.</summary>
    public MLOperand Triangular(MLOperand input, MLTriangularOptions? options = null, string label = "")
    {
        var require = new Require("triangular", label);
        require.Type(input, nameof(input), DataTypes.Any);
        require.RankAtLeast(input, nameof(input), 2);
        return Record("triangular", [input], input.Descriptor, options ?? new(), label);
    }

    /// <summary><paramref name="trueValue"/> where <paramref name="condition"/> is not 0; all three broadcast.</summary>
    public MLOperand Where(MLOperand condition, MLOperand trueValue, MLOperand falseValue, string label = "")
    {
        var require = new Require("where", label);
        require.Type(condition, nameof(condition), DataTypes.Uint8);
        require.Type(trueValue, nameof(trueValue), DataTypes.Any);
        require.SameType(falseValue, nameof(falseValue), trueValue, nameof(trueValue));
        var values = Broadcasting.Shape(require, trueValue, falseValue);
        var shape = Broadcasting.Shape(require, condition.Shape.AsSpan(), values);
        return Record("where", [condition, trueValue, falseValue], require.Output(trueValue.DataType, shape), null, label);
    }
}
