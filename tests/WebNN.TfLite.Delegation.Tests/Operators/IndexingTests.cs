using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class IndexingTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_constant_index_outside_its_axis_is_refused(int index)
    {
        Assert.Equal(
            $"#0 GATHER: the constant index {index} of axis 0 with 4 elements; TFLite answers it with an error",
            model.Node(
                BuiltinOperator.Gather,
                new TfLiteGatherParamsV5(0, 0),
                [model.Float("x", 4, 5), model.Indices("indices", 0, index)],
                model.Float("y", 2, 5)).Objection());
        Assert.Equal(
            $"#1 GATHER_ND: the constant index {index} of axis 0 with 4 elements; TFLite answers it with an error",
            model.Node(
                BuiltinOperator.GatherNd, null, [model.Float("x", 4, 5), model.Indices("indices", index, 4)], model.Float("y")).Objection());
    }

    [Fact]
    public void Slice_of_size_minus_one_takes_what_is_left() => Assert.Equal(
        """
        %0 = input x f32[4,5]
        %1 = slice(%0) starts=[1,2] sizes=[2,3] f32[2,3]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.Slice,
        null,
        [model.Float("x", 4, 5), model.Indices("begin", 1, 2), model.Indices("size", 2, -1)],
        model.Float("y", 2, 3)).Translate());

    [Fact]
    public void StridedSlice_resolves_masks_and_negative_indices() => Assert.Equal(
        """
        %0 = input x f32[4,5]
        %1 = slice(%0) starts=[0,1] sizes=[3,3] strides=[1,2] f32[3,2]
        output y = %1

        """,
        StridedSlice(
        new(BeginMask: 1, EndMask: 0, 0, 0, 0), [9, 1], [-1, 5], [1, 2], [3, 2]).Translate());

    [Fact]
    public void StridedSlice_backwards_reverses_first() => Assert.Equal(
        """
        %0 = input x f32[4,5]
        %1 = reverse(%0) axes=[1] f32[4,5]
        %2 = slice(%1) starts=[0,1] sizes=[4,3] strides=[1,2] f32[4,2]
        output y = %2

        """,
        StridedSlice(
        new(0, EndMask: 3, 0, 0, 0), [0, -2], [0, 0], [1, -2], [4, 2]).Translate());

    [Fact]
    public void StridedSlice_backwards_past_the_beginning_takes_the_first_element() => Assert.Equal(
        "reverse", StridedSlice(default, [0, 4], [4, -6], [1, -1], [4, 5]).Operators());

    [Fact]
    public void StridedSlice_drops_an_axis_that_shrinks() => Assert.Equal(
        """
        %0 = input x f32[4,5]
        %1 = slice(%0) starts=[3,0] sizes=[1,5] f32[1,5]
        %2 = reshape(%1) f32[5]
        output y = %2

        """,
        StridedSlice(
        new(0, 0, 0, 0, ShrinkAxisMask: 1), [-1, 0], [0, 5], [1, 1], [5]).Translate());

    [Fact]
    public void StridedSlice_expands_an_ellipsis_and_adds_an_axis() => Assert.Equal(
        """
        %0 = input x f32[4,5]
        %1 = slice(%0) starts=[0,1] sizes=[4,2] f32[4,2]
        %2 = reshape(%1) f32[4,1,2]
        output y = %2

        """,
        StridedSlice(
        new(0, 0, EllipsisMask: 1, NewAxisMask: 2, 0), [0, 0, 1], [0, 0, 3], [1, 1, 1], [4, 1, 2]).Translate());

    [Fact]
    public void StridedSlice_of_everything_costs_nothing_inside_a_graph() => Assert.Equal(
        "identity", StridedSlice(new(3, 3, 0, 0, 0), [0, 0], [0, 0], [1, 1], [4, 5]).Operators());

    [Fact]
    public void StridedSlice_without_elements_is_refused() => Assert.Equal(
        "#0 STRIDED_SLICE: an empty slice", StridedSlice(default, [2, 0], [1, 5], [1, 1], [0, 5]).Objection());

    [Fact]
    public void Gather_takes_stored_elements_along_its_axis() => Assert.Equal(
        """
        %0 = input x i8[2,5]
        %1 = input indices i32[3]
        %2 = gather(%0, %1) axis=1 i8[2,3]
        output y = %2

        """,
        model.Node(
        BuiltinOperator.Gather,
        new TfLiteGatherParamsV5(-1, 0),
        [model.Int8("x", 1, 0, 2, 5), model.Tensor("indices", TfLiteType.Int32, 3)],
        model.Int8("y", 1, 0, 2, 3)).Translate());

    [Fact]
    public void Gather_of_batches_moves_each_index_to_its_batchs_rows() => Assert.Equal(
        """
        %0 = input x f32[2,3,4,5]
        %1 = reshape(%0) f32[24,5]
        %2 = input indices i64[2,6]
        %3 = reshape(%2) i64[2,1,6]
        %4 = cast(%3) i32[2,1,6]
        %5 = constant i32[2,3,1]
        %6 = add(%4, %5) i32[2,3,6]
        %7 = gather(%1, %6) axis=0 f32[2,3,6,5]
        output y = %7

        """,
        model.Node(
        BuiltinOperator.Gather,
        new TfLiteGatherParamsV5(2, 1),
        [model.Float("x", 2, 3, 4, 5), model.Tensor("indices", TfLiteType.Int64, 2, 6)],
        model.Float("y", 2, 3, 6, 5)).Translate());

    [Fact]
    public void Gather_of_batches_begins_each_at_its_first_row()
    {
        var node = model.Node(
            BuiltinOperator.Gather,
            new TfLiteGatherParamsV5(1, 1),
            [model.Float("x", 3, 4, 5), model.Tensor("indices", TfLiteType.Int32, 3, 6)],
            model.Float("y", 3, 6, 5));
        var translator = new GraphTranslator(new FakeContext(), new ConstantFolding([]));
        translator.Add(node);
        var indices = translator.Resolve(node.Outputs[0]).Producer!.Input(0).Producer!.Input(1).Producer!;
        Assert.Equal(
            [0, 4, 8], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(indices.Input(1).ConstantData!.Value.Span).ToArray());
    }

    [Fact]
    public void Gather_counts_negative_batch_dimensions_from_the_end_of_the_indices() => Assert.Equal(
        "reshape reshape add gather reshape",
        model.Node(
        BuiltinOperator.Gather,
        new TfLiteGatherParamsV5(1, -1),
        [model.Float("x", 2, 4, 5), model.Tensor("indices", TfLiteType.Int32, 2, 6)],
        model.Float("y", 2, 6, 5)).Operators());

    [Fact]
    public void GatherNd_is_gatherND() => Assert.Equal("gatherND", model.Node(
        BuiltinOperator.GatherNd, null, [model.Float("x", 4, 5), model.Tensor("indices", TfLiteType.Int32, 3, 2)], model.Float("y", 3)).Operators());

    private NodeInfo StridedSlice(TfLiteStridedSliceParams parameters, int[] begin, int[] end, int[] strides, int[] shape) => model.Node(
        BuiltinOperator.StridedSlice,
        parameters,
        [model.Float("x", 4, 5), model.Indices("begin", begin), model.Indices("end", end), model.Indices("strides", strides)],
        model.Float("y", shape));
}
