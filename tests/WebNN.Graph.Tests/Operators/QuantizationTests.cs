using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class QuantizationTests
{
    [Fact]
    public void Dequantized_values_have_the_type_of_the_scale() => Assert.Equal(
        "dequantizeLinear(%0, %1, %2) f16[8,3,3,4]",
        Line([I8(8, 3, 3, 4), F16(8, 1, 1, 1), I8(8, 1, 1, 1)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void Quantized_values_have_the_type_of_the_zero_point() => Assert.Equal(
        "quantizeLinear(%0, %1, %2) u8[1,4]", Line([F32(1, 4), F32(1, 1), U8(1, 1)], (b, x) => b.QuantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void A_scale_may_cover_blocks() => Assert.Equal(
        "dequantizeLinear(%0, %1, %2) f32[4,6]",
        Line([U8(4, 6), F32(2, 3), U8(2, 3)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void A_scale_that_does_not_divide_the_input_is_refused() => Assert.Equal(
        "dequantizeLinear: scale does not divide the input into blocks (expected divisors of [4,6], found f32[1,4])",
        Refusal([U8(4, 6), F32(1, 4), U8(1, 4)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void A_scale_of_another_rank_is_refused() => Assert.Equal(
        "quantizeLinear: scale has the wrong rank (expected 2, found f32[])",
        Refusal([F32(4, 6), F32(), U8()], (b, x) => b.QuantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void A_zero_point_of_another_shape_is_refused() => Assert.Equal(
        "dequantizeLinear: zeroPoint has the wrong shape (expected [4,1], found u8[1,1])",
        Refusal([U8(4, 6), F32(4, 1), U8(1, 1)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void A_zero_point_of_another_type_is_refused() => Assert.Equal(
        "dequantizeLinear: zeroPoint needs the type of input (expected i8, found u8[1])",
        Refusal([I8(4), F32(1), U8(1)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));

    [Fact]
    public void Wide_integers_are_not_quantized_values() => Assert.Equal(
        "dequantizeLinear: input has the wrong type (expected i32 or u32 or i8 or u8, found i64[4])",
        Refusal([I64(4), F32(1), I64(1)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));
}
