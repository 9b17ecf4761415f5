using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class IndexingTests
{
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void Slice_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Slice)
            .Input(Kinds.Of(type), 3, 4, 5).Vector(1, 0, 2).Vector(2, -1, 2).Output(Kinds.Of(type), 2, 4, 2)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void StridedSlice_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.StridedSlice, new StridedSliceOptions(BeginMask: 1, EndMask: 4))
            .Input(Kinds.Of(type), 3, 4, 9).Vector(7, 1, -8).Vector(2, -1, 0).Vector(1, 1, 3).Output(Kinds.Of(type), 2, 2, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void StridedSlice_backwards_agrees() =>
        new SingleOperator(BuiltinOperator.StridedSlice, new StridedSliceOptions(BeginMask: 1, EndMask: 1))
            .Input(Elements.Float, 5, 9).Vector(0, 7).Vector(0, -9).Vector(-1, -3).Output(Elements.Float, 5, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void StridedSlice_that_drops_axes_agrees() =>
        new SingleOperator(BuiltinOperator.StridedSlice, new StridedSliceOptions(EndMask: 2, ShrinkAxisMask: 5))
            .Input(Elements.Float, 5, 9, 3).Vector(-2, 1, 2).Vector(0, 0, 3).Vector(1, 2, 1).Output(Elements.Float, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void StridedSlice_with_an_ellipsis_and_a_new_axis_agrees() =>
        new SingleOperator(BuiltinOperator.StridedSlice, new StridedSliceOptions(EllipsisMask: 1, NewAxisMask: 2))
            .Input(Elements.Float, 5, 9, 3).Vector(0, 0, 1).Vector(0, 0, 3).Vector(1, 1, 1).Output(Elements.Float, 5, 9, 1, 2)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void StridedSlice_of_fewer_axes_than_the_tensor_has_agrees() =>
        new SingleOperator(BuiltinOperator.StridedSlice, new StridedSliceOptions())
            .Input(Elements.Float, 5, 9, 3).Vector(1).Vector(5).Vector(2).Output(Elements.Float, 2, 9, 3)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32, 0)]
    [InlineData(TensorType.Int8, 1)]
    [InlineData(TensorType.UInt8, -1)]
    [InlineData(TensorType.Int32, 1)]
    public void Gather_agrees(TensorType type, int axis)
    {
        int[] shape = [4, 5, 6];
        shape[axis < 0 ? axis + 3 : axis] = 7;
        new SingleOperator(BuiltinOperator.Gather, new GatherOptions(axis))
            .Input(Kinds.Of(type), 4, 5, 6).Input(Elements.Int32(0, 3), 7).Output(Kinds.Of(type), shape)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    [Fact]
    public void Gather_by_int64_and_a_scalar_agrees()
    {
        new SingleOperator(BuiltinOperator.Gather, new GatherOptions(0))
            .Input(Elements.Float, 4, 5).Input(Elements.Int64(0, 3), 2, 3).Output(Elements.Float, 2, 3, 5)
            .AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(BuiltinOperator.Gather, new GatherOptions(1))
            .Input(Elements.Float, 4, 5).Input(Elements.Int32(0, 4)).Output(Elements.Float, 4)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Gather_of_batches_agrees(int axis, int batchDims) =>
        new SingleOperator(BuiltinOperator.Gather, new GatherOptions(axis, batchDims), version: 5)
            .Input(Elements.Float, 2, 5, 6).Input(Elements.Int32(0, 4), 2, 3).Output(Elements.Float, axis == 1 ? [2, 3, 6] : [2, 5, 3])
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void GatherNd_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.GatherNd)
            .Input(Kinds.Of(type), 4, 5, 6).Input(Elements.Int32(0, 3), 7, 2).Output(Kinds.Of(type), 7, 6)
            .AgreesWithTFLite(Tolerance.Exact);
}
