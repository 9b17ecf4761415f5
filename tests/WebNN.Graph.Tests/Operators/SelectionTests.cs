using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class SelectionTests
{
    [Fact]
    public void Where_broadcasts_all_three() => Assert.Equal(
        "where(%0, %1, %2) i32[2,3,4]", Line([U8(2, 1, 1), I32(3, 1), I32(4)], (b, x) => b.Where(x[0], x[1], x[2])));

    [Fact]
    public void Where_wants_a_uint8_condition() => Assert.Equal(
        "where: condition has the wrong type (expected u8, found f32[2])",
        Refusal([F32(2), F32(2), F32(2)], (b, x) => b.Where(x[0], x[1], x[2])));

    [Fact]
    public void Where_wants_values_of_one_type() => Assert.Equal(
        "where: falseValue needs the type of trueValue (expected f32, found i32[2])",
        Refusal([U8(2), F32(2), I32(2)], (b, x) => b.Where(x[0], x[1], x[2])));

    [Fact]
    public void Triangular_keeps_the_upper_triangle_by_default()
    {
        Assert.Equal("triangular(%0) upper f32[3,3]", Line([F32(3, 3)], (b, x) => b.Triangular(x[0])));
        Assert.Equal(
            "triangular(%0) lower diagonal=-1 f32[2,3,3]",
            Line([F32(2, 3, 3)], (b, x) => b.Triangular(x[0], new() { Upper = false, Diagonal = -1 })));
    }

    [Fact]
    public void Triangular_refuses_vectors() => Assert.Equal(
        "triangular: input has the wrong rank (expected at least 2, found f32[3])", Refusal([F32(3)], (b, x) => b.Triangular(x[0])));
}
