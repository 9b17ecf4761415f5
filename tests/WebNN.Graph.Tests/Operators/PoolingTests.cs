using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class PoolingTests
{
    [Fact]
    public void The_window_defaults_to_the_whole_image() => Assert.Equal(
        "averagePool2d(%0) window=[7,5] nhwc f32[2,1,1,16]",
        Line([F32(2, 7, 5, 16)], (b, x) => b.AveragePool2d(x[0], new() { Layout = MLInputOperandLayout.Nhwc })));

    [Theory]
    [InlineData(MLRoundingType.Floor, "l2Pool2d(%0) window=[3,3] strides=[2,2] f32[1,1,3,2]")]
    [InlineData(MLRoundingType.Ceil, "l2Pool2d(%0) window=[3,3] strides=[2,2] f32[1,1,3,3]")]
    public void The_rounding_decides_about_a_partial_window(MLRoundingType rounding, string expected) => Assert.Equal(expected, Line(
        [F32(1, 1, 7, 6)],
        (b, x) => b.L2Pool2d(x[0], new() { WindowDimensions = new(3, 3), Strides = new(2, 2), OutputShapeRounding = rounding })));

    [Fact]
    public void Given_sizes_win_over_the_rounding() => Assert.Equal(
        "maxPool2d(%0) window=[3,3] strides=[2,2] u8[1,1,3,3]",
        Line([U8(1, 1, 7, 6)], (b, x) => b.MaxPool2d(
            x[0], new() { WindowDimensions = new(3, 3), Strides = new(2, 2), OutputSizes = new(3, 3) })));

    [Fact]
    public void The_recorded_options_have_window_and_sizes()
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var output = builder.MaxPool2d(builder.Input("a", F32(1, 1, 7, 6)), new() { Strides = new(2, 2) });

        var recorded = Assert.IsType<MLPool2dOptions>(output.Producer!.Options);

        Assert.Equal(new Size2D(7, 6), recorded.WindowDimensions);
        Assert.Equal(new Size2D(1, 1), recorded.OutputSizes);
    }

    [Fact]
    public void Sizes_of_neither_rounding_are_refused() => Assert.Equal(
        "maxPool2d: outputSizes are neither rounding (expected [3,2] or [3,3], found [4,3])",
        Refusal([F32(1, 1, 7, 6)], (b, x) => b.MaxPool2d(
            x[0], new() { WindowDimensions = new(3, 3), Strides = new(2, 2), OutputSizes = new(4, 3) })));

    [Fact]
    public void An_average_of_integers_is_refused() => Assert.Equal(
        "averagePool2d: input has the wrong type (expected f32 or f16, found u8[1,1,2,2])",
        Refusal([U8(1, 1, 2, 2)], (b, x) => b.AveragePool2d(x[0])));

    [Fact]
    public void Another_rank_than_4_is_refused() => Assert.Equal(
        "maxPool2d: input has the wrong rank (expected 4, found f32[2,2,2])", Refusal([F32(2, 2, 2)], (b, x) => b.MaxPool2d(x[0])));
}
