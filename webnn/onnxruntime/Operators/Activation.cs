using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>clamp, elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, prelu, relu, sigmoid, softmax, softplus, softsign, tanh.</summary>
internal static class Activation
{
    public static readonly OperatorRow[] Rows =
    [
        new("clamp", Clamp),
        new("elu", op => Float(op, "Elu", Alpha(op))),
        new("gelu", op => Float(op, "Gelu")),
        new("hardSigmoid", op => Float(op, "HardSigmoid", Alpha(op), OnnxAttribute.Float("beta", op.Options<MLAlphaBetaOptions>().Beta))),
        new("hardSwish", op => Float(op, "HardSwish")),
        new("leakyRelu", op => Float(op, "LeakyRelu", Alpha(op))),
        new("linear", Linear),
        new("prelu", Prelu),
        new("relu", Relu),
        new("sigmoid", op => Float(op, "Sigmoid")),
        new("softmax", op => Float(op, "Softmax", OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis))),
        new("softplus", op => Float(op, "Softplus")),
        new("softsign", op => Float(op, "Softsign")),
        new("tanh", op => Float(op, "Tanh")),
    ];

    private static OnnxAttribute Alpha(OperatorContext op) => OnnxAttribute.Float("alpha", op.Options<MLAlphaBetaOptions>().Alpha);

    private static void Float(OperatorContext op, string @operator, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Result(op.EmitLike(@operator, [op.Input(0)], attributes));

    private static void Clamp(OperatorContext op)
    {
        var options = op.Options<MLClampOptions>();
        var x = op.Stored(0);
        var shift = x.Shifted ? 128 : 0;
        OnnxValue? Bound(double? value) => value is { } bound && !double.IsInfinity(bound) ? op.Graph.Scalar(x.Type, Limit(x.Type, bound + shift)) : null;
        op.Result(op.EmitLike("Clip", [x, Bound(options.MinValue), Bound(options.MaxValue)]) with { Shifted = x.Shifted });
    }

    /// <summary>A bound outside the type's range is the range's own end.</summary>
    private static double Limit(OrtElementType type, double bound) => type switch
    {
        OrtElementType.UInt8 => Math.Clamp(bound, byte.MinValue, byte.MaxValue),
        OrtElementType.Int32 => Math.Clamp(bound, int.MinValue, int.MaxValue),
        OrtElementType.UInt32 => Math.Clamp(bound, uint.MinValue, uint.MaxValue),
        OrtElementType.UInt64 => Math.Max(bound, 0),
        _ => bound,
    };

    private static void Linear(OperatorContext op)
    {
        var (x, options) = (op.Input(0), op.Options<MLAlphaBetaOptions>());
        var scaled = op.EmitLike("Mul", [x, op.Graph.Scalar(x.Type, options.Alpha)]);
        op.Result(op.EmitLike("Add", [scaled, op.Graph.Scalar(x.Type, options.Beta)]));
    }

    private static void Prelu(OperatorContext op)
    {
        var (x, slope) = (op.Input(0), op.Input(1));
        if (x.Type.IsFloat() && x.Shape.AsSpan().SequenceEqual(op.OutputShape.AsSpan()))
        {
            op.Result(op.EmitLike("PRelu", [x, slope]));
            return;
        }

        // max(x, 0) + slope * min(x, 0): for integers, and for a slope that is larger than the input.
        var zero = op.Graph.Scalar(x.Type, 0);
        var negative = op.Emit("Mul", [op.EmitLike("Min", [x, zero]), slope], x.Type, op.OutputShape);
        op.Result(op.EmitLike("Add", [negative, op.EmitLike("Max", [x, zero])]));
    }

    private static void Relu(OperatorContext op)
    {
        var x = op.Stored(0);
        if (x.Shifted)
        {
            op.Result(op.EmitLike("Clip", [x, op.Graph.Scalar(x.Type, 128), null]) with { Shifted = true });
            return;
        }

        op.Result(x.Type.IsFloat() ? op.EmitLike("Relu", [x]) : op.EmitLike("Max", [x, op.Graph.Scalar(x.Type, 0)]));
    }
}
