using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class LookupTests
{
    [Fact]
    public void Rows_of_an_embedding_agree() =>
        new SingleOperator(BuiltinOperator.EmbeddingLookup)
            .Input(Elements.Int32(0, 9), 6).Constant(Elements.Float, 10, 3, 2).Output(Elements.Float, 6, 3, 2)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Rows_of_an_embedding_of_int8_agree() =>
        new SingleOperator(BuiltinOperator.EmbeddingLookup, version: 2)
            .Input(Elements.Int32(0, 9), 6).Constant(Elements.Int8(0.02f, 0), 10, 4).Output(Elements.Float, 6, 4)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void Rows_found_by_their_keys_agree() =>
        new SingleOperator(BuiltinOperator.HashtableLookup)
            .Input(Elements.Int32(0, 12), 9).Vector(1, 2, 5, 8, 11).Input(Elements.Float, 5, 3).Output(Elements.Float, 9, 3)
            .Output(new Elements(TensorType.UInt8, 0, 1), 9)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(-1, 3, 4, 5)]
    [InlineData(0, 5, 3, 4)]
    [InlineData(1, 3, 5, 4)]
    public void One_of_so_many_agrees(int axis, int first, int second, int third) =>
        new SingleOperator(BuiltinOperator.OneHot, new OneHotOptions(axis))
            .Input(Elements.Int32(-1, 5), 3, 4).Scalar(5).Constant(Elements.Float).Constant(Elements.Float).Output(Elements.Float, first, second, third)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Int64)]
    public void Buckets_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.Bucketize, new BucketizeOptions([-2, 0, 1, 1, 2.5f]))
            .Input(type == TensorType.Float32 ? Elements.Float : type == TensorType.Int32 ? Elements.Int32(-4, 4) : Elements.Int64(-4, 4), 3, 7)
            .Output(Elements.Int32(0, 0), 3, 7)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32, 1)]
    [InlineData(TensorType.Float32, 30)]
    [InlineData(TensorType.Int32, 4)]
    [InlineData(TensorType.Int8, 7)]
    public void The_largest_agree_and_equals_keep_their_order(TensorType type, int k) =>
        new SingleOperator(BuiltinOperator.TopkV2)
            .Input(Few(type), 4, 30).Scalar(k).Output(Few(type), 4, k).Output(Elements.Int32(0, 0), 4, k)
            .AgreesWithTFLite(Tolerance.Exact);

    private static Elements Few(TensorType type) => type switch
    {
        TensorType.Int8 => Elements.Int8(0.1f, 0) with { Low = -3, High = 3 },
        TensorType.Int32 => Elements.Int32(-3, 3),
        _ => Elements.Float,
    };
}
