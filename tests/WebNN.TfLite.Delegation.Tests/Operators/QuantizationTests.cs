using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class QuantizationTests
{
    private readonly Model model = new();

    [Fact]
    public void Quantize_is_quantizeLinear_with_one_scale() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = constant f32[1,1] 0.5
        %2 = constant i8[1,1] 3
        %3 = quantizeLinear(%0, %1, %2) i8[2,3]
        output y = %3

        """,
        model.Node(
        BuiltinOperator.Quantize, null, [model.Float("x", 2, 3)], model.Int8("y", 0.5f, 3, 2, 3)).Translate());

    [Fact]
    public void Quantize_from_another_scale_goes_through_numbers() => Assert.Equal("dequantizeLinear quantizeLinear", model.Node(
        BuiltinOperator.Quantize, null, [model.UInt8("x", 0.5f, 131, 4)], model.Int8("y", 0.5f, 3, 4)).Operators());

    [Fact]
    public void Quantize_by_a_denormal_float_is_refused() => Assert.Equal(
        "#0 QUANTIZE: 'y' has the scale 1E-45, a denormal float",
        model.Node(BuiltinOperator.Quantize, null, [model.Float("x", 4)], model.Int8("y", float.Epsilon, 0, 4)).Objection());

    [Fact]
    public void Quantize_to_int16_without_a_scale_is_refused() => Assert.Equal(
        "#0 QUANTIZE: output 0 is Int16[4]; expected int8, uint8 or int16 with a scale",
        model.Node(BuiltinOperator.Quantize, null, [model.Float("x", 4)], model.Tensor("y", TfLiteType.Int16, 4)).Objection());

    [Fact]
    public void Dequantize_is_dequantizeLinear() => Assert.Equal(
        """
        %0 = input x u8[4]
        %1 = constant f32[1] 0.5
        %2 = constant u8[1] 131
        %3 = dequantizeLinear(%0, %1, %2) f32[4]
        output y = %3

        """,
        model.Node(
        BuiltinOperator.Dequantize, null, [model.UInt8("x", 0.5f, 131, 4)], model.Float("y", 4)).Translate());

    [Fact]
    public void Dequantize_of_fp16_computed_at_run_time_is_a_cast() => Assert.Equal("cast", model.Node(
        BuiltinOperator.Dequantize, null, [model.Tensor("x", TfLiteType.Float16, 4)], model.Float("y", 4)).Operators());

    [Fact]
    public void A_result_with_several_scales_is_refused() => Assert.Equal(
        "#0 QUANTIZE: 'y' has 2 scales; expected one",
        model.Node(
            BuiltinOperator.Quantize,
            null,
            [model.Float("x", 2)],
            model.Int8("y", 1, 0, 2) with { Quantization = new([1, 2], [0, 0], 0) }).Objection());
}
