using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ArithmeticTests
{
    [Fact]
    public void Two_shapes_broadcast_to_the_larger_of_each_dimension() => Assert.Equal(
        "add(%0, %1) f32[8,5,3]", Line([F32(8, 1, 3), F32(5, 1)], (b, x) => b.Add(x[0], x[1])));

    [Fact]
    public void A_scalar_broadcasts_to_anything() => Assert.Equal("mul(%0, %1) i32[4]", Line([I32(), I32(4)], (b, x) => b.Mul(x[0], x[1])));

    [Theory]
    [InlineData("sub")]
    [InlineData("div")]
    [InlineData("max")]
    [InlineData("min")]
    [InlineData("pow")]
    public void Each_operator_is_recorded_under_its_own_name(string name) => Assert.Equal($"{name}(%0, %1) u8[2]", Line(
        [U8(2), U8(2)], (b, x) => name switch
        {
            "sub" => b.Sub(x[0], x[1]),
            "div" => b.Div(x[0], x[1]),
            "max" => b.Max(x[0], x[1]),
            "min" => b.Min(x[0], x[1]),
            _ => b.Pow(x[0], x[1]),
        }));

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused() => Assert.Equal(
        "add: shapes do not broadcast (expected equal dimensions or 1, found [2,3] and [2])",
        Refusal([F32(2, 3), F32(2)], (b, x) => b.Add(x[0], x[1])));

    [Fact]
    public void Mixed_types_are_refused_under_the_label() => Assert.Equal(
        "[#7 Add] add: b needs the type of a (expected f32, found f16[2])", Refusal([F32(2), F16(2)], (b, x) => b.Add(x[0], x[1], "#7 Add")));

    [Fact]
    public void A_label_that_would_turn_the_text_around_it_is_quoted_with_that_escaped() => Assert.StartsWith(
        "[a\\u202eb\\u000a] add: b needs", Refusal([F32(2), F16(2)], (b, x) => b.Add(x[0], x[1], "a\u202eb\n")), StringComparison.Ordinal);

    [Fact]
    public void A_broadcast_with_too_many_elements_is_refused() => Assert.Equal(
        "add: u8[65536,65536,32767] is too large (expected at most 2147483647 bytes)",
        Refusal([U8(65536, 1, 32767), U8(1, 65536, 1)], (b, x) => b.Add(x[0], x[1])));
}
