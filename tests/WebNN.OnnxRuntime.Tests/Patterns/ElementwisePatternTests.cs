using WebNN.OnnxRuntime.Patterns;
using static WebNN.OnnxRuntime.Tests.Patterns.PatternCase;

namespace WebNN.OnnxRuntime.Tests.Patterns;

/// <summary>Activations, softmax and layerNormalization that are spelled out: where they are fused, where not, and that the result is the reference's of what was spelled out.</summary>
public sealed class ElementwisePatternTests
{
    private const double RootOfTwoByPi = 0.7978845608028654;

    private static readonly Dictionary<string, PatternCase> cases = new(StringComparer.Ordinal)
    {
        ["hardSwish"] = new(g => HardSwish(g, Special(g)), "HardSwish"),
        ["hardSwish, divided last"] = new(g => Of(g, x => g.Builder.Div(g.Builder.Mul(Relu6(g, x, 3), x), Number(g, 6))), "HardSwish"),
        ["hardSwish by linear"] = new(
            g => Of(g, x => g.Builder.Mul(x, g.Builder.Clamp(g.Builder.Linear(x, 1 / 6.0, 0.5), new() { MinValue = 0, MaxValue = 1 }))), "HardSwish"),
        ["hardSwish with another offset"] = new(g => Of(g, x => g.Builder.Mul(x, g.Builder.Mul(Relu6(g, x, 2.5), Number(g, 1 / 6.0)))), "Add Clip Mul Mul"),
        ["hardSwish with another factor"] = new(g => Of(g, x => g.Builder.Mul(x, g.Builder.Mul(Relu6(g, x, 3), Number(g, 0.16)))), "Add Clip Mul Mul"),
        ["hardSwish of two operands"] = new(g => Of(g, x => g.Builder.Mul(Special(g), g.Builder.Mul(Relu6(g, x, 3), Number(g, 1 / 6.0)))), "Add Clip Mul Mul"),
        ["hardSwish whose gate is an output"] = new(
            g =>
            {
                var x = Special(g);
                var gate = Relu6(g, x, 3);
                return [g.Builder.Mul(x, g.Builder.Mul(gate, Number(g, 1 / 6.0))), gate];
            },
            "Add Clip Mul Mul"),
        ["a linear of a hardSwish"] = new(g => g.Builder.Linear(HardSwish(g, Special(g)), 1, 2), "HardSwish Mul Add"),
        ["gelu"] = new(g => Gelu(g, Special(g), Math.Sqrt(0.5)), "Gelu"),
        ["gelu, divided"] = new(g => Of(g, x => Half(g, g.Builder.Mul(x, One(g, g.Builder.Erf(g.Builder.Div(x, Number(g, Math.Sqrt(2)))))))), "Gelu"),
        ["gelu with another constant"] = new(g => Gelu(g, Special(g), 0.7), "Mul Mul Erf Add Mul"),
        ["gelu whose erf is read elsewhere"] = new(
            g =>
            {
                var x = Special(g);
                var erf = g.Builder.Erf(g.Builder.Mul(x, Number(g, Math.Sqrt(0.5))));
                return [g.Builder.Mul(Half(g, x), One(g, erf)), g.Builder.Neg(erf)];
            },
            "Mul Mul Erf Add Mul Neg"),
        ["gelu by tanh"] = new(g => TanhGelu(g, 0.044715, (x, c) => g.Builder.Add(x, g.Builder.Mul(g.Builder.Pow(x, Number(g, 3)), c))), "Gelu"),
        ["gelu by tanh, multiplied out"] = new(g => TanhGelu(g, 0.044715, (x, c) => g.Builder.Add(g.Builder.Mul(g.Builder.Mul(c, x), g.Builder.Mul(x, x)), x)), "Gelu"),
        ["gelu by tanh of x times a line"] = new(
            g => Of(g, x => g.Builder.Mul(x, g.Builder.Linear(g.Builder.Tanh(g.Builder.Mul(x, g.Builder.Linear(g.Builder.Mul(x, x), RootOfTwoByPi * 0.044715, RootOfTwoByPi))), 0.5, 0.5))), "Gelu"),
        ["gelu by tanh with another constant"] = new(
            g => TanhGelu(g, 0.0447, (x, c) => g.Builder.Add(x, g.Builder.Mul(g.Builder.Pow(x, Number(g, 3)), c))), "Mul Pow Mul Add Mul Tanh Add Mul"),
        ["gelu by tanh of a square"] = new(
            g => TanhGelu(g, 0.044715, (x, c) => g.Builder.Add(x, g.Builder.Mul(g.Builder.Pow(x, Number(g, 2)), c))), "Mul Pow Mul Add Mul Tanh Add Mul"),
        ["softmax"] = new(g => Softmax(g, 1), "Softmax"),
        ["softmax of another axis"] = new(g => Softmax(g, 0), "Softmax"),
        ["softmax by a reciprocal"] = new(g => Softmax(g, 1, (e, sum) => g.Builder.Mul(e, g.Builder.Reciprocal(sum))), "Softmax"),
        ["softmax of two axes"] = new(g => Softmax(g, 1, sumAxis: 0, x: g.Input(Values(32), 2, 16)), "ReduceMax Sub Exp ReduceSum Div"),
        ["softmax whose exponentials are an output"] = new(
            g =>
            {
                var e = Exponentials(g, g.Input(Values(32), 2, 16), 1);
                return [g.Builder.Div(e, g.Builder.ReduceSum(e, Along(1))), e];
            },
            "ReduceMax Sub Exp ReduceSum Div"),
        ["softmax without its maximum"] = new(
            g =>
            {
                var e = g.Builder.Exp(g.Input(Values(32), 2, 16));
                return g.Builder.Div(e, g.Builder.ReduceSum(e, Along(1)));
            },
            "Exp ReduceSum Div"),
        ["layerNormalization"] = new(g => Normalized(g, Image(g), [2]), "LayerNormalization"),
        ["layerNormalization of extremes"] = new(g => Normalized(g, Extremes(g), [1], square: d => g.Builder.Mul(d, d)), "LayerNormalization"),
        ["layerNormalization of two axes"] = new(g => Normalized(g, Image(g), [1, 2]), "LayerNormalization"),
        ["layerNormalization, scaled"] = new(g => g.Builder.Mul(Vector(g, 16), Normalized(g, Image(g), [2])), "LayerNormalization"),
        ["layerNormalization, scaled and shifted"] = new(
            g => g.Builder.Add(g.Builder.Mul(Normalized(g, Image(g), [2], square: d => g.Builder.Mul(d, d)), g.Constant(Values(16), 1, 1, 16)), Vector(g, 16)), "LayerNormalization"),
        ["layerNormalization by a reciprocal"] = new(
            g => Normalized(g, Image(g), [2], quotient: (d, s) => g.Builder.Mul(d, g.Builder.Reciprocal(s))), "LayerNormalization"),
        ["layerNormalization by one divided"] = new(
            g => Normalized(g, Image(g), [2], quotient: (d, s) => g.Builder.Mul(d, g.Builder.Div(Number(g, 1), s))), "LayerNormalization"),
        ["layerNormalization as batch_normalization"] = new(g => Moved(g, [2]), "LayerNormalization"),
        ["layerNormalization as batch_normalization of other axes"] = new(
            g => Moved(g, [1]), "ReduceMean Sub Mul ReduceMean Add Sqrt Reciprocal Mul Mul Mul Sub Add"),
        ["layerNormalization of other axes"] = new(g => Normalized(g, Image(g), [1]), "ReduceMean Sub Pow ReduceMean Add Sqrt Div"),
        ["layerNormalization with a scale of another axis"] = new(
            g => g.Builder.Mul(Normalized(g, Image(g), [2]), g.Constant(Values(8), 8, 1)), "LayerNormalization Mul"),
        ["layerNormalization of a cube"] = new(
            g => Normalized(g, Image(g), [2], square: d => g.Builder.Pow(d, Number(g, 4))), "ReduceMean Sub Pow ReduceMean Add Sqrt Div"),
        ["layerNormalization whose difference is an output"] = new(
            g =>
            {
                MLOperand? difference = null;
                var y = Normalized(g, Image(g), [2], square: d => g.Builder.Mul(difference = d, d));
                return [y, difference!];
            },
            "ReduceMean Sub Mul ReduceMean Add Sqrt Div"),
    };

    public static TheoryData<string> Cases => [.. cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Are_fused_or_not_and_compute_what_was_spelled_out(string name) => cases[name].Check(new());

    [Fact]
    public void Every_pattern_has_a_case_that_it_fires_and_one_that_it_does_not()
    {
        var fused = new Dictionary<string, string> { ["hardSwish"] = "HardSwish", ["gelu"] = "Gelu", ["gelu tanh"] = "Gelu", ["softmax"] = "Softmax", ["layerNormalization"] = "LayerNormalization" };
        foreach (var name in GraphPatterns.Names.Except(["pad conv2d", "dilation"]))
        {
            var own = cases.Where(each => each.Key.StartsWith(name.Replace("gelu tanh", "gelu by tanh", StringComparison.Ordinal), StringComparison.Ordinal)).ToArray();
            Assert.Contains(own, each => each.Value.Operators == fused[name]);
            Assert.Contains(own, each => !each.Value.Operators.Contains(fused[name], StringComparison.Ordinal));
        }
    }

    private static MLOperand Of(TestGraph g, Func<MLOperand, MLOperand> make) => make(Special(g));

    private static MLOperand Relu6(TestGraph g, MLOperand x, double offset) => g.Builder.Clamp(g.Builder.Add(x, Number(g, offset)), new() { MinValue = 0, MaxValue = 6 });

    private static MLOperand HardSwish(TestGraph g, MLOperand x) => g.Builder.Mul(x, g.Builder.Mul(Relu6(g, x, 3), Number(g, 1 / 6.0)));

    private static MLOperand Half(TestGraph g, MLOperand x) => g.Builder.Mul(x, Number(g, 0.5));

    private static MLOperand One(TestGraph g, MLOperand x) => g.Builder.Add(x, Number(g, 1));

    private static MLOperand Gelu(TestGraph g, MLOperand x, double factor) => g.Builder.Mul(Half(g, x), One(g, g.Builder.Erf(g.Builder.Mul(x, Number(g, factor)))));

    private static MLOperand TanhGelu(TestGraph g, double cubic, Func<MLOperand, MLOperand, MLOperand> inner) =>
        Of(g, x => g.Builder.Mul(Half(g, x), One(g, g.Builder.Tanh(g.Builder.Mul(inner(x, Number(g, cubic)), Number(g, RootOfTwoByPi))))));

    private static MLReduceOptions Along(params ReadOnlySpan<int> axes) => new() { Axes = [.. axes], KeepDimensions = true };

    private static MLOperand Exponentials(TestGraph g, MLOperand x, int axis) => g.Builder.Exp(g.Builder.Sub(x, g.Builder.ReduceMax(x, Along(axis))));

    private static MLOperand Softmax(TestGraph g, int axis, Func<MLOperand, MLOperand, MLOperand>? quotient = null, int? sumAxis = null, MLOperand? x = null)
    {
        var e = Exponentials(g, x ?? Special(g), axis);
        var sum = g.Builder.ReduceSum(e, Along(sumAxis ?? axis));
        return quotient is null ? g.Builder.Div(e, sum) : quotient(e, sum);
    }

    private static MLOperand Normalized(
        TestGraph g, MLOperand x, int[] axes, Func<MLOperand, MLOperand>? square = null, Func<MLOperand, MLOperand, MLOperand>? quotient = null)
    {
        var difference = g.Builder.Sub(x, g.Builder.ReduceMean(x, Along(axes)));
        var squares = square?.Invoke(difference) ?? g.Builder.Pow(difference, Number(g, 2));
        var deviation = g.Builder.Sqrt(g.Builder.Add(g.Builder.ReduceMean(squares, Along(axes)), Number(g, 1e-5)));
        return quotient is null ? g.Builder.Div(difference, deviation) : quotient(difference, deviation);
    }

    /// <summary>As TensorFlow Lite's converter writes Keras' LayerNormalization: MEAN, SQUARED_DIFFERENCE, MEAN, ADD, RSQRT, MUL, MUL, MUL, SUB, ADD.</summary>
    private static MLOperand Moved(TestGraph g, int[] axes)
    {
        var (b, x) = (g.Builder, Image(g));
        var mean = b.ReduceMean(x, Along(axes));
        var difference = b.Sub(x, mean);
        var variance = b.ReduceMean(b.Mul(difference, difference), Along(axes));
        var factor = b.Mul(b.Reciprocal(b.Sqrt(b.Add(variance, Number(g, 1e-3)))), Vector(g, 16));
        return b.Add(b.Mul(x, factor), b.Sub(Vector(g, 16), b.Mul(mean, factor)));
    }

    private static MLOperand Image(TestGraph g) => g.Input(Values(2 * 8 * 16), 2, 8, 16);

    /// <summary>A large mean, squares beyond floats, no deviation, an infinity, no number.</summary>
    private static MLOperand Extremes(TestGraph g) => g.Input(
        [.. Row(i => 1e4f + (i / 8f)), .. Row(i => 1e25f + (i * 1e20f)), .. Row(_ => 1e7f), .. Row(i => i == 3 ? float.PositiveInfinity : i), .. Row(i => i == 5 ? float.NaN : i)], 5, 16);

    private static IEnumerable<float> Row(Func<int, float> element) => Enumerable.Range(0, 16).Select(element);

    private static MLOperand Vector(TestGraph g, int size) => g.Constant(Values(size), size);
}
