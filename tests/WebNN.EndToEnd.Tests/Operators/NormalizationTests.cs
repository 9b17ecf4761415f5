using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class NormalizationTests
{
    [Fact]
    public void Rows_of_length_1_agree() =>
        new SingleOperator(BuiltinOperator.L2Normalization, new L2NormOptions())
            .Input(Elements.Float, 2, 3, 4, 20).Output(Elements.Float, 2, 3, 4, 20)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void A_row_of_zeros_stays_one() =>
        new SingleOperator(BuiltinOperator.L2Normalization, new L2NormOptions())
            .Values(Elements.Float, [0f, 0, 0, 1e-7f, 0, 0], 2, 3).Output(Elements.Float, 2, 3)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void Rows_of_integers_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.L2Normalization, new L2NormOptions(), version: 2)
            .Input(type == TensorType.Int8 ? Elements.Int8(0.05f, -7) : Elements.UInt8(0.05f, 120), 2, 3, 3, 10)
            .Output(type == TensorType.Int8 ? Elements.Int8(1f / 128, 0) : Elements.UInt8(1f / 128, 128), 2, 3, 3, 10)
            .AgreesWithTFLite(Tolerance.OneStep(0.1));

    [Theory]
    [InlineData(2, 1f, 0.5f, 0.75f)]
    [InlineData(0, 2f, 0.1f, 0.5f)]
    [InlineData(30, 1f, 0.01f, 1f)]
    public void Local_responses_agree(int radius, float bias, float alpha, float beta) =>
        new SingleOperator(BuiltinOperator.LocalResponseNormalization, new LocalResponseNormalizationOptions(radius, bias, alpha, beta))
            .Input(Elements.Float, 2, 3, 3, 12).Output(Elements.Float, 2, 3, 3, 12)
            .AgreesWithTFLite(Tolerance.Float);
}
