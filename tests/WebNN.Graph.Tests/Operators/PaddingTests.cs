using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class PaddingTests
{
    [Fact]
    public void Pad_adds_on_both_sides() => Assert.Equal(
        "pad(%0) beginning=[1,0] ending=[2,3] value=-1.5 f32[5,6]",
        Line([F32(2, 3)], (b, x) => b.Pad(x[0], [1, 0], [2, 3], new() { Value = -1.5 })));

    [Fact]
    public void Reflection_stays_inside_the_axis()
    {
        static MLOperand Apply(MLGraphBuilder b, MLOperand[] x) => b.Pad(x[0], [2], [2], new() { Mode = MLPaddingMode.Reflection });

        Assert.Equal("pad(%0) beginning=[2] ending=[2] reflection f32[7]", Line([F32(3)], Apply));
        Assert.Equal("pad: reflection reaches past axis 0 (expected less than 2, found 2 and 2)", Refusal([F32(2)], Apply));
    }

    [Fact]
    public void Negative_lengths_are_refused() => Assert.Equal(
        "pad: ending is too small (expected at least 0, found -1)", Refusal([F32(2)], (b, x) => b.Pad(x[0], [0], [-1])));
}
