using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class LayoutTests
{
    [Fact]
    public void Reshape_keeps_the_number_of_elements() => Assert.Equal("reshape(%0) f32[3,2]", Line([F32(2, 3)], (b, x) => b.Reshape(x[0], [3, 2])));

    [Fact]
    public void Reshape_refuses_another_number_of_elements() => Assert.Equal(
        "reshape: newShape holds another number of elements (expected 6 of f32[2,3], found 8 of f32[4,2])",
        Refusal([F32(2, 3)], (b, x) => b.Reshape(x[0], [4, 2])));

    [Fact]
    public void Reshape_refuses_an_open_dimension() => Assert.Equal(
        "[#3 Reshape] reshape: shape [-1,3] has dimension -1; WebNN needs at least 1",
        Refusal([F32(2, 3)], (b, x) => b.Reshape(x[0], [-1, 3], "#3 Reshape")));

    [Fact]
    public void Expand_stretches_ones() => Assert.Equal("expand(%0) f32[2,4,3]", Line([F32(4, 1)], (b, x) => b.Expand(x[0], [2, 4, 3])));

    [Fact]
    public void Expand_refuses_to_shrink() => Assert.Equal(
        "expand: input does not broadcast (expected to reach [1,3], found f32[4,3])", Refusal([F32(4, 3)], (b, x) => b.Expand(x[0], [1, 3])));

    [Fact]
    public void Reverse_takes_every_axis_by_default()
    {
        Assert.Equal("reverse(%0) axes=[0,1] f32[2,3]", Line([F32(2, 3)], (b, x) => b.Reverse(x[0])));
        Assert.Equal("reverse(%0) axes=[1] f32[2,3]", Line([F32(2, 3)], (b, x) => b.Reverse(x[0], [1])));
    }

    [Fact]
    public void Slice_thins_out_by_its_strides() => Assert.Equal(
        "slice(%0) starts=[1,0] sizes=[5,4] strides=[2,3] f32[3,2]",
        Line([F32(6, 4)], (b, x) => b.Slice(x[0], [1, 0], [5, 4], [2, 3])));

    [Fact]
    public void Slice_does_not_print_strides_of_1() =>
        Assert.Equal("slice(%0) starts=[1] sizes=[2] f32[2]", Line([F32(6)], (b, x) => b.Slice(x[0], [1], [2])));

    [Theory]
    [InlineData(5, 2, "slice: the slice leaves axis 0 (expected to end at 6 or before, found 5 + 2)")]
    [InlineData(int.MaxValue, int.MaxValue, "slice: the slice leaves axis 0 (expected to end at 6 or before, found 2147483647 + 2147483647)")]
    [InlineData(-1, 2, "slice: starts is too small (expected at least 0, found -1)")]
    [InlineData(0, 0, "slice: sizes is too small (expected at least 1, found 0)")]
    public void Slice_refuses_to_leave_the_input(int start, int size, string expected) =>
        Assert.Equal(expected, Refusal([F32(6)], (b, x) => b.Slice(x[0], [start], [size])));

    [Fact]
    public void Slice_wants_a_number_for_each_axis() => Assert.Equal(
        "slice: starts has the wrong length (expected 2, found 1)", Refusal([F32(6, 2)], (b, x) => b.Slice(x[0], [0], [1, 1])));

    [Fact]
    public void Tile_multiplies_dimensions() =>
        Assert.Equal("tile(%0) repetitions=[2,3] f32[4,9]", Line([F32(2, 3)], (b, x) => b.Tile(x[0], [2, 3])));

    [Fact]
    public void Tile_does_not_wrap_around() => Assert.Equal(
        "tile: dimension 0 is out of range (expected 1 to 2147483647, found 4294967296)",
        Refusal([F32(65536)], (b, x) => b.Tile(x[0], [65536])));

    [Fact]
    public void Transpose_reverses_the_axes_by_default() =>
        Assert.Equal("transpose(%0) permutation=[2,1,0] f32[4,3,2]", Line([F32(2, 3, 4)], (b, x) => b.Transpose(x[0])));

    [Fact]
    public void Transpose_takes_output_axes_from_the_permutation() =>
        Assert.Equal("transpose(%0) permutation=[2,0,1] f32[4,2,3]", Line([F32(2, 3, 4)], (b, x) => b.Transpose(x[0], [2, 0, 1])));

    [Theory]
    [InlineData(new[] { 0, 1 }, "transpose: permutation has the wrong length (expected 3, found [0,1])")]
    [InlineData(new[] { 0, 1, 1 }, "transpose: axes has a duplicate (expected each axis once, found [0,1,1])")]
    public void Transpose_refuses_what_is_no_permutation(int[] permutation, string expected) =>
        Assert.Equal(expected, Refusal([F32(2, 3, 4)], (b, x) => b.Transpose(x[0], permutation)));
}
