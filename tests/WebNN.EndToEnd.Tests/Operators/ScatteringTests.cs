using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ScatteringTests
{
    [Theory]
    [InlineData(1, 0, TensorType.Float32)]
    [InlineData(0, 2, TensorType.Int32)]
    [InlineData(2, 1, TensorType.UInt8)]
    public void Reversed_sequences_agree(int sequence, int batch, TensorType type) =>
        new SingleOperator(BuiltinOperator.ReverseSequence, new ReverseSequenceOptions(sequence, batch))
            .Input(Kinds.Of(type), 4, 4, 4, 2).Input(Elements.Int32(1, 4), 4).Output(Kinds.Of(type), 4, 4, 4, 2)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(2, 3, 2)]
    [InlineData(1, 5, 2)]
    [InlineData(4, 5, 6)]
    public void A_slice_that_is_replaced_agrees(int rows, int columns, int depth) =>
        new SingleOperator(BuiltinOperator.DynamicUpdateSlice)
            .Input(Elements.Float, 4, 5, 6).Input(Elements.Float, rows, columns, depth).Input(Elements.Int32(-2, 6), 3).Output(Elements.Float, 4, 5, 6)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int32)]
    public void Rows_put_at_constant_places_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.ScatterNd)
            .Pairs(3, 0, 1, 2, 0, 0).Input(Kinds.Of(type), 3, 4).Vector(5, 3, 4).Output(Kinds.Of(type), 5, 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(BuiltinOperator.UnsortedSegmentSum, new[] { 6f, 8, 0, 0, 3, 4 })]
    [InlineData(BuiltinOperator.UnsortedSegmentProd, new[] { 5f, 12, 1, 1, 3, 4 })]
    [InlineData(BuiltinOperator.UnsortedSegmentMax, new[] { 5f, 6, float.MinValue, float.MinValue, 3, 4 })]
    [InlineData(BuiltinOperator.UnsortedSegmentMin, new[] { 1f, 2, float.MaxValue, float.MaxValue, 3, 4 })]
    public void Segments_take_what_is_theirs_and_a_negative_one_is_dropped(BuiltinOperator code, float[] expected) =>
        new SingleOperator(code)
            .Values(Elements.Float, [1f, 2, 3, 4, 5, 6, 7, 8], 4, 2).Values(Elements.Int32(0, 0), [0, 2, 0, -1], 4).Scalar(3).Output(Elements.Float, 3, 2)
            .Gives(expected);

    [Fact]
    public void Segments_of_int32_begin_at_the_lowest() =>
        new SingleOperator(BuiltinOperator.UnsortedSegmentMax)
            .Values(Elements.Int32(0, 0), [-5, 7, 9], 3).Values(Elements.Int32(0, 0), [0, 2, 2], 3).Scalar(3).Output(Elements.Int32(0, 0), 3)
            .Gives(-5, int.MinValue, 9);
}
