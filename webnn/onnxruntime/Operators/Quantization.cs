using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>quantizeLinear, dequantizeLinear, cast. Patterns that run in integers are found before these are reached.</summary>
internal static class Quantization
{
    public static readonly OperatorRow[] Rows =
    [
        new("cast", Cast),
        new("dequantizeLinear", DequantizeLinear),
        new("quantizeLinear", QuantizeLinear),
    ];

    private static void DequantizeLinear(OperatorContext op)
    {
        var x = op.Stored(0);
        if (QuantizationParameters.Of(op.Node) is { } parameters && x.Type is OrtElementType.UInt8 or OrtElementType.Int32
            && (x.Type is OrtElementType.UInt8 || !parameters.ZeroPoints.AsSpan().ContainsAnyExcept(0)))
        {
            var zeroPoint = x.Type is OrtElementType.UInt8 ? StoredZeroPoint(op, parameters) : null;
            op.Result(op.Emit("DequantizeLinear", [x, Scale(op, parameters), zeroPoint], OrtElementType.Float, op.OutputShape, Axis(parameters)));
            return;
        }

        // Computed, blockwise or otherwise unusual parameters: the definition itself.
        var input = op.Input(0);
        var scale = Expanded(op, op.Input(1), input.Shape);
        var offset = Expanded(op, op.Input(2), input.Shape);
        var wide = input.Type is OrtElementType.UInt32 or OrtElementType.Int32 ? OrtElementType.Int64 : OrtElementType.Int32;
        var difference = op.Emit("Sub", [op.Cast(input, wide), op.Cast(offset, wide)], wide, input.Shape);

        // In float: a half holds no difference of more than 65504, though it may hold the product.
        var product = op.Emit("Mul", [op.Cast(difference, OrtElementType.Float), op.Cast(scale, OrtElementType.Float)], OrtElementType.Float, input.Shape);
        op.Result(op.Cast(product, scale.Type));
    }

    private static void QuantizeLinear(OperatorContext op)
    {
        var x = op.Input(0);
        var type = op.Node.Output.DataType;
        if (QuantizationParameters.Of(op.Node) is { } parameters && type is MLOperandDataType.Int8 or MLOperandDataType.Uint8)
        {
            var result = op.Emit("QuantizeLinear", [x, Scale(op, parameters), StoredZeroPoint(op, parameters)], OrtElementType.UInt8, op.OutputShape, Axis(parameters));
            op.Result(result with { Shifted = type is MLOperandDataType.Int8 });
            return;
        }

        var scaled = op.EmitLike("Round", [op.EmitLike("Div", [x, Expanded(op, op.Input(1), x.Shape)])]);
        var (minimum, maximum) = Range(op, type);

        // In double: an int32 result needs more digits than a float has.
        var offset = op.Cast(Expanded(op, op.Input(2), x.Shape), OrtElementType.Double);
        var sum = op.EmitLike("Add", [op.Cast(scaled, OrtElementType.Double), offset]);
        var bounded = op.EmitLike("Clip", [sum, op.Graph.Scalar(OrtElementType.Double, minimum), op.Graph.Scalar(OrtElementType.Double, maximum)]);
        op.Result(op.Cast(bounded, OnnxTypes.Of(type)));
    }

    private static (double Minimum, double Maximum) Range(OperatorContext op, MLOperandDataType type) => type switch
    {
        MLOperandDataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        MLOperandDataType.Uint8 => (byte.MinValue, byte.MaxValue),
        MLOperandDataType.Int32 => (int.MinValue, int.MaxValue),
        MLOperandDataType.Uint32 => (uint.MinValue, uint.MaxValue),
        _ => throw op.Refuse($"quantizes to {type}"),
    };

    /// <summary>Per tensor: rank 0, since some integer kernels refuse rank 1.</summary>
    private static OnnxValue Scale(OperatorContext op, QuantizationParameters parameters) => parameters.PerTensor
        ? op.Graph.Scalar(OrtElementType.Float, parameters.Scale)
        : op.Graph.Constant(OrtElementType.Float, [parameters.Scales.Length], parameters.Scales);

    private static OnnxValue StoredZeroPoint(OperatorContext op, QuantizationParameters parameters)
    {
        var shift = parameters.Type is MLOperandDataType.Int8 ? 128 : 0;
        return parameters.PerTensor
            ? op.Graph.Scalar(OrtElementType.UInt8, parameters.StoredZeroPoint)
            : op.Graph.Constant(OrtElementType.UInt8, [parameters.ZeroPoints.Length], parameters.ZeroPoints.Select(zeroPoint => (byte)(zeroPoint + shift)).ToArray());
    }

    private static OnnxAttribute Axis(QuantizationParameters parameters) => OnnxAttribute.Int("axis", Math.Max(parameters.Axis, 0));

    /// <summary>A scale or zero point, each element repeated over its block.</summary>
    private static OnnxValue Expanded(OperatorContext op, OnnxValue parameter, ImmutableArray<int> shape)
    {
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var (blocks, size) = (parameter.Shape[axis], shape[axis]);
            if (blocks == size || blocks == 1)
            {
                continue;
            }

            var apart = parameter.Shape.Insert(axis + 1, 1);
            var repeated = apart.SetItem(axis + 1, size / blocks);
            var copies = op.Emit("Expand", [op.Lowering.Reshape(parameter, apart), op.Graph.Integers(repeated)], parameter.Type, repeated);
            parameter = op.Lowering.Reshape(copies, parameter.Shape.SetItem(axis, size));
        }

        return parameter;
    }

    private static void Cast(OperatorContext op)
    {
        var x = op.Stored(0);
        var type = OnnxTypes.Of(op.Node.Output.DataType);
        if (x.Shifted && type is OrtElementType.Int8)
        {
            op.Result(op.Move("Identity", [x]));
            return;
        }

        // A u8 tensor widens to any type; taking the shift off there is cheaper than making true int8 first.
        var wide = x.Shifted && type is OrtElementType.UInt8 ? OrtElementType.Int32 : type;
        if (x.Shifted && type is not (OrtElementType.UInt32 or OrtElementType.UInt64))
        {
            var widened = op.Cast(x, wide);
            op.Result(op.Cast(op.EmitLike("Sub", [widened, op.Graph.Scalar(wide, 128)]), type));
            return;
        }

        op.Result(Converted(op, op.Input(0), type));
    }

    private static OnnxValue Converted(OperatorContext op, OnnxValue x, OrtElementType type) =>
        x.Type == type ? op.EmitLike("Identity", [x]) : op.Cast(x, type);
}
