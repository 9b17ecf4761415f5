using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ResizingTests
{
    private readonly Model model = new();

    [Fact]
    public void Bilinear_with_half_pixel_centres_is_resample2d() => Assert.Equal(
        """
        %0 = input image f32[1,2,3,1]
        %1 = resample2d(%0) linear sizes=[4,6] axes=[1,2] f32[1,4,6,1]
        output result = %1

        """,
        Bilinear(new(false, true), 4, 6).Translate());

    [Fact]
    public void Bilinear_of_the_default_grid_multiplies_by_weights_columns_first() => Assert.Equal(
        """
        %0 = input image f32[1,2,3,1]
        %1 = reshape(%0) f32[2,3,1]
        %2 = constant f32[1,6,3]
        %3 = matmul(%2, %1) f32[2,6,1]
        %4 = reshape(%3) f32[1,2,6]
        %5 = constant f32[1,4,2]
        %6 = matmul(%5, %4) f32[1,4,6]
        %7 = reshape(%6) f32[1,4,6,1]
        output result = %7

        """,
        Bilinear(default, 4, 6).Translate());

    [Fact]
    public void Bilinear_of_an_axis_that_keeps_its_size_leaves_it_alone() => Assert.Equal(
        "reshape matmul reshape", Bilinear(new(true, false), 2, 6).Operators());

    [Fact]
    public void Bilinear_of_both_grids_at_once_is_refused() => Assert.Equal(
        "#0 RESIZE_BILINEAR: aligned corners and half-pixel centres exclude each other", Bilinear(new(true, true), 4, 6).Objection());

    [Fact]
    public void Bilinear_of_int8_whose_scale_TFLite_rounds_multiplies_by_the_rounded_weights() => Assert.Equal(
        "dequantizeLinear reshape matmul reshape matmul reshape quantizeLinear",
        model.Node(
            BuiltinOperator.ResizeBilinear,
            new TfLiteResizeParams(false, true),
            [model.Int8("image", 1, 0, 1, 2, 3, 1), model.Indices("sizes", 3, 5)],
            model.Int8("result", 1, 0, 1, 3, 5, 1)).Operators());

    [Fact]
    public void Weights_of_the_default_grid_hold_the_last_element() => Assert.Equal(
        [1, 0, 0.5f, 0.5f, 0, 1, 0, 1], Interpolate(2, 4, default));

    [Fact]
    public void Weights_of_aligned_corners_reach_the_last_element_last() => Assert.Equal(
        [1, 0, 0.5f, 0.5f, 0, 1], Interpolate(2, 3, new(true, false)));

    [Fact]
    public void Weights_of_half_pixels_hold_both_ends() => Assert.Equal(
        [1, 0, 0.75f, 0.25f, 0.25f, 0.75f, 0, 1], Interpolate(2, 4, new(false, true)));

    [Fact]
    public void Weights_in_fixed_point_are_whole_1024ths() => Assert.Equal(
        [1, 0, 341 / 1024f, 683 / 1024f, 0, 1], Delegation.Operators.Interpolation.Weights(2, 3, default, fixedPoint: true));

    [Theory]
    [InlineData(false, false, new[] { 0, 0, 1, 1, 2 })]
    [InlineData(true, false, new[] { 0, 1, 1, 2, 2 })]
    [InlineData(false, true, new[] { 0, 0, 1, 2, 2 })]
    public void Nearest_elements_are_rounded_as_the_grid_asks(bool alignCorners, bool halfPixelCentres, int[] expected) => Assert.Equal(
        expected, Delegation.Operators.Interpolation.Nearest(3, 5, new(alignCorners, halfPixelCentres)));

    [Fact]
    public void Nearest_neighbours_are_two_gathers_of_stored_elements() => Assert.Equal(
        """
        %0 = input image i8[1,2,3,1]
        %1 = constant i32[4]
        %2 = gather(%0, %1) axis=1 i8[1,4,3,1]
        %3 = constant i32[6]
        %4 = gather(%2, %3) axis=2 i8[1,4,6,1]
        output result = %4

        """,
        model.Node(
        BuiltinOperator.ResizeNearestNeighbor,
        default(TfLiteResizeParams),
        [model.Int8("image", 1, 0, 1, 2, 3, 1), model.Indices("sizes", 4, 6)],
        model.Int8("result", 1, 0, 1, 4, 6, 1)).Translate());

    private static float[] Interpolate(int from, int to, TfLiteResizeParams parameters) =>
        Delegation.Operators.Interpolation.Weights(from, to, parameters, fixedPoint: false);

    private NodeInfo Bilinear(TfLiteResizeParams parameters, int height, int width) => model.Node(
        BuiltinOperator.ResizeBilinear,
        parameters,
        [model.Float("image", 1, 2, 3, 1), model.Indices("sizes", height, width)],
        model.Float("result", 1, height, width, 1));
}
