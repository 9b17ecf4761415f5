using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class PaddingTests
{
    private readonly Model model = new();

    [Fact]
    public void Pad_takes_pairs_apart() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = pad(%0) beginning=[1,0] ending=[2,3] f32[5,6]
        output y = %1

        """,
        model.Node(
        BuiltinOperator.Pad, null, [model.Float("x", 2, 3), model.Indices("paddings", 1, 2, 0, 3)], model.Float("y", 5, 6)).Translate());

    [Fact]
    public void Pad_of_int8_pads_with_the_zero_point() => Assert.Contains("-7", model.Node(
        BuiltinOperator.Pad,
        null,
        [model.Int8("x", 0.5f, -7, 2), model.Indices("paddings", 1, 1)],
        model.Int8("y", 0.5f, -7, 4)).Translate(), StringComparison.Ordinal);

    [Fact]
    public void PadV2_pads_with_a_constant() => Assert.Equal(
        """
        %0 = input x f32[2]
        %1 = pad(%0) beginning=[1] ending=[1] value=2.5 f32[4]
        output y = %1

        """,
        PadV2(model.FloatConstant("value", 1) with
    {
        Data = BitConverter.GetBytes(2.5f),
    }).Translate());

    [Fact]
    public void PadV2_of_a_value_computed_at_run_time_is_refused() => Assert.Equal(
        "#0 PADV2: the padding value 'value' is computed at run time; expected a constant", PadV2(model.Float("value", 1)).Objection());

    [Fact]
    public void MirrorPad_reflects() => Assert.Equal(
        """
        %0 = input x f32[3]
        %1 = pad(%0) beginning=[1] ending=[2] reflection f32[6]
        output y = %1

        """,
        Mirror(TfLiteMirrorPaddingMode.Reflect).Translate());

    [Fact]
    public void MirrorPad_with_the_edge_chooses_elements() => Assert.Equal(
        """
        %0 = input x f32[3]
        %1 = constant i32[6]
        %2 = gather(%0, %1) axis=0 f32[6]
        output y = %2

        """,
        Mirror(TfLiteMirrorPaddingMode.Symmetric).Translate());

    [Fact]
    public void Negative_paddings_are_refused() => Assert.Equal(
        "#0 PAD: paddings [-1,1]",
        model.Node(BuiltinOperator.Pad, null, [model.Float("x", 2), model.Indices("paddings", -1, 1)], model.Float("y", 2)).Objection());

    private NodeInfo PadV2(TensorInfo value) => model.Node(
        BuiltinOperator.Padv2, null, [model.Float("x", 2), model.Indices("paddings", 1, 1), value], model.Float("y", 4));

    private NodeInfo Mirror(TfLiteMirrorPaddingMode mode) => model.Node(
        BuiltinOperator.MirrorPad,
        new TfLiteMirrorPaddingParams(mode),
        [model.Float("x", 3), model.Indices("paddings", 1, 2)],
        model.Float("y", 6));
}
