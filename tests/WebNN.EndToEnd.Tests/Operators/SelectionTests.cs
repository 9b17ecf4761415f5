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

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.Int64)]
    public void Matrices_of_diagonals_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.MatrixDiag).Input(Kinds.Of(type), 2, 3).Output(Kinds.Of(type), 2, 3, 3).AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    public void Diagonals_that_are_replaced_agree(int rows, int columns) =>
        new SingleOperator(BuiltinOperator.MatrixSetDiag)
            .Input(Elements.Float, 2, rows, columns).Input(Elements.Float, 2, Math.Min(rows, columns)).Output(Elements.Float, 2, rows, columns)
            .AgreesWithTFLite(Tolerance.Exact);
}
