using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ReductionTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(BuiltinOperator.Mean, "reduceMean")]
    [InlineData(BuiltinOperator.Sum, "reduceSum")]
    [InlineData(BuiltinOperator.ReduceProd, "reduceProduct")]
    [InlineData(BuiltinOperator.ReduceMax, "reduceMax")]
    [InlineData(BuiltinOperator.ReduceMin, "reduceMin")]
    public void Reductions_count_axes_from_the_front_and_once(BuiltinOperator code, string expected) => Assert.Equal(
        $"""
        %0 = input x f32[2,3,4]
        %1 = {expected}(%0) axes=[1,2] keepDimensions f32[2,1,1]
        output y = %1

        """,
        Reduce(code).Translate());

    [Theory]
    [InlineData(BuiltinOperator.ReduceAny, "reduceMax")]
    [InlineData(BuiltinOperator.ReduceAll, "reduceMin")]
    public void Any_and_all_are_the_largest_and_the_smallest_byte(BuiltinOperator code, string expected) => Assert.Equal(expected, model.Node(
        code,
        new TfLiteReducerParams(false),
        [model.Tensor("x", TfLiteType.Bool, 4), model.Indices("axes", 0)],
        model.Tensor("y", TfLiteType.Bool)).Operators());

    [Fact]
    public void Mean_of_int8_is_of_numbers() => Assert.Equal("dequantizeLinear reduceMean quantizeLinear", model.Node(
        BuiltinOperator.Mean,
        new TfLiteReducerParams(false),
        [model.Int8("x", 1, 0, 4, 3), model.Scalar("axis", 0)],
        model.Int8("y", 1, 0, 3)).Operators());

    [Fact]
    public void Mean_of_int32_divides_the_sum_in_int64() => Assert.Equal(
        """
        %0 = input x i32[4,3]
        %1 = cast(%0) i64[4,3]
        %2 = reduceSum(%1) axes=[0] i64[3]
        %3 = constant i64[] 4
        %4 = div(%2, %3) i64[3]
        %5 = cast(%4) i32[3]
        output y = %5

        """,
        model.Node(
        BuiltinOperator.Mean,
        new TfLiteReducerParams(false),
        [model.Tensor("x", TfLiteType.Int32, 4, 3), model.Scalar("axis", 0)],
        model.Tensor("y", TfLiteType.Int32, 3)).Translate());

    [Fact]
    public void ArgMax_gives_the_outputs_type() => Assert.Equal(
        """
        %0 = input x u8[2,5]
        %1 = argMax(%0) axis=1 i64[2]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.ArgMax,
        new TfLiteArgMinMaxParams(TfLiteType.Int64),
        [model.UInt8("x", 1, 0, 2, 5), model.Scalar("axis", -1)],
        model.Tensor("y", TfLiteType.Int64, 2)).Translate());

    [Fact]
    public void ArgMin_is_argMin() => Assert.Equal("argMin", model.Node(
        BuiltinOperator.ArgMin,
        new TfLiteArgMinMaxParams(TfLiteType.Int32),
        [model.Float("x", 2, 5), model.Scalar("axis", 1)],
        model.Tensor("y", TfLiteType.Int32, 2)).Operators());

    [Fact]
    public void Cumsum_passes_its_flags_on() => Assert.Equal(
        """
        %0 = input x f32[2,5]
        %1 = cumulativeSum(%0) axis=1 exclusive f32[2,5]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.Cumsum,
        new TfLiteCumsumParams(true, false),
        [model.Float("x", 2, 5), model.Scalar("axis", -1)],
        model.Float("y", 2, 5)).Translate());

    [Fact]
    public void An_axis_past_the_rank_is_refused() => Assert.Equal(
        "#0 ARG_MAX: axis 2 of a tensor of rank 2",
        model.Node(
            BuiltinOperator.ArgMax,
            new TfLiteArgMinMaxParams(TfLiteType.Int32),
            [model.Float("x", 2, 5), model.Scalar("axis", 2)],
            model.Tensor("y", TfLiteType.Int32, 2)).Objection());

    private NodeInfo Reduce(BuiltinOperator code) => model.Node(
        code, new TfLiteReducerParams(true), [model.Float("x", 2, 3, 4), model.Indices("axes", -1, 1, 2)], model.Float("y", 2, 1, 1));
}
