using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ElementwiseUnaryTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(BuiltinOperator.Abs, "abs")]
    [InlineData(BuiltinOperator.Ceil, "ceil")]
    [InlineData(BuiltinOperator.Cos, "cos")]
    [InlineData(BuiltinOperator.Exp, "exp")]
    [InlineData(BuiltinOperator.Floor, "floor")]
    [InlineData(BuiltinOperator.Log, "log")]
    [InlineData(BuiltinOperator.Neg, "neg")]
    [InlineData(BuiltinOperator.Round, "roundEven")]
    [InlineData(BuiltinOperator.Rsqrt, "sqrt reciprocal")]
    [InlineData(BuiltinOperator.Sign, "sign")]
    [InlineData(BuiltinOperator.Sin, "sin")]
    [InlineData(BuiltinOperator.Sqrt, "sqrt")]
    [InlineData(BuiltinOperator.Square, "mul")]
    public void Functions_of_floats_are_WebNNs(BuiltinOperator code, string expected) =>
        Assert.Equal(expected, model.Node(code, null, [model.Float("x", 2, 3)], model.Float("y", 2, 3)).Operators());

    [Fact]
    public void LogicalNot_works_on_bytes() => Assert.Equal("logicalNot", model.Node(
        BuiltinOperator.LogicalNot, null, [model.Tensor("x", TfLiteType.Bool, 4)], model.Tensor("y", TfLiteType.Bool, 4)).Operators());

    [Fact]
    public void Cast_goes_to_the_outputs_type() => Assert.Equal(
        """
        %0 = input x i64[4]
        %1 = cast(%0) f32[4]
        output y = %1

        """,
        Cast(TfLiteType.Int64, TfLiteType.Float32).Translate());

    [Fact]
    public void Cast_of_bool_is_a_cast_of_bytes() => Assert.Equal("cast", Cast(TfLiteType.Bool, TfLiteType.Float32).Operators());

    [Fact]
    public void Cast_to_bool_asks_whether_the_element_is_not_zero() => Assert.Equal(
        """
        %0 = input x f32[4]
        %1 = constant f32[] 0
        %2 = notEqual(%0, %1) u8[4]
        output y = %2

        """,
        Cast(TfLiteType.Float32, TfLiteType.Bool).Translate());

    [Fact]
    public void Cast_of_quantized_integers_ignores_their_scale() => Assert.Equal("cast", model.Node(
        BuiltinOperator.Cast, null, [model.UInt8("x", 0.5f, 3, 4)], model.Float("y", 4)).Operators());

    [Fact]
    public void Cast_to_complex_numbers_is_refused() => Assert.Equal(
        "tensor 'y' is Complex64; WebNN has no such type", Cast(TfLiteType.Float32, TfLiteType.Complex64).Objection());

    private NodeInfo Cast(TfLiteType from, TfLiteType to) =>
        model.Node(BuiltinOperator.Cast, null, [model.Tensor("x", from, 4)], model.Tensor("y", to, 4));
}
