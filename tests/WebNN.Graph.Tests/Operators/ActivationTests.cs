using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ActivationTests
{
    [Fact]
    public void Clamp_prints_its_bounds_among_the_operands()
    {
        Assert.Equal("clamp(%0, 0, 6) f32[2]", Line([F32(2)], (b, x) => b.Clamp(x[0], new() { MinValue = 0, MaxValue = 6 })));
        Assert.Equal("clamp(%0, _, -1.5) f32[2]", Line([F32(2)], (b, x) => b.Clamp(x[0], new() { MaxValue = -1.5 })));
    }

    [Fact]
    public void Clamp_takes_integers() =>
        Assert.Equal("clamp(%0, -128, 127) i8[2]", Line([I8(2)], (b, x) => b.Clamp(x[0], new() { MinValue = -128, MaxValue = 127 })));

    [Fact]
    public void Clamp_refuses_swapped_bounds() => Assert.Equal(
        "clamp: the bounds are swapped (expected minValue at most maxValue, found 1.5 and -2)",
        Refusal([F32(2)], (b, x) => b.Clamp(x[0], new() { MinValue = 1.5, MaxValue = -2 })));

    [Fact]
    public void A_bound_that_is_no_number_does_not_clamp() => Assert.Equal(
        "clamp(%0, _, 1) f32[2]", Line([F32(2)], (b, x) => b.Clamp(x[0], new() { MinValue = double.NaN, MaxValue = 1 })));

    [Fact]
    public void The_specifications_defaults_are_recorded()
    {
        Assert.Equal("elu(%0) alpha=1 f32[2]", Line([F32(2)], (b, x) => b.Elu(x[0])));
        Assert.Equal("leakyRelu(%0) alpha=0.01 f32[2]", Line([F32(2)], (b, x) => b.LeakyRelu(x[0])));
        Assert.Equal("linear(%0) alpha=1 beta=0 f32[2]", Line([F32(2)], (b, x) => b.Linear(x[0])));
        Assert.Equal("hardSigmoid(%0) alpha=0.2 beta=0.5 f32[2]", Line([F32(2)], (b, x) => b.HardSigmoid(x[0])));
    }

    [Fact]
    public void The_slope_of_prelu_broadcasts() =>
        Assert.Equal("prelu(%0, %1) f32[1,4,4,8]", Line([F32(1, 4, 4, 8), F32(1, 1, 8)], (b, x) => b.Prelu(x[0], x[1])));

    [Fact]
    public void The_slope_of_prelu_has_the_inputs_type() => Assert.Equal(
        "prelu: slope needs the type of input (expected f32, found f16[8])", Refusal([F32(8), F16(8)], (b, x) => b.Prelu(x[0], x[1])));

    [Fact]
    public void Softmax_records_its_axis() => Assert.Equal("softmax(%0) axis=1 f32[2,10]", Line([F32(2, 10)], (b, x) => b.Softmax(x[0], 1)));

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Softmax_refuses_an_axis_out_of_range(int axis) => Assert.Equal(
        $"softmax: axis is out of range (expected 0 to 1, found {axis})", Refusal([F32(2, 10)], (b, x) => b.Softmax(x[0], axis)));

    [Fact]
    public void Softmax_refuses_a_scalar() => Assert.Equal(
        "softmax: input has the wrong rank (expected at least 1, found f32[])", Refusal([F32()], (b, x) => b.Softmax(x[0], 0)));
}
