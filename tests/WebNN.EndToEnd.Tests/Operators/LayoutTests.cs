using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class LayoutTests
{
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void Reshape_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Reshape, new ReshapeOptions([4, -1]))
            .Input(Kinds.Of(type), 2, 3, 4).Vector(4, -1).Output(Kinds.Of(type), 4, 6)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Reshape_by_its_options_alone_agrees() =>
        new SingleOperator(BuiltinOperator.Reshape, new ReshapeOptions([6, 4]))
            .Input(Elements.Float, 2, 3, 4).Output(Elements.Float, 6, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Squeeze_agrees() =>
        new SingleOperator(BuiltinOperator.Squeeze, new SqueezeOptions([1, -1]))
            .Input(Elements.Float, 2, 1, 4, 1).Output(Elements.Float, 2, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void ExpandDims_agrees() =>
        new SingleOperator(BuiltinOperator.ExpandDims)
            .Input(Elements.Int32(-9, 9), 2, 4).Scalar(-1).Output(Elements.Int32(0, 0), 2, 4, 1)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void Transpose_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Transpose)
            .Input(Kinds.Of(type), 2, 3, 4, 5).Vector(0, 3, 1, 2).Output(Kinds.Of(type), 2, 5, 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Transpose_of_five_axes_agrees() =>
        new SingleOperator(BuiltinOperator.Transpose)
            .Input(Elements.Float, 2, 3, 2, 4, 3).Vector(4, 0, 2, 1, 3).Output(Elements.Float, 3, 2, 2, 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int32)]
    public void Tile_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Tile)
            .Input(Kinds.Of(type), 2, 3).Vector(2, 3).Output(Kinds.Of(type), 4, 9)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    public void BroadcastTo_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.BroadcastTo, version: 2)
            .Input(Kinds.Of(type), 3, 1).Vector(2, 3, 4).Output(Kinds.Of(type), 2, 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Reverse_agrees() =>
        new SingleOperator(BuiltinOperator.ReverseV2)
            .Input(Elements.Float, 2, 3, 4).Vector(1).Output(Elements.Float, 2, 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    public void SpaceToDepth_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.SpaceToDepth, new SpaceToDepthOptions(2))
            .Input(Kinds.Of(type), 2, 4, 6, 3).Output(Kinds.Of(type), 2, 2, 3, 12)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.UInt8)]
    public void DepthToSpace_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.DepthToSpace, new DepthToSpaceOptions(2))
            .Input(Kinds.Of(type), 2, 2, 3, 12).Output(Kinds.Of(type), 2, 4, 6, 3)
            .AgreesWithTFLite(Tolerance.Exact);
}
