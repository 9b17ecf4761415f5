using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class SelectionTests
{
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void SelectV2_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.SelectV2)
            .Input(Elements.Bool, 4, 1).Input(Kinds.Of(type), 4, 5).Input(Kinds.Of(type), 5).Output(Kinds.Of(type), 4, 5)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Select_of_rows_agrees() =>
        new SingleOperator(BuiltinOperator.Select)
            .Input(Elements.Bool, 4).Input(Elements.Float, 4, 5).Input(Elements.Float, 4, 5).Output(Elements.Float, 4, 5)
            .AgreesWithTFLite(Tolerance.Exact);
}
