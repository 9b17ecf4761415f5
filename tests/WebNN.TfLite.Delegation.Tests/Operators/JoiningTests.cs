using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class JoiningTests
{
    private readonly Model model = new();

    [Fact]
    public void Concatenation_of_equal_scales_joins_integers_and_changes_the_others() => Assert.Equal(
        """
        %0 = input b u8[2,2]
        %1 = constant f32[1,1] 0.25
        %2 = constant u8[1,1] 1
        %3 = dequantizeLinear(%0, %1, %2) f32[2,2]
        %4 = constant f32[1,1] 0.5
        %5 = constant u8[1,1] 1
        %6 = quantizeLinear(%3, %4, %5) u8[2,2]
        %7 = input a u8[2,1]
        %8 = concat(%7, %6) axis=1 u8[2,3]
        output c = %8

        """,
        model.Node(
        BuiltinOperator.Concatenation,
        new TfLiteConcatenationParams(-1, TfLiteFusedActivation.None),
        [model.UInt8("a", 0.5f, 1, 2, 1), model.UInt8("b", 0.25f, 1, 2, 2)],
        model.UInt8("c", 0.5f, 1, 2, 3)).Translate());

    [Fact]
    public void Pack_gives_each_part_the_new_axis() => Assert.Equal(
        """
        %0 = input a f32[3]
        %1 = reshape(%0) f32[3,1]
        %2 = input b f32[3]
        %3 = reshape(%2) f32[3,1]
        %4 = concat(%1, %3) axis=1 f32[3,2]
        output c = %4

        """,
        model.Node(
        BuiltinOperator.Pack, new TfLitePackParams(2, -1), [model.Float("a", 3), model.Float("b", 3)], model.Float("c", 3, 2)).Translate());

    [Fact]
    public void Unpack_splits_and_drops_the_axis() => Assert.Equal(
        """
        %0 = input a f32[2,3]
        %1, %2 = split(%0) axis=0 sizes=[1,1] f32[1,3], f32[1,3]
        %3 = reshape(%1) f32[3]
        %4 = reshape(%2) f32[3]
        output b = %3
        output c = %4

        """,
        model.Node(
        BuiltinOperator.Unpack, new TfLiteUnpackParams(2, 0), [model.Float("a", 2, 3)], model.Float("b", 3), model.Float("c", 3)).Translate());

    [Fact]
    public void Split_makes_equal_parts() => Assert.Equal(
        """
        %0 = input x f32[2,6]
        %1, %2, %3 = split(%0) axis=1 sizes=[2,2,2] f32[2,2], f32[2,2], f32[2,2]
        output a = %1
        output b = %2
        output c = %3

        """,
        model.Node(
        BuiltinOperator.Split,
        new TfLiteSplitParams(3),
        [model.Scalar("axis", -1), model.Float("x", 2, 6)],
        model.Float("a", 2, 2),
        model.Float("b", 2, 2),
        model.Float("c", 2, 2)).Translate());

    [Fact]
    public void SplitV_gives_an_open_size_what_is_left() => Assert.Equal(
        """
        %0 = input x f32[2,6]
        %1, %2 = split(%0) axis=1 sizes=[1,5] f32[2,1], f32[2,5]
        output a = %1
        output b = %2

        """,
        model.Node(
        BuiltinOperator.SplitV,
        new TfLiteSplitParams(2),
        [model.Float("x", 2, 6), model.Indices("sizes", 1, -1), model.Scalar("axis", 1)],
        model.Float("a", 2, 1),
        model.Float("b", 2, 5)).Translate());

    [Fact]
    public void Split_into_parts_that_do_not_divide_is_refused() => Assert.Equal(
        "#0 SPLIT: 4 parts of axis 1 of f32[2,6]",
        model.Node(
            BuiltinOperator.Split, new TfLiteSplitParams(4), [model.Scalar("axis", 1), model.Float("x", 2, 6)], model.Float("a", 2, 2)).Objection());

    [Fact]
    public void Split_with_another_number_of_outputs_is_refused() => Assert.Equal(
        "#0 SPLIT: has 1 outputs; expected 2",
        model.Node(
            BuiltinOperator.Split, new TfLiteSplitParams(2), [model.Scalar("axis", 1), model.Float("x", 2, 6)], model.Float("a", 2, 3)).Objection());
}
