using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class LayoutTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(BuiltinOperator.Reshape)]
    [InlineData(BuiltinOperator.Squeeze)]
    [InlineData(BuiltinOperator.ExpandDims)]
    public void Changes_of_shape_take_the_outputs_shape_and_keep_integers(BuiltinOperator code) => Assert.Equal(
        """
        %0 = input x i8[1,6]
        %1 = reshape(%0) i8[2,3]
        output y = %1

        """,
        model.Node(code, null, [model.Int8("x", 0.5f, 1, 1, 6)], model.Int8("y", 0.25f, 1, 2, 3)).Translate());

    [Fact]
    public void Reshape_to_the_same_shape_costs_nothing_inside_a_graph() => Assert.Equal("identity", model.Node(
        BuiltinOperator.Reshape, null, [model.Float("x", 2, 3), model.Indices("shape", 2, -1)], model.Float("y", 2, 3)).Operators());

    [Fact]
    public void Reshape_to_a_shape_computed_at_run_time_is_refused() => Assert.Equal(
        "#0 RESHAPE: its shape is computed at run time",
        model.Node(
            BuiltinOperator.Reshape,
            null,
            [model.Float("x", 6), model.Tensor("shape", TfLiteType.Int32, 2)],
            model.Float("y", 2, 3)).Objection());

    [Fact]
    public void Transpose_counts_negative_axes_from_the_end() => Assert.Contains("[0,2,1]", model.Node(
        BuiltinOperator.Transpose,
        null,
        [model.UInt8("x", 1, 0, 1, 2, 3), model.Indices("permutation", 0, -1, 1)],
        model.UInt8("y", 1, 0, 1, 3, 2)).Translate(), StringComparison.Ordinal);

    [Fact]
    public void Tile_repeats_by_a_constant() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = tile(%0) repetitions=[2,1] f32[4,3]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.Tile, null, [model.Float("x", 2, 3), model.Indices("multiples", 2, 1)], model.Float("y", 4, 3)).Translate());

    [Fact]
    public void BroadcastTo_expands() => Assert.Equal("expand", model.Node(
        BuiltinOperator.BroadcastTo, null, [model.Float("x", 3), model.Indices("shape", 2, 3)], model.Float("y", 2, 3)).Operators());

    [Fact]
    public void Reverse_counts_negative_axes_from_the_end() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = reverse(%0) axes=[1] f32[2,3]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.ReverseV2, null, [model.Float("x", 2, 3), model.Indices("axes", -1)], model.Float("y", 2, 3)).Translate());

    [Fact]
    public void SpaceToDepth_moves_blocks_into_channels() => Assert.Equal(
        """
        %0 = input x f32[1,4,6,3]
        %1 = reshape(%0) f32[2,2,3,6]
        %2 = transpose(%1) permutation=[0,2,1,3] f32[2,3,2,6]
        %3 = reshape(%2) f32[1,2,3,12]
        output y = %3

        """,
        model.Node(
        BuiltinOperator.SpaceToDepth, new TfLiteBlockParams(2), [model.Float("x", 1, 4, 6, 3)], model.Float("y", 1, 2, 3, 12)).Translate());

    [Fact]
    public void DepthToSpace_is_its_inverse() => Assert.Equal(
        """
        %0 = input x f32[1,2,3,12]
        %1 = reshape(%0) f32[2,3,2,6]
        %2 = transpose(%1) permutation=[0,2,1,3] f32[2,2,3,6]
        %3 = reshape(%2) f32[1,4,6,3]
        output y = %3

        """,
        model.Node(
        BuiltinOperator.DepthToSpace, new TfLiteBlockParams(2), [model.Float("x", 1, 2, 3, 12)], model.Float("y", 1, 4, 6, 3)).Translate());

    [Fact]
    public void DepthToSpace_of_channels_that_do_not_fill_blocks_is_refused() => Assert.Equal(
        "#0 DEPTH_TO_SPACE: 6 channels in blocks of 2",
        model.Node(
            BuiltinOperator.DepthToSpace, new TfLiteBlockParams(2), [model.Float("x", 1, 2, 3, 6)], model.Float("y", 1, 4, 6, 3)).Objection());
}
