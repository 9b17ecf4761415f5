using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class PaddingTests
{
    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Int64)]
    public void Pad_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Pad)
            .Input(Kinds.Of(type), 1, 3, 4, 2).Pairs(0, 0, 1, 2, 3, 0, 0, 1).Output(Kinds.Of(type), 1, 6, 7, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void PadV2_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Padv2)
            .Input(Kinds.Of(type), 1, 3, 4, 2).Pairs(0, 0, 1, 2, 3, 0, 0, 1).Constant(Kinds.Of(type), 1).Output(Kinds.Of(type), 1, 6, 7, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    public void MirrorPad_that_reflects_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.MirrorPad, new MirrorPadOptions(Symmetric: false))
            .Input(Kinds.Of(type), 3, 4).Pairs(1, 2, 3, 0).Output(Kinds.Of(type), 6, 7)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void Mirrored_with_the_edge_agrees(TensorType type)
    {
        if (type is TensorType.Bool)
        {
            Assert.Skip("TFLite 2.9 does not mirror bools");
        }

        new SingleOperator(BuiltinOperator.MirrorPad, new MirrorPadOptions(Symmetric: true), version: type is TensorType.Int8 or TensorType.UInt8 ? 2 : 1)
            .Input(Kinds.Of(type), 3, 4).Pairs(1, 3, 4, 0).Output(Kinds.Of(type), 7, 8).AgreesWithTFLite(Tolerance.Exact);
    }
}
