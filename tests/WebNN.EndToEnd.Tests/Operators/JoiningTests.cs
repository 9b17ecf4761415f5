using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class JoiningTests
{
    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Int64)]
    public void Concatenation_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Concatenation, new ConcatenationOptions(-1))
            .Input(Kinds.Of(type), 2, 3, 4).Input(Kinds.Of(type), 2, 3, 5).Constant(Kinds.Of(type), 2, 3, 1).Output(Kinds.Of(type), 2, 3, 10)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Concatenation_of_uint8_of_other_scales_agrees() =>
        new SingleOperator(BuiltinOperator.Concatenation, new ConcatenationOptions(0))
            .Input(Elements.UInt8(0.02f, 10), 200).Input(Elements.UInt8(0.05f, 100), 200).Output(Elements.UInt8(0.05f, 100), 400)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Int64)]
    public void Pack_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Pack, new PackOptions(2, 1))
            .Input(Kinds.Of(type), 2, 3).Input(Kinds.Of(type), 2, 3).Output(Kinds.Of(type), 2, 2, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Bool)]
    public void Unpack_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Unpack, new UnpackOptions(3, -1))
            .Input(Kinds.Of(type), 2, 3).Output(Kinds.Of(type), 2).Output(Kinds.Of(type), 2).Output(Kinds.Of(type), 2)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Int32)]
    public void Split_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Split, new SplitOptions(2))
            .Scalar(-1).Input(Kinds.Of(type), 2, 3, 8).Output(Kinds.Of(type), 2, 3, 4).Output(Kinds.Of(type), 2, 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int64)]
    public void SplitV_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.SplitV, new SplitVOptions(2))
            .Input(Kinds.Of(type), 2, 8).Vector(3, -1).Scalar(1).Output(Kinds.Of(type), 2, 3).Output(Kinds.Of(type), 2, 5)
            .AgreesWithTFLite(Tolerance.Exact);
}
