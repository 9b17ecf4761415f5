using System.Collections.Immutable;

namespace WebNN;

// Scale and zero point have the input's rank; each of their dimensions divides the input's into blocks that share a value.
public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> QuantizationSignatures =
    [
        new(
            "dequantizeLinear",
            [ParameterRule.Of("input", DataTypes.Quantized), ParameterRule.Of("scale", DataTypes.Float), ParameterRule.As("input", "zeroPoint")],
            [ParameterRule.As("scale", "output")]),
        new(
            "quantizeLinear",
            [ParameterRule.Of("input", DataTypes.Float), ParameterRule.As("input", "scale"), ParameterRule.Of("zeroPoint", DataTypes.Quantized)],
            [ParameterRule.As("zeroPoint", "output")]),
    ];

    /// <summary><c>(input - zeroPoint) * scale</c>. A scale that is not positive is taken as it is: our extension.</summary>
    public MLOperand DequantizeLinear(MLOperand input, MLOperand scale, MLOperand zeroPoint, string label = "")
    {
        var require = Validated("dequantizeLinear", label, input, scale, zeroPoint);
        RequireBlocks(require, input, scale, zeroPoint);
        return Record("dequantizeLinear", [input, scale, zeroPoint], require.Output(scale.DataType, input.Shape.AsSpan()), null, label);
    }

    /// <summary><c>roundEven(input / scale) + zeroPoint</c>, clamped to the zero point's type. A scale that is not positive is taken as it is: our extension.</summary>
    public MLOperand QuantizeLinear(MLOperand input, MLOperand scale, MLOperand zeroPoint, string label = "")
    {
        var require = Validated("quantizeLinear", label, input, scale, zeroPoint);
        RequireBlocks(require, input, scale, zeroPoint);
        return Record("quantizeLinear", [input, scale, zeroPoint], require.Output(zeroPoint.DataType, input.Shape.AsSpan()), null, label);
    }

    private static void RequireBlocks(Require require, MLOperand input, MLOperand scale, MLOperand zeroPoint)
    {
        Broadcasting.RequireBlocks(require, scale, nameof(scale), input);
        require.Shape(zeroPoint, nameof(zeroPoint), scale.Shape.AsSpan());
    }
}
