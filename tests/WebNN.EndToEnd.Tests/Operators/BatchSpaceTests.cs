using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class BatchSpaceTests
{
    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Int32)]
    public void Blocks_into_the_batch_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.SpaceToBatchNd, version: 2)
            .Input(Kinds.Of(type), 2, 5, 4, 3).Vector(3, 2).Pairs(1, 0, 0, 2).Output(Kinds.Of(type), 12, 2, 3, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.Int64)]
    public void Blocks_out_of_the_batch_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.BatchToSpaceNd, version: 2)
            .Input(Kinds.Of(type), 12, 2, 3, 3).Vector(3, 2).Pairs(1, 0, 0, 2).Output(Kinds.Of(type), 2, 5, 4, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Blocks_of_one_axis_agree()
    {
        new SingleOperator(BuiltinOperator.SpaceToBatchNd)
            .Input(Elements.Float, 2, 6, 3).Vector(2).Pairs(0, 0).Output(Elements.Float, 4, 3, 3).AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(BuiltinOperator.BatchToSpaceNd)
            .Input(Elements.Float, 4, 3, 3).Vector(2).Pairs(1, 1).Output(Elements.Float, 2, 4, 3).AgreesWithTFLite(Tolerance.Exact);
    }
}
