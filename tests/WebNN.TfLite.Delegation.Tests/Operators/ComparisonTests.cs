using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ComparisonTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(BuiltinOperator.Equal, "equal")]
    [InlineData(BuiltinOperator.NotEqual, "notEqual")]
    [InlineData(BuiltinOperator.Greater, "greater")]
    [InlineData(BuiltinOperator.GreaterEqual, "greaterOrEqual")]
    [InlineData(BuiltinOperator.Less, "lesser")]
    [InlineData(BuiltinOperator.LessEqual, "lesserOrEqual")]
    public void Comparisons_give_bytes(BuiltinOperator code, string expected) => Assert.Equal(
        $"""
        %0 = input a i32[2,3]
        %1 = input b i32[3]
        %2 = {expected}(%0, %1) u8[2,3]
        output c = %2

        """,
        model.Node(
            code,
            null,
            [model.Tensor("a", TfLiteType.Int32, 2, 3), model.Tensor("b", TfLiteType.Int32, 3)],
            model.Tensor("c", TfLiteType.Bool, 2, 3)).Translate());

    [Fact]
    public void Integers_of_one_scale_are_compared_as_they_are() => Assert.Equal("lesser", Less(0.5f).Operators());

    [Fact]
    public void Integers_of_two_scales_are_compared_as_TFLites_fixed_point_numbers() =>
        Assert.Equal("cast sub gather cast sub gather lesser", Less(0.25f).Operators());

    [Fact]
    public void Integers_of_a_scale_that_TFLites_rounding_merges_are_compared_as_what_it_makes_of_them() => Assert.Equal(
        "cast sub gather cast sub gather lesser",
        model.Node(
            BuiltinOperator.Less, null, [model.Int8("a", 0.001f, 1, 4), model.Int8("b", 0.001f, 1, 4)], model.Tensor("c", TfLiteType.Bool, 4)).Operators());

    [Fact]
    public void Integers_of_a_scale_for_which_TFLite_has_no_answer_are_compared_as_numbers() =>
        Assert.Equal("dequantizeLinear dequantizeLinear lesser", Less(1).Operators());

    [Theory]
    [InlineData(BuiltinOperator.LogicalAnd, "logicalAnd")]
    [InlineData(BuiltinOperator.LogicalOr, "logicalOr")]
    public void Logical_operators_are_WebNNs(BuiltinOperator code, string expected) => Assert.Equal(expected, model.Node(
        code,
        null,
        [model.Tensor("a", TfLiteType.Bool, 4), model.Tensor("b", TfLiteType.Bool, 4)],
        model.Tensor("c", TfLiteType.Bool, 4)).Operators());

    private NodeInfo Less(float scale) => model.Node(
        BuiltinOperator.Less, null, [model.Int8("a", 0.5f, 1, 4), model.Int8("b", scale, 1, 4)], model.Tensor("c", TfLiteType.Bool, 4));
}
