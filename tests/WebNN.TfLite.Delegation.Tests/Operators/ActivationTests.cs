using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ActivationTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(BuiltinOperator.Relu, "relu(%0)")]
    [InlineData(BuiltinOperator.Relu6, "clamp(%0, 0, 6)")]
    [InlineData(BuiltinOperator.ReluN1To1, "clamp(%0, -1, 1)")]
    [InlineData(BuiltinOperator.Relu0To1, "clamp(%0, 0, 1)")]
    [InlineData(BuiltinOperator.HardSwish, "hardSwish(%0)")]
    [InlineData(BuiltinOperator.Logistic, "sigmoid(%0)")]
    [InlineData(BuiltinOperator.Tanh, "tanh(%0)")]
    [InlineData(BuiltinOperator.Elu, "elu(%0) alpha=1")]
    public void Activations_of_floats_are_one_operator(BuiltinOperator code, string expected) => Assert.Equal(
        $"""
        %0 = input x f32[2,3]
        %1 = {expected} f32[2,3]
        output y = %1

        """,
        model.Node(code, null, [model.Float("x", 2, 3)], model.Float("y", 2, 3)).Translate());

    [Fact]
    public void Relu6_of_uint8_clamps_integers_where_the_scale_stays() => Assert.Equal(
        """
        %0 = input x u8[4]
        %1 = clamp(%0, 10, 70) u8[4]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.Relu6, null, [model.UInt8("x", 0.1f, 10, 4)], model.UInt8("y", 0.1f, 10, 4)).Translate());

    [Theory]
    [InlineData(0.7f, 9)]
    [InlineData(0.48f, 13)]
    [InlineData(0.8f, 8)]
    [InlineData(0.71f, 8)]
    public void Bounds_are_rounded_to_the_nearest_integer(float scale, int six) => Assert.Contains($"clamp(%0, _, {six})", model.Node(
        BuiltinOperator.Relu6, null, [model.UInt8("x", scale, 0, 4)], model.UInt8("y", scale, 0, 4)).Translate(), StringComparison.Ordinal);

    [Fact]
    public void Relu_of_uint8_whose_range_begins_at_zero_is_nothing_but_a_change_of_scale() => Assert.Equal(
        "dequantizeLinear quantizeLinear",
        model.Node(BuiltinOperator.Relu, null, [model.UInt8("x", 0.1f, 10, 4)], model.UInt8("y", 0.05f, 0, 4)).Operators());

    [Fact]
    public void Relu_of_int8_after_a_change_of_scale_clamps_at_the_new_zero() => Assert.Equal(
        """
        %0 = input x i8[4]
        %1 = constant f32[1] 0.1
        %2 = constant i8[1] 10
        %3 = dequantizeLinear(%0, %1, %2) f32[4]
        %4 = constant f32[1] 0.05
        %5 = constant i8[1] -20
        %6 = quantizeLinear(%3, %4, %5) i8[4]
        %7 = clamp(%6, -20, _) i8[4]
        output y = %7

        """,
        model.Node(
        BuiltinOperator.Relu, null, [model.Int8("x", 0.1f, 10, 4)], model.Int8("y", 0.05f, -20, 4)).Translate());

    [Fact]
    public void Logistic_of_int8_quantizes_its_result() => Assert.Equal("dequantizeLinear sigmoid quantizeLinear", model.Node(
        BuiltinOperator.Logistic, null, [model.Int8("x", 0.1f, 10, 4)], model.Int8("y", 1f / 256, -128, 4)).Operators());

    [Fact]
    public void Prelu_broadcasts_its_slope() => Assert.Equal(
        """
        %0 = input x f32[1,2,2,3]
        %1 = constant f32[1,1,3]
        %2 = prelu(%0, %1) f32[1,2,2,3]
        output y = %2

        """,
        model.Node(
        BuiltinOperator.Prelu, null, [model.Float("x", 1, 2, 2, 3), model.FloatConstant("slope", 1, 1, 3)], model.Float("y", 1, 2, 2, 3)).Translate());

    [Fact]
    public void LeakyRelu_takes_alpha_from_its_parameters() => Assert.Contains(
        "leakyRelu(%0) alpha=0.25",
        model.Node(BuiltinOperator.LeakyRelu, new TfLiteLeakyReluParams(0.25f), [model.Float("x", 4)], model.Float("y", 4)).Translate(),
        StringComparison.Ordinal);

    [Fact]
    public void Softmax_is_over_the_last_axis() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = softmax(%0) axis=1 f32[2,3]
        output y = %1

        """,
        Softmax(1).Translate());

    [Fact]
    public void Softmax_subtracts_the_largest_element_before_it_multiplies_by_beta() =>
        Assert.Equal("reduceMax sub mul softmax", Softmax(0.5f).Operators());

    [Fact]
    public void LogSoftmax_subtracts_the_largest_element_before_it_sums() => Assert.Equal("reduceMax sub reduceLogSumExp sub", model.Node(
        BuiltinOperator.LogSoftmax, null, [model.Float("x", 2, 3)], model.Float("y", 2, 3)).Operators());

    [Fact]
    public void Gelu_is_exact_unless_the_model_asks_for_the_approximation()
    {
        Assert.Equal("gelu", Gelu(approximate: false).Operators());
        Assert.Equal("mul linear mul tanh linear mul", Gelu(approximate: true).Operators());
    }

    private NodeInfo Softmax(float beta) =>
        model.Node(BuiltinOperator.Softmax, new TfLiteSoftmaxParams(beta), [model.Float("x", 2, 3)], model.Float("y", 2, 3));

    private NodeInfo Gelu(bool approximate) =>
        model.Node(BuiltinOperator.Gelu, new TfLiteGeluParams(approximate), [model.Float("x", 4)], model.Float("y", 4));
}
