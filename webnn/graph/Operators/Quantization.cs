namespace WebNN;

// Scale and zero point have the input's rank; each of their dimensions divides the input's into blocks that share a value.
public sealed partial class MLGraphBuilder
{
    /// <summary><c>(input - zeroPoint) * scale</c>.</summary>
    public MLOperand DequantizeLinear(MLOperand input, MLOperand scale, MLOperand zeroPoint, string label = "")
    {
        var require = new Require("dequantizeLinear", label);
        require.Type(input, nameof(input), DataTypes.Quantized);
        require.Type(scale, nameof(scale), DataTypes.Float);
        require.SameType(zeroPoint, nameof(zeroPoint), input, nameof(input));
        RequireBlocks(require, input, scale, zeroPoint);
        return Record("dequantizeLinear", [input, scale, zeroPoint], require.Output(scale.DataType, input.Shape.AsSpan()), null, label);
    }

    /// <summary><c>roundEven(input / scale) + zeroPoint</c>, clamped to the zero point's type.</summary>
    public MLOperand QuantizeLinear(MLOperand input, MLOperand scale, MLOperand zeroPoint, string label = "")
    {
        var require = new Require("quantizeLinear", label);
        require.Type(input, nameof(input), DataTypes.Float);
        require.SameType(scale, nameof(scale), input, nameof(input));
        require.Type(zeroPoint, nameof(zeroPoint), DataTypes.Quantized);
        RequireBlocks(require, input, scale, zeroPoint);
        return Record("quantizeLinear", [input, scale, zeroPoint], require.Output(zeroPoint.DataType, input.Shape.AsSpan()), null, label);
    }

    private static void RequireBlocks(Require require, MLOperand input, MLOperand scale, MLOperand zeroPoint)
    {
        Broadcasting.RequireBlocks(require, scale, nameof(scale), input);
        require.Shape(zeroPoint, nameof(zeroPoint), scale.Shape.AsSpan());
    }
}
