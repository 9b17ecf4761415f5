using System.Collections.Immutable;
using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>reduceL1 … reduceSumSquare, argMax, argMin, cumulativeSum.</summary>
internal static class ReductionRules
{
    private static readonly Dictionary<string, Func<MLGraphBuilder, Func<MLOperand, MLReduceOptions?, string, MLOperand>>> reductions = new(StringComparer.Ordinal)
    {
        ["reduceL1"] = b => b.ReduceL1, ["reduceL2"] = b => b.ReduceL2, ["reduceLogSum"] = b => b.ReduceLogSum, ["reduceLogSumExp"] = b => b.ReduceLogSumExp,
        ["reduceMax"] = b => b.ReduceMax, ["reduceMean"] = b => b.ReduceMean, ["reduceMin"] = b => b.ReduceMin, ["reduceProduct"] = b => b.ReduceProduct,
        ["reduceSum"] = b => b.ReduceSum, ["reduceSumSquare"] = b => b.ReduceSumSquare,
    };

    public static readonly Rule[] All =
    [
        .. reductions.SelectMany(each => Reduce(each.Key, each.Value)),
        .. Rank("argMax", b => b.ArgMax), .. Rank("argMin", b => b.ArgMin),
        Of("cumulativeSum", "axis", "axis is unsigned", (b, v) => b.CumulativeSum(b.F32(2, 3), v, label: Label), -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
        Of("cumulativeSum", "axis", "axis is below the rank", (b, v) => b.CumulativeSum(b.F32(2, 3), v, label: Label), 2, 1, "axis is out of range (expected 0 to 1, found 2)"),
        Any("cumulativeSum", "exclusive", "either", (b, v) => b.CumulativeSum(b.F32(2), 0, new() { Exclusive = v }, Label),
            (true, "cumulativeSum(%0) axis=0 exclusive f32[2]"), (false, "cumulativeSum(%0) axis=0 f32[2]")),
        Any("cumulativeSum", "reversed", "either", (b, v) => b.CumulativeSum(b.F32(2), 0, new() { Reversed = v }, Label),
            (true, "cumulativeSum(%0) axis=0 reversed f32[2]"), (false, "cumulativeSum(%0) axis=0 f32[2]")),
    ];

    private static IEnumerable<Rule> Reduce(string name, Func<MLGraphBuilder, Func<MLOperand, MLReduceOptions?, string, MLOperand>> call)
    {
        MLOperand Apply(MLGraphBuilder b, MLReduceOptions options) => call(b)(b.F32(2, 3), options, Label);
        yield return Of(name, "axes", "axes are below the rank", (b, v) => Apply(b, new() { Axes = v }), [0, 2], ImmutableArray.Create(0, 1), "axes is out of range (expected 0 to 1, found 2)");
        yield return Of(name, "axes", "axes are unsigned", (b, v) => Apply(b, new() { Axes = v }), [-1], ImmutableArray.Create(0), "axes is out of range (expected 0 to 1, found -1)");
        yield return Of(name, "axes", "no axis twice", (b, v) => Apply(b, new() { Axes = v }), [1, 1], ImmutableArray.Create(1), "axes has a duplicate (expected each axis once, found [1,1])");
        yield return Any(name, "axes", "no axes are none, absent ones all", (b, v) => Apply(b, new() { Axes = v ? null : [] }),
            (false, $"{name}(%0) axes=[] f32[2,3]"), (true, $"{name}(%0) axes=[0,1] f32[]"));
        yield return Any(name, "keepDimensions", "reduced axes stay as 1", (b, v) => Apply(b, new() { Axes = [1], KeepDimensions = v }),
            (true, $"{name}(%0) axes=[1] keepDimensions f32[2,1]"), (false, $"{name}(%0) axes=[1] f32[2]"));
    }

    private static IEnumerable<Rule> Rank(string name, Func<MLGraphBuilder, Func<MLOperand, int, MLArgMinMaxOptions?, string, MLOperand>> call)
    {
        MLOperand Apply(MLGraphBuilder b, int axis, MLArgMinMaxOptions options) => call(b)(b.F32(2, 3), axis, options, Label);
        yield return Of(name, "axis", "axis is below the rank", (b, v) => Apply(b, v, new()), 2, 1, "axis is out of range (expected 0 to 1, found 2)");
        yield return Of(name, "axis", "axis is unsigned", (b, v) => Apply(b, v, new()), -1, 0, "axis is out of range (expected 0 to 1, found -1)");
        yield return Of(name, "outputDataType", "the result is a tensor", (b, v) => call(b)(b.U8(1 << 28, 1), 1, new() { OutputDataType = v }, Label), MLOperandDataType.Int64, MLOperandDataType.Int32,
            "i64[268435456] is too large (expected at most 2147483647 bytes)");
        yield return Of(name, "outputDataType", "the output is int32 or int64", (b, v) => Apply(b, 1, new() { OutputDataType = v }), MLOperandDataType.Uint32, MLOperandDataType.Int64,
            "outputDataType holds no index (expected i32 or i64, found u32)") with { Lines = [$"{name}(%0) axis=1 i64[2]"] };
        yield return Any(name, "keepDimensions", "the axis stays as 1", (b, v) => Apply(b, 1, new() { KeepDimensions = v }),
            (true, $"{name}(%0) axis=1 keepDimensions i32[2,1]"), (false, $"{name}(%0) axis=1 i32[2]"));
    }
}
