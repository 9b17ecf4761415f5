using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("equal")]
    [InlineData("notEqual")]
    [InlineData("greater")]
    [InlineData("greaterOrEqual")]
    [InlineData("lesser")]
    [InlineData("lesserOrEqual")]
    public void A_comparison_broadcasts_and_answers_in_uint8(string name) => Assert.Equal($"{name}(%0, %1) u8[2,3]", Line(
        [F32(2, 3), F32(3)], (b, x) => name switch
        {
            "equal" => b.Equal(x[0], x[1]),
            "notEqual" => b.NotEqual(x[0], x[1]),
            "greater" => b.Greater(x[0], x[1]),
            "greaterOrEqual" => b.GreaterOrEqual(x[0], x[1]),
            "lesser" => b.Lesser(x[0], x[1]),
            _ => b.LesserOrEqual(x[0], x[1]),
        }));

    [Theory]
    [InlineData("logicalAnd")]
    [InlineData("logicalOr")]
    [InlineData("logicalXor")]
    public void Logic_takes_only_uint8(string name)
    {
        MLOperand Apply(MLGraphBuilder b, MLOperand[] x) => name switch
        {
            "logicalAnd" => b.LogicalAnd(x[0], x[1]),
            "logicalOr" => b.LogicalOr(x[0], x[1]),
            _ => b.LogicalXor(x[0], x[1]),
        };

        Assert.Equal($"{name}(%0, %1) u8[4]", Line([U8(4), U8(1)], Apply));
        Assert.Equal($"{name}: a has the wrong type (expected u8, found i32[4])", Refusal([I32(4), I32(4)], Apply));
    }

    [Fact]
    public void Not_takes_only_uint8() => Assert.Equal(
        "logicalNot: a has the wrong type (expected u8, found f32[1])", Refusal([F32(1)], (b, x) => b.LogicalNot(x[0])));

    [Fact]
    public void Tests_of_a_float_answer_in_uint8()
    {
        Assert.Equal("isNaN(%0) u8[3]", Line([F16(3)], (b, x) => b.IsNaN(x[0])));
        Assert.Equal("isInfinite(%0) u8[]", Line([F32()], (b, x) => b.IsInfinite(x[0])));
    }
}
