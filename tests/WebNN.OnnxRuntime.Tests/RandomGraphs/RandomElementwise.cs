using static WebNN.OnnxRuntime.Tests.RandomGraphs.Types;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>Calls of operators that work element by element, and of reductions.</summary>
internal static class RandomElementwise
{
    private static readonly MLOperandDataType[] any = [];
    private static readonly MLOperandDataType[] real = [F32, F32, F16];
    private static readonly MLOperandDataType[] signed = [F32, F16, I64, I32, I8];
    private static readonly MLOperandDataType[] wide = [F32, F16, I32, U32, I64, U64];

    public static readonly RandomOperator[] All =
    [
        Unary("abs", signed, (b, x) => b.Abs(x)), Unary("neg", signed, (b, x) => b.Neg(x)), Unary("sign", signed, (b, x) => b.Sign(x)),
        Unary("relu", signed, (b, x) => b.Relu(x)), Unary("identity", any, (b, x) => b.Identity(x)),
        Unary("ceil", real, (b, x) => b.Ceil(x)), Unary("cos", real, (b, x) => b.Cos(x)), Unary("erf", real, (b, x) => b.Erf(x)),
        Unary("exp", real, (b, x) => b.Exp(x)), Unary("floor", real, (b, x) => b.Floor(x)), Unary("log", real, (b, x) => b.Log(x)),
        Unary("reciprocal", real, (b, x) => b.Reciprocal(x)), Unary("roundEven", real, (b, x) => b.RoundEven(x)),
        Unary("sin", real, (b, x) => b.Sin(x)), Unary("sqrt", real, (b, x) => b.Sqrt(x)), Unary("tan", real, (b, x) => b.Tan(x)),
        Unary("gelu", real, (b, x) => b.Gelu(x)), Unary("hardSwish", real, (b, x) => b.HardSwish(x)),
        Unary("sigmoid", real, (b, x) => b.Sigmoid(x)), Unary("softplus", real, (b, x) => b.Softplus(x)),
        Unary("softsign", real, (b, x) => b.Softsign(x)), Unary("tanh", real, (b, x) => b.Tanh(x)),
        Unary("logicalNot", [U8], (b, x) => b.LogicalNot(x)),
        Unary("isNaN", any, (b, x) => b.IsNaN(x)), Unary("isInfinite", any, (b, x) => b.IsInfinite(x)),
        new("cast", d => d.Builder.Cast(Input(d, any), d.Choice<MLOperandDataType>())),
        new("clamp", d => d.Builder.Clamp(Input(d, any), new() { MinValue = Bound(d), MaxValue = Bound(d) })),
        new("elu", d => d.Builder.Elu(Input(d, real), d.Single())),
        new("hardSigmoid", d => d.Builder.HardSigmoid(Input(d, real), d.Single(), d.Single())),
        new("leakyRelu", d => d.Builder.LeakyRelu(Input(d, real), d.Single())),
        new("linear", d => d.Builder.Linear(Input(d, real), d.Single(), d.Single())),
        new("softmax", d => Ranked(d, real, (x, axis) => d.Builder.Softmax(x, axis))),
        Binary("prelu", signed, (b, x, y) => b.Prelu(x, y)),
        Binary("add", any, (b, x, y) => b.Add(x, y)), Binary("sub", any, (b, x, y) => b.Sub(x, y)),
        Binary("mul", any, (b, x, y) => b.Mul(x, y)), Binary("div", any, (b, x, y) => b.Div(x, y), Elements.NotZero),
        Binary("max", any, (b, x, y) => b.Max(x, y)), Binary("min", any, (b, x, y) => b.Min(x, y)), Binary("pow", any, (b, x, y) => b.Pow(x, y)),
        Binary("equal", any, (b, x, y) => b.Equal(x, y)), Binary("notEqual", any, (b, x, y) => b.NotEqual(x, y)),
        Binary("greater", any, (b, x, y) => b.Greater(x, y)), Binary("greaterOrEqual", any, (b, x, y) => b.GreaterOrEqual(x, y)),
        Binary("lesser", any, (b, x, y) => b.Lesser(x, y)), Binary("lesserOrEqual", any, (b, x, y) => b.LesserOrEqual(x, y)),
        Binary("logicalAnd", [U8], (b, x, y) => b.LogicalAnd(x, y)), Binary("logicalOr", [U8], (b, x, y) => b.LogicalOr(x, y)),
        Binary("logicalXor", [U8], (b, x, y) => b.LogicalXor(x, y)),
        Reduction("reduceL1", wide, (b, x, o) => b.ReduceL1(x, o)), Reduction("reduceL2", real, (b, x, o) => b.ReduceL2(x, o)),
        Reduction("reduceLogSum", real, (b, x, o) => b.ReduceLogSum(x, o)), Reduction("reduceLogSumExp", real, (b, x, o) => b.ReduceLogSumExp(x, o)),
        Reduction("reduceMax", any, (b, x, o) => b.ReduceMax(x, o)), Reduction("reduceMean", real, (b, x, o) => b.ReduceMean(x, o)),
        Reduction("reduceMin", any, (b, x, o) => b.ReduceMin(x, o)), Reduction("reduceProduct", wide, (b, x, o) => b.ReduceProduct(x, o)),
        Reduction("reduceSum", wide, (b, x, o) => b.ReduceSum(x, o)), Reduction("reduceSumSquare", wide, (b, x, o) => b.ReduceSumSquare(x, o)),
        new("argMax", d => Ranked(d, any, (x, axis) => d.Builder.ArgMax(x, axis, Ranking(d)))),
        new("argMin", d => Ranked(d, any, (x, axis) => d.Builder.ArgMin(x, axis, Ranking(d)))),
        new("cumulativeSum", d => Ranked(d, wide, (x, axis) => d.Builder.CumulativeSum(x, axis, new() { Exclusive = d.Flip(), Reversed = d.Flip() }))),
        new("where", Where),
        new("triangular", d => d.Builder.Triangular(Input(d, any, least: 2), new() { Upper = d.Flip(), Diagonal = d.Odd(d.Below(9) - 4) })),
    ];

    private static MLOperand Input(Draw draw, MLOperandDataType[] types, int least = 0) => draw.Operand(draw.Type(types), draw.Shape(draw.Rank(least)));

    private static RandomOperator Unary(string name, MLOperandDataType[] types, Func<MLGraphBuilder, MLOperand, MLOperand> apply) =>
        new(name, draw => apply(draw.Builder, Input(draw, types)));

    private static RandomOperator Binary(
        string name, MLOperandDataType[] types, Func<MLGraphBuilder, MLOperand, MLOperand, MLOperand> apply, Elements second = Elements.Any) => new(name, draw =>
    {
        var (type, shape) = (draw.Type(types), draw.Shape(draw.Rank()));
        var (a, b) = (draw.Broadcastable(shape), draw.Broadcastable(shape));
        return apply(draw.Builder, draw.Operand(type, a), draw.Operand(type, b, second));
    });

    private static RandomOperator Reduction(string name, MLOperandDataType[] types, Func<MLGraphBuilder, MLOperand, MLReduceOptions, MLOperand> apply) => new(name, draw =>
    {
        var x = Input(draw, types);
        return apply(draw.Builder, x, new()
        {
            Axes = draw.Chance(20) ? null : [.. draw.Axes(x.Rank, draw.Below(x.Rank + 1))],
            KeepDimensions = draw.Flip(),
        });
    });

    private static MLOperand Ranked(Draw draw, MLOperandDataType[] types, Func<MLOperand, int, MLOperand> apply)
    {
        var x = Input(draw, types, least: draw.Of(0, 1, 1, 1, 1));
        return apply(x, draw.Axis(x.Rank));
    }

    private static MLArgMinMaxOptions Ranking(Draw draw) => new() { KeepDimensions = draw.Flip(), OutputDataType = draw.Type(I32, I64) };

    private static double? Bound(Draw draw) => draw.Chance(20) ? null : draw.Number();

    private static MLOperand Where(Draw draw)
    {
        var (type, shape) = (draw.Type(), draw.Shape(draw.Rank()));
        return draw.Builder.Where(
            draw.Operand(draw.Type(U8), draw.Broadcastable(shape)), draw.Operand(type, draw.Broadcastable(shape)), draw.Operand(type, draw.Broadcastable(shape)));
    }
}
