using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class SelectionTests
{
    private readonly Model model = new();

    [Fact]
    public void Select_by_rows_gives_the_condition_the_other_axes() => Assert.Equal(
        """
        %0 = input condition u8[2]
        %1 = reshape(%0) u8[2,1]
        %2 = input a f32[2,3]
        %3 = input b f32[2,3]
        %4 = where(%1, %2, %3) f32[2,3]
        output c = %4

        """,
        model.Node(
        BuiltinOperator.Select,
        null,
        [model.Tensor("condition", TfLiteType.Bool, 2), model.Float("a", 2, 3), model.Float("b", 2, 3)],
        model.Float("c", 2, 3)).Translate());

    [Fact]
    public void SelectV2_broadcasts_and_keeps_integers() => Assert.Equal("where", model.Node(
        BuiltinOperator.SelectV2,
        null,
        [model.Tensor("condition", TfLiteType.Bool, 3), model.Int8("a", 1, 0, 2, 3), model.Int8("b", 1, 0)],
        model.Int8("c", 1, 0, 2, 3)).Operators());
}
