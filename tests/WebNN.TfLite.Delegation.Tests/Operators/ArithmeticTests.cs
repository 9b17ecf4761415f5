using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ArithmeticTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(BuiltinOperator.Add, "add")]
    [InlineData(BuiltinOperator.Sub, "sub")]
    [InlineData(BuiltinOperator.Mul, "mul")]
    [InlineData(BuiltinOperator.Div, "div")]
    public void Operators_with_a_fused_activation_are_one_operator_and_the_activation(BuiltinOperator code, string expected) => Assert.Equal(
        $"""
        %0 = input a f32[2,3]
        %1 = input b f32[3]
        %2 = {expected}(%0, %1) f32[2,3]
        %3 = relu(%2) f32[2,3]
        output sum = %3

        """,
        model.Node(
            code,
            new TfLiteActivationParams(TfLiteFusedActivation.Relu),
            [model.Float("a", 2, 3), model.Float("b", 3)],
            model.Float("sum", 2, 3)).Translate());

    [Fact]
    public void A_fused_activation_that_TFLites_kernels_ignore_is_refused() => Assert.Equal(
        "#0 ADD: fused activation Tanh",
        model.Node(
            BuiltinOperator.Add,
            new TfLiteActivationParams(TfLiteFusedActivation.Tanh),
            [model.Float("a", 4), model.Float("b", 4)],
            model.Float("sum", 4)).Objection());

    [Fact]
    public void Add_of_int8_adds_numbers_and_quantizes_the_sum() => Assert.Equal(
        """
        %0 = input a i8[4]
        %1 = constant f32[1] 0.5
        %2 = constant i8[1] 1
        %3 = dequantizeLinear(%0, %1, %2) f32[4]
        %4 = input b i8[4]
        %5 = constant f32[1] 0.25
        %6 = constant i8[1] 2
        %7 = dequantizeLinear(%4, %5, %6) f32[4]
        %8 = add(%3, %7) f32[4]
        %9 = constant f32[1] 1
        %10 = constant i8[1] 3
        %11 = quantizeLinear(%8, %9, %10) i8[4]
        output sum = %11

        """,
        model.Node(
        BuiltinOperator.Add,
        new TfLiteActivationParams(TfLiteFusedActivation.None),
        [model.Int8("a", 0.5f, 1, 4), model.Int8("b", 0.25f, 2, 4)],
        model.Int8("sum", 1, 3, 4)).Translate());

    [Fact]
    public void Add_of_a_tensor_to_itself_dequantizes_it_once()
    {
        var a = model.UInt8("a", 0.5f, 1, 4);
        Assert.Equal("dequantizeLinear add quantizeLinear", model.Node(
            BuiltinOperator.Add, new TfLiteActivationParams(TfLiteFusedActivation.None), [a, a], model.UInt8("sum", 1, 3, 4)).Operators());
    }

    [Fact]
    public void Add_of_int8_without_quantization_is_refused() => Assert.Equal(
        "#0 ADD: input 0 'a' is Int8[4] without quantization",
        model.Node(
            BuiltinOperator.Add,
            new TfLiteActivationParams(TfLiteFusedActivation.None),
            [model.Tensor("a", TfLiteType.Int8, 4), model.Int8("b", 0.25f, 2, 4)],
            model.Int8("sum", 1, 3, 4)).Objection());

    [Fact]
    public void An_operator_whose_parameters_were_not_read_is_refused() => Assert.Equal(
        "#0 ADD: its parameters could not be read as TfLiteActivationParams",
        model.Node(BuiltinOperator.Add, null, [model.Float("a", 4), model.Float("b", 4)], model.Float("sum", 4)).Objection());

    [Fact]
    public void Maximum_of_uint8_compares_integers() => Assert.Equal("max", model.Node(
        BuiltinOperator.Maximum, null, [model.UInt8("a", 1, 0, 4), model.UInt8("b", 1, 0, 4)], model.UInt8("c", 1, 0, 4)).Operators());

    [Fact]
    public void Minimum_is_min() => Assert.Equal("min", model.Node(
        BuiltinOperator.Minimum, null, [model.Float("a", 4), model.Float("b", 4)], model.Float("c", 4)).Operators());

    [Fact]
    public void Pow_is_pow() => Assert.Equal("pow", model.Node(
        BuiltinOperator.Pow, null, [model.Float("a", 4), model.Float("b", 4)], model.Float("c", 4)).Operators());

    [Fact]
    public void FloorDiv_of_floats_is_the_floor_of_the_quotient() => Assert.Equal("div floor", model.Node(
        BuiltinOperator.FloorDiv, null, [model.Float("a", 4), model.Float("b", 4)], model.Float("c", 4)).Operators());

    [Fact]
    public void FloorDiv_of_integers_lowers_the_quotient_where_the_remainder_has_the_other_sign() => Assert.Equal(
        """
        %0 = input a i32[4]
        %1 = input b i32[]
        %2 = div(%0, %1) i32[4]
        %3 = mul(%2, %1) i32[4]
        %4 = sub(%0, %3) i32[4]
        %5 = constant i32[] 0
        %6 = notEqual(%4, %5) u8[4]
        %7 = lesser(%4, %5) u8[4]
        %8 = lesser(%1, %5) u8[]
        %9 = logicalXor(%7, %8) u8[4]
        %10 = logicalAnd(%6, %9) u8[4]
        %11 = cast(%10) i32[4]
        %12 = sub(%2, %11) i32[4]
        output c = %12

        """,
        model.Node(
        BuiltinOperator.FloorDiv,
        null,
        [model.Tensor("a", TfLiteType.Int32, 4), model.Tensor("b", TfLiteType.Int32)],
        model.Tensor("c", TfLiteType.Int32, 4)).Translate());

    [Fact]
    public void FloorMod_of_integers_has_the_divisors_sign() => Assert.Equal(
        """
        %0 = input a i64[4]
        %1 = input b i64[4]
        %2 = div(%0, %1) i64[4]
        %3 = mul(%2, %1) i64[4]
        %4 = sub(%0, %3) i64[4]
        %5 = constant i64[] 0
        %6 = notEqual(%4, %5) u8[4]
        %7 = lesser(%4, %5) u8[4]
        %8 = lesser(%1, %5) u8[4]
        %9 = logicalXor(%7, %8) u8[4]
        %10 = logicalAnd(%6, %9) u8[4]
        %11 = cast(%10) i64[4]
        %12 = mul(%11, %1) i64[4]
        %13 = add(%4, %12) i64[4]
        output c = %13

        """,
        model.Node(
        BuiltinOperator.FloorMod,
        null,
        [model.Tensor("a", TfLiteType.Int64, 4), model.Tensor("b", TfLiteType.Int64, 4)],
        model.Tensor("c", TfLiteType.Int64, 4)).Translate());

    [Theory]
    [InlineData(BuiltinOperator.FloorDiv)]
    [InlineData(BuiltinOperator.FloorMod)]
    [InlineData(BuiltinOperator.Div)]
    public void Division_of_integers_by_a_constant_0_is_refused(BuiltinOperator code) => Assert.Equal(
        $"{(code == BuiltinOperator.FloorDiv ? "#0 FLOOR_DIV" : code == BuiltinOperator.FloorMod ? "#0 FLOOR_MOD" : "#0 DIV")}: the constant divisor 'b' has a 0; TFLite answers it with an error",
        model.Node(
            code,
            code == BuiltinOperator.Div ? new TfLiteActivationParams(TfLiteFusedActivation.None) : null,
            [model.Tensor("a", TfLiteType.Int32, 3), model.Indices("b", 1, 0, 2)],
            model.Tensor("c", TfLiteType.Int32, 3)).Objection());

    [Fact]
    public void FloorDiv_of_floats_by_a_constant_0_is_refused() => Assert.Equal(
        "#0 FLOOR_DIV: the constant divisor 'b' has a 0; TFLite answers it with an error",
        model.Node(BuiltinOperator.FloorDiv, null, [model.Float("a", 3), model.FloatConstant("b", 3)], model.Float("c", 3)).Objection());

    [Fact]
    public void FloorDiv_of_quantized_integers_is_refused() => Assert.Equal(
        "#0 FLOOR_DIV: quantized operands: TFLite divides the stored integers",
        model.Node(BuiltinOperator.FloorDiv, null, [model.Int8("a", 1, 0, 3), model.Int8("b", 1, 0, 3)], model.Int8("c", 1, 0, 3)).Objection());

    [Fact]
    public void Pow_of_integers_with_a_negative_constant_exponent_is_refused() => Assert.Equal(
        "#0 POW: a constant exponent of integers is -1; TFLite answers it with an error",
        model.Node(
            BuiltinOperator.Pow, null, [model.Tensor("a", TfLiteType.Int32, 2), model.Indices("b", 2, -1)], model.Tensor("c", TfLiteType.Int32, 2)).Objection());

    [Fact]
    public void FloorMod_of_floats_is_refused() => Assert.Equal(
        "#0 FLOOR_MOD: floats: TFLite's fmod is exact where a quotient would round",
        model.Node(BuiltinOperator.FloorMod, null, [model.Float("a", 4), model.Float("b", 4)], model.Float("c", 4)).Objection());

    [Fact]
    public void SquaredDifference_multiplies_the_difference_by_itself() => Assert.Equal("sub mul", model.Node(
        BuiltinOperator.SquaredDifference, null, [model.Float("a", 4), model.Float("b", 4)], model.Float("c", 4)).Operators());

    [Fact]
    public void AddN_adds_one_after_the_other() => Assert.Equal("add add", model.Node(
        BuiltinOperator.AddN, null, [model.Float("a", 4), model.Float("b", 4), model.Float("c", 4)], model.Float("d", 4)).Operators());
}
