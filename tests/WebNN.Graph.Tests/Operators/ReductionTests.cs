using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ReductionTests
{
    private static readonly Dictionary<string, Func<MLGraphBuilder, MLOperand, MLReduceOptions?, MLOperand>> operators = new()
    {
        ["reduceL1"] = (b, x, o) => b.ReduceL1(x, o),
        ["reduceL2"] = (b, x, o) => b.ReduceL2(x, o),
        ["reduceLogSum"] = (b, x, o) => b.ReduceLogSum(x, o),
        ["reduceLogSumExp"] = (b, x, o) => b.ReduceLogSumExp(x, o),
        ["reduceMax"] = (b, x, o) => b.ReduceMax(x, o),
        ["reduceMean"] = (b, x, o) => b.ReduceMean(x, o),
        ["reduceMin"] = (b, x, o) => b.ReduceMin(x, o),
        ["reduceProduct"] = (b, x, o) => b.ReduceProduct(x, o),
        ["reduceSum"] = (b, x, o) => b.ReduceSum(x, o),
        ["reduceSumSquare"] = (b, x, o) => b.ReduceSumSquare(x, o),
    };

    public static TheoryData<string> Names => [.. operators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_axis_is_reduced_by_default(string name) =>
        Assert.Equal($"{name}(%0) axes=[0,1] f32[]", Line([F32(2, 3)], (b, x) => operators[name](b, x[0], null)));

    [Fact]
    public void Kept_dimensions_become_1() => Assert.Equal(
        "reduceSum(%0) axes=[2,0] keepDimensions f32[1,3,1]",
        Line([F32(2, 3, 4)], (b, x) => b.ReduceSum(x[0], new() { Axes = [2, 0], KeepDimensions = true })));

    [Fact]
    public void No_axes_keep_the_shape() =>
        Assert.Equal("reduceMean(%0) axes=[] f32[2,3]", Line([F32(2, 3)], (b, x) => b.ReduceMean(x[0], new() { Axes = [] })));

    [Fact]
    public void An_axis_given_twice_is_refused() => Assert.Equal(
        "reduceMax: axes has a duplicate (expected each axis once, found [1,1])",
        Refusal([F32(2, 3)], (b, x) => b.ReduceMax(x[0], new() { Axes = [1, 1] })));

    [Theory]
    [InlineData("reduceL2")]
    [InlineData("reduceMean")]
    [InlineData("reduceLogSumExp")]
    public void Reductions_into_the_reals_refuse_integers(string name) => Assert.Equal(
        $"{name}: input has the wrong type (expected f32 or f16, found i32[2])", Refusal([I32(2)], (b, x) => operators[name](b, x[0], null)));

    [Fact]
    public void Sums_refuse_bytes_that_would_overflow() => Assert.Equal(
        "reduceSum: input has the wrong type (expected f32 or f16 or i32 or u32 or i64 or u64, found u8[2])",
        Refusal([U8(2)], (b, x) => b.ReduceSum(x[0])));

    [Fact]
    public void Indices_are_int32_unless_told_otherwise()
    {
        Assert.Equal("argMax(%0) axis=1 i32[2]", Line([F32(2, 3)], (b, x) => b.ArgMax(x[0], 1)));
        Assert.Equal(
            "argMin(%0) axis=0 keepDimensions i64[1,3]",
            Line([U8(2, 3)], (b, x) => b.ArgMin(x[0], 0, new() { KeepDimensions = true, OutputDataType = MLOperandDataType.Int64 })));
    }

    [Fact]
    public void Indices_of_a_type_that_holds_none_are_refused() => Assert.Equal(
        "argMax: outputDataType holds no index (expected i32 or i64, found f32)",
        Refusal([F32(2)], (b, x) => b.ArgMax(x[0], 0, new() { OutputDataType = MLOperandDataType.Float32 })));

    [Fact]
    public void CumulativeSum_keeps_the_shape() => Assert.Equal(
        "cumulativeSum(%0) axis=1 exclusive reversed f32[2,3]",
        Line([F32(2, 3)], (b, x) => b.CumulativeSum(x[0], 1, new() { Exclusive = true, Reversed = true })));
}
