using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

/// <summary>What operators that TFLite's kernels are compared with elsewhere do not take, each with its reason.</summary>
public sealed class RefusalTests
{
    private readonly Model model = new();

    [Fact]
    public void Indices_that_repeat_are_refused_where_TFLite_adds() => Assert.Equal(
        "#0 SCATTER_ND: the index 1 twice: TFLite adds what is put there",
        Scatter(model.Indices("indices", 1, 1) with { Shape = [2, 1] }).Objection());

    [Fact]
    public void Indices_that_are_computed_are_refused_where_they_might_repeat() => Assert.Equal(
        "#0 SCATTER_ND: input 0 'indices' is computed at run time; expected a constant",
        Scatter(model.Tensor("indices", TfLiteType.Int32, 2, 1)).Objection());

    [Fact]
    public void A_constant_index_outside_an_embedding_is_refused() => Assert.Equal(
        "#0 EMBEDDING_LOOKUP: the constant index 7 of 3 rows; TFLite answers it with an error",
        model.Node(BuiltinOperator.EmbeddingLookup, null, [model.Indices("ids", 1, 7), model.Float("table", 3, 2)], model.Float("y", 2, 2)).Objection());

    [Fact]
    public void An_order_of_too_many_is_refused() => Assert.Equal(
        "#0 TOPK_V2: 2 of f32[100000]: too many to compare with each other",
        model.Node(BuiltinOperator.TopkV2, null, [model.Float("x", 100000), model.Scalar("k", 2)], model.Float("y", 2), model.Tensor("i", TfLiteType.Int32, 2)).Objection());

    [Fact]
    public void More_than_there_are_is_refused() => Assert.Equal(
        "#0 TOPK_V2: 4 of f32[3]",
        model.Node(BuiltinOperator.TopkV2, null, [model.Float("x", 3), model.Scalar("k", 4)], model.Float("y", 4), model.Tensor("i", TfLiteType.Int32, 4)).Objection());

    [Fact]
    public void Blocks_that_do_not_fill_an_axis_are_refused() => Assert.Equal(
        "#0 SPACE_TO_BATCH_ND: 5 elements of axis 1 in blocks of 2",
        model.Node(
            BuiltinOperator.SpaceToBatchNd, null, [model.Float("x", 1, 5, 2), model.Indices("blocks", 2), model.Indices("margins", 0, 0)], model.Float("y", 2, 3, 2)).Objection());

    [Fact]
    public void An_activation_that_TFLites_kernel_does_not_look_at_is_refused() => Assert.Equal(
        "#0 L2_NORMALIZATION: fused activation Relu",
        model.Node(BuiltinOperator.L2Normalization, new TfLiteActivationParams(TfLiteFusedActivation.Relu), [model.Float("x", 2, 3)], model.Float("y", 2, 3)).Objection());

    [Fact]
    public void Bits_of_integers_are_refused() => Assert.Equal(
        "#0 BITWISE_XOR: input 0 is Int32[2]; WebNN has no bits",
        model.Node(
            BuiltinOperator.BitwiseXor, null, [model.Tensor("a", TfLiteType.Int32, 2), model.Tensor("b", TfLiteType.Int32, 2)], model.Tensor("y", TfLiteType.Int32, 2)).Objection());

    [Fact]
    public void A_shift_that_is_computed_is_refused() => Assert.Equal(
        "#0 RIGHT_SHIFT: input 1 'b' is computed at run time; expected a constant",
        model.Node(
            BuiltinOperator.RightShift, null, [model.Tensor("a", TfLiteType.Int32, 2), model.Tensor("b", TfLiteType.Int32, 2)], model.Tensor("y", TfLiteType.Int32, 2)).Objection());

    [Fact]
    public void A_range_that_does_not_get_there_is_refused() => Assert.Equal(
        "#0 RANGE: from 1 to 5 by -1",
        model.Node(BuiltinOperator.Range, null, [model.Scalar("a", 1), model.Scalar("b", 5), model.Scalar("c", -1)], model.Tensor("y", TfLiteType.Int32, 4)).Objection());

    [Fact]
    public void Bounds_that_leave_out_zero_are_refused() => Assert.Equal(
        "#0 FAKE_QUANT: 8 bits from 1 to 2",
        model.Node(BuiltinOperator.FakeQuant, new TfLiteFakeQuantParams(1, 2, 8, false), [model.Float("x", 2)], model.Float("y", 2)).Objection());

    [Fact]
    public void Channels_of_a_volume_that_are_not_the_filters_are_refused() => Assert.Equal(
        "#0 CONV_3D: 3 channels; filters of 2",
        model.Node(
            BuiltinOperator.Conv3D,
            new TfLiteConv3DParams(TfLitePadding.Same, 1, 1, 1, 1, 1, 1, TfLiteFusedActivation.None),
            [model.Float("x", 1, 2, 2, 2, 3), model.FloatConstant("w", 1, 1, 1, 2, 4)],
            model.Float("y", 1, 2, 2, 2, 4)).Objection());

    [Fact]
    public void Too_many_segments_are_refused() => Assert.Equal(
        "#0 UNSORTED_SEGMENT_SUM: 100000 segments of f32[1000]: too many to compare",
        model.Node(
            BuiltinOperator.UnsortedSegmentSum,
            null,
            [model.Float("x", 1000), model.Tensor("ids", TfLiteType.Int32, 1000), model.Scalar("count", 100000)],
            model.Float("y", 100000)).Objection());

    [Fact]
    public void A_padding_value_that_is_computed_is_refused() => Assert.Equal(
        "#0 DILATE: the padding value 'v' is computed at run time; expected a constant",
        model.Node(BuiltinOperator.Dilate, null, [model.Float("x", 2), model.Indices("d", 2), model.Float("v")], model.Float("y", 3)).Objection());

    private NodeInfo Scatter(TensorInfo indices) => model.Node(
        BuiltinOperator.ScatterNd,
        null,
        [indices, model.Float("updates", 2), model.Indices("shape", 4)],
        model.Float("y", 4));
}
