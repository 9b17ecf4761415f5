using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class JoiningTests
{
    [Fact]
    public void Concat_adds_up_along_the_axis() => Assert.Equal(
        "concat(%0, %1, %2) axis=1 f32[2,6]", Line([F32(2, 1), F32(2, 2), F32(2, 3)], (b, x) => b.Concat(x, 1)));

    [Fact]
    public void Concat_refuses_nothing() => Assert.Equal("concat: inputs are empty (expected at least 1, found 0)", Refusal([], (b, x) => b.Concat(x, 0)));

    [Fact]
    public void Concat_refuses_another_dimension_off_the_axis() => Assert.Equal(
        "concat: inputs[1] has the wrong shape (expected [2,2], found f32[3,2])", Refusal([F32(2, 1), F32(3, 2)], (b, x) => b.Concat(x, 1)));

    [Fact]
    public void Concat_refuses_another_rank() => Assert.Equal(
        "concat: inputs[1] has the wrong rank (expected 2, found f32[2])", Refusal([F32(2, 1), F32(2)], (b, x) => b.Concat(x, 1)));

    [Fact]
    public void Concat_does_not_wrap_around() => Assert.Equal(
        "concat: the joined dimension is out of range (expected 1 to 2147483647, found 4294967294)",
        Refusal([U8(int.MaxValue), U8(int.MaxValue)], (b, x) => b.Concat(x, 0)));

    [Fact]
    public void Split_has_an_output_for_each_size()
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var parts = builder.Split(builder.Input("a", F32(2, 6)), [1, 5], axis: 1);

        Assert.Equal("""
            %0 = input a f32[2,6]
            %1, %2 = split(%0) axis=1 sizes=[1,5] f32[2,1], f32[2,5]
            output rest = %2

            """, builder.Define(new MLNamedOperand("rest", parts[1])).ToText());
    }

    [Theory]
    [InlineData(new[] { 1, 4 }, "split: sizes do not add up to the dimension (expected 6, found [1,4])")]
    [InlineData(new[] { 6, 0 }, "split: sizes is too small (expected at least 1, found 0)")]
    [InlineData(new[] { 7, -1 }, "split: sizes is too small (expected at least 1, found -1)")]
    public void Split_refuses_sizes_that_are_no_partition(int[] sizes, string expected) =>
        Assert.Equal(expected, Refusal([F32(6)], (b, x) => b.Split(x[0], sizes)[0]));
}
