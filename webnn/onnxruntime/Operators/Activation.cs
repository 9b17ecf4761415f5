using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;
using WebNN.OnnxRuntime.Patterns;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>clamp, elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, prelu, relu, sigmoid, softmax, softplus, softsign, tanh.</summary>
internal static class Activation
{
    public static readonly OperatorRow[] Rows =
    [
        new("clamp", Clamp),
        new("elu", op => Float(op, "Elu", Alpha(op))),
        new("gelu", Gelu),
        new("hardSigmoid", op => Float(op, "HardSigmoid", Alpha(op), OnnxAttribute.Float("beta", (float)op.Options<MLAlphaBetaOptions>().Beta))),
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

    private static OnnxAttribute Alpha(OperatorContext op) => OnnxAttribute.Float("alpha", (float)op.Options<MLAlphaBetaOptions>().Alpha);

    private static void Float(OperatorContext op, string @operator, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Result(op.EmitLike(@operator, [op.Input(0)], attributes));

    /// <summary>The options are the pattern's of a gelu by its tanh: WebNN's own has none.</summary>
    private static void Gelu(OperatorContext op)
    {
        if (op.Node.Options is TanhGelu)
        {
            Float(op, "Gelu", OnnxAttribute.String("approximate", "tanh"));
        }
        else
        {
            Float(op, "Gelu");
        }
    }

    private static void Clamp(OperatorContext op)
    {
        var options = op.Options<MLClampOptions>();
        var x = op.Stored(0);
        var (minimum, maximum) = (Bound(op, x, options.MinValue, double.NegativeInfinity), Bound(op, x, options.MaxValue, double.PositiveInfinity));
        if (x.Type is not OrtElementType.Int64)
        {
            op.Result(op.EmitLike("Clip", [x, minimum, maximum]) with { Shifted = x.Shifted });
            return;
        }

        var raised = minimum is null ? x : Extreme.Larger(op, x, minimum, x.Shape);
        op.Result(maximum is null ? raised : Extreme.Smaller(op, raised, maximum, x.Shape));
    }

    /// <summary>A bound of Clip, an element of its type. Floats always have one: without, Clip would cut infinities to finite floats.</summary>
    private static OnnxValue? Bound(OperatorContext op, OnnxValue x, MLNumber? value, double unlimited)
    {
        if (x.Type.IsFloat())
        {
            return op.Graph.Scalar(x.Type, value?.ToDouble() ?? unlimited);
        }

        return value is not { } bound ? null
            : x.Shifted ? op.Graph.Scalar(x.Type, bound.ToDouble() + 128)
            : op.Graph.Scalar(op.Node.Input(0).DataType, bound);
    }

    private static void Linear(OperatorContext op)
    {
        var (x, options) = (op.Input(0), op.Options<MLAlphaBetaOptions>());
        var scaled = op.EmitLike("Mul", [x, op.Graph.Scalar(x.Type, options.Alpha)]);
        op.Result(op.EmitLike("Add", [scaled, op.Graph.Scalar(x.Type, options.Beta)]));
    }

    private static void Prelu(OperatorContext op)
    {
        if (ChannelwisePrelu.Applies(op.Node) && op.Lowering.OwnKernels is null)
        {
            op.Result(ChannelwisePrelu.Lower(op));
            return;
        }

        var (x, slope) = (op.Input(0), op.Input(1));
        if (x.Type.IsFloat() && x.Shape.AsSpan().SequenceEqual(op.OutputShape.AsSpan()))
        {
            op.Result(op.EmitLike("PRelu", [x, slope]));
            return;
        }

        // max(x, 0) + slope * min(x, 0): for integers, and for a slope that is larger than the input.
        var zero = op.Graph.Scalar(x.Type, 0);
        var negative = op.Emit("Mul", [Extreme.Smaller(op, x, zero, x.Shape), slope], x.Type, op.OutputShape);
        op.Result(op.EmitLike("Add", [negative, Extreme.Larger(op, x, zero, x.Shape)]));
    }

    private static void Relu(OperatorContext op)
    {
        var x = op.Stored(0);
        if (x.Shifted)
        {
            op.Result(op.EmitLike("Clip", [x, op.Graph.Scalar(x.Type, 128), null]) with { Shifted = true });
            return;
        }

        op.Result(x.Type.IsFloat() ? op.EmitLike("Relu", [x]) : Extreme.Larger(op, x, op.Graph.Scalar(x.Type, 0), x.Shape));
    }
}
