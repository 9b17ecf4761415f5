using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ResizingTests
{
    [Fact]
    public void Scales_become_sizes_rounded_down() => Assert.Equal(
        "resample2d(%0) nearest-neighbor sizes=[4,7] f32[1,2,4,7]",
        Line([F32(1, 2, 3, 5)], (b, x) => b.Resample2d(x[0], new() { Scales = (1.5f, 1.5f) })));

    [Fact]
    public void Sizes_win_over_scales() => Assert.Equal(
        "resample2d(%0) linear sizes=[6,8] axes=[1,2] u8[1,6,8,5]",
        Line([U8(1, 2, 3, 5)], (b, x) => b.Resample2d(
            x[0], new() { Mode = MLInterpolationMode.Linear, Scales = (9, 9), Sizes = (6, 8), Axes = (1, 2) })));

    [Theory]
    [InlineData(0f, "resample2d: scales are out of range (expected more than 0, found [1,0])")]
    [InlineData(float.NaN, "resample2d: scales are out of range (expected more than 0, found [1,NaN])")]
    [InlineData(0.1f, "resample2d: scales make an impossible size (expected 1 to 2147483647, found 0)")]
    [InlineData(float.PositiveInfinity, "resample2d: scales make an impossible size (expected 1 to 2147483647, found Infinity)")]
    public void A_scale_without_a_size_is_refused(float scale, string expected) =>
        Assert.Equal(expected, Refusal([F32(1, 2, 3, 5)], (b, x) => b.Resample2d(x[0], new() { Scales = (1, scale) })));

    [Fact]
    public void One_axis_twice_is_refused() => Assert.Equal(
        "resample2d: axes has a duplicate (expected each axis once, found [2,2])",
        Refusal([F32(1, 2, 3, 5)], (b, x) => b.Resample2d(x[0], new() { Axes = (2, 2) })));

    [Fact]
    public void Wide_integers_are_refused() => Assert.Equal(
        "resample2d: input has the wrong type (expected f32 or f16 or i8 or u8, found i32[1,1,2,2])",
        Refusal([I32(1, 1, 2, 2)], (b, x) => b.Resample2d(x[0])));
}
