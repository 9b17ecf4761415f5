using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> SelectionSignatures =
    [
        OperatorSignature.Unary("triangular", DataTypes.Any, new MLTriangularOptions(), minRank: 2),
        new(
            "where",
            [ParameterRule.Of("condition", DataTypes.Uint8), ParameterRule.Of("trueValue", DataTypes.Any), ParameterRule.As("trueValue", "falseValue")],
            [ParameterRule.As("trueValue", "output")]),
    ];

    /// <summary>Keeps one triangle of the matrices in the two last axes; the rest becomes 0.</summary>
    public MLOperand Triangular(MLOperand input, MLTriangularOptions? options = null, string label = "")
    {
        Validated("triangular", label, input);
        return Record("triangular", [input], input.Descriptor, options ?? new(), label);
    }

    /// <summary><paramref name="trueValue"/> where <paramref name="condition"/> is not 0; all three broadcast.</summary>
    public MLOperand Where(MLOperand condition, MLOperand trueValue, MLOperand falseValue, string label = "")
    {
        var require = Validated("where", label, condition, trueValue, falseValue);
        var values = Broadcasting.Shape(require, trueValue, falseValue);
        var shape = Broadcasting.Shape(require, condition.Shape.AsSpan(), values);
        return Record("where", [condition, trueValue, falseValue], require.Output(trueValue.DataType, shape), null, label);
    }
}
