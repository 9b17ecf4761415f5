using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class QuantizationTests
{
    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void Quantize_of_floats_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Quantize)
            .Input(Elements.Float with { Low = -20, High = 20 }, 1000).Output(Kinds.Of(type), 1000)
            .AgreesWithTFLite(Tolerance.Exact);

    /// <summary>TFLite rounds a half away from zero, WebNN to even: every other half is one step apart.</summary>
    [Fact]
    public void Quantize_of_halves_is_one_step_apart_where_even_is_towards_zero()
    {
        var halves = new Elements(TensorType.Float32, 0.5, 0.5);
        new SingleOperator(BuiltinOperator.Quantize)
            .Input(halves, 1).Output(Elements.Int8(1, 0), 1).AgreesWithTFLite(Tolerance.OneStep(1));
        new SingleOperator(BuiltinOperator.Quantize)
            .Input(halves with { Low = 1.5, High = 1.5 }, 1).Output(Elements.Int8(1, 0), 1).AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(TensorType.Int8, TensorType.UInt8, 0.1f, 121)]
    [InlineData(TensorType.UInt8, TensorType.Int8, 0.1f, -121)]
    public void Quantize_between_the_types_agrees(TensorType from, TensorType to, float scale, int zeroPoint) =>
        new SingleOperator(BuiltinOperator.Quantize)
            .Input(Kinds.Of(from), 1000).Output(Quantized(to, scale, zeroPoint), 1000)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void Quantize_to_another_scale_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Quantize)
            .Input(Kinds.Of(type), 1000).Output(Quantized(type, 0.13f, 20), 1000)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void Dequantize_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Dequantize)
            .Input(Kinds.Of(type), 1000).Output(Elements.Float, 1000)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void Dequantize_of_fp16_agrees() =>
        new SingleOperator(BuiltinOperator.Dequantize)
            .Input(new Elements(TensorType.Float16, -4, 4), 100).Output(Elements.Float, 100)
            .AgreesWithTFLite(Tolerance.Exact);

    private static Elements Quantized(TensorType type, float scale, int zeroPoint) =>
        type == TensorType.Int8 ? Elements.Int8(scale, zeroPoint) : Elements.UInt8(scale, zeroPoint);

    [Theory]
    [InlineData(-3f, 2.5f, 8, false)]
    [InlineData(0f, 6f, 8, false)]
    [InlineData(-1f, 1f, 4, false)]
    [InlineData(-2f, 0f, 16, false)]
    public void FakeQuant_agrees(float min, float max, int bits, bool narrow) =>
        new SingleOperator(BuiltinOperator.FakeQuant, new FakeQuantOptions(min, max, bits, narrow))
            .Input(Elements.Float, 5, 40).Output(Elements.Float, 5, 40)
            .AgreesWithTFLite(Tolerance.Float);
}
