using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ActivationTests
{
    [Theory]
    [InlineData(BuiltinOperator.Relu)]
    [InlineData(BuiltinOperator.Relu6)]
    [InlineData(BuiltinOperator.ReluN1To1)]
    [InlineData(BuiltinOperator.Logistic)]
    [InlineData(BuiltinOperator.Tanh)]
    [InlineData(BuiltinOperator.HardSwish)]
    [InlineData(BuiltinOperator.Elu)]
    [InlineData(BuiltinOperator.LogSoftmax)]
    public void Activations_of_floats_agree(BuiltinOperator code) =>
        new SingleOperator(code)
            .Input(Elements.Float with { Low = -9, High = 9 }, 3, 50).Output(Elements.Float, 3, 50).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(BuiltinOperator.Relu, 0.05f, -20)]
    [InlineData(BuiltinOperator.Relu, 0.03f, 10)]
    [InlineData(BuiltinOperator.Relu6, 0.05f, -20)]
    [InlineData(BuiltinOperator.Relu6, 0.03f, 10)]
    [InlineData(BuiltinOperator.ReluN1To1, 0.05f, -20)]
    [InlineData(BuiltinOperator.Logistic, 1 / 256f, -128)]
    [InlineData(BuiltinOperator.Tanh, 1 / 128f, 0)]
    [InlineData(BuiltinOperator.Elu, 0.05f, -100)]
    public void Activations_of_int8_agree(BuiltinOperator code, float scale, int zeroPoint) =>
        new SingleOperator(code)
            .Input(Elements.Int8(0.05f, -20), 3, 500).Output(Elements.Int8(scale, zeroPoint), 3, 500)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Theory]
    [InlineData(BuiltinOperator.Relu, 0.05f, 100)]
    [InlineData(BuiltinOperator.Relu6, 0.03f, 0)]
    [InlineData(BuiltinOperator.Logistic, 1 / 256f, 0)]
    [InlineData(BuiltinOperator.Tanh, 1 / 128f, 128)]
    public void Activations_of_uint8_agree(BuiltinOperator code, float scale, int zeroPoint) =>
        new SingleOperator(code)
            .Input(Elements.UInt8(0.05f, 100), 3, 500).Output(Elements.UInt8(scale, zeroPoint), 3, 500)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    /// <summary>TFLite's kernel works in 16-bit fixed point.</summary>
    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void HardSwish_of_integers_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.HardSwish)
            .Input(Quantized(type, 0.05f, -20), 3, 500).Output(Quantized(type, 0.04f, -100), 3, 500)
            .AgreesWithTFLite(Tolerance.OneStep(0.1));

    /// <summary>TFLite rounds twice: to fixed point, then to the step.</summary>
    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void LeakyRelu_of_integers_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.LeakyRelu, new LeakyReluOptions(0.2f))
            .Input(Quantized(type, 0.05f, -20), 3, 500).Output(Quantized(type, 0.043f, -30), 3, 500)
            .AgreesWithTFLite(Tolerance.OneStep(0.1));

    [Fact]
    public void LeakyRelu_of_floats_agrees() =>
        new SingleOperator(BuiltinOperator.LeakyRelu, new LeakyReluOptions(0.2f))
            .Input(Elements.Float, 3, 50).Output(Elements.Float, 3, 50).AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void Prelu_of_floats_agrees() =>
        new SingleOperator(BuiltinOperator.Prelu)
            .Input(Elements.Float, 1, 5, 5, 8).Constant(Elements.Float, 1, 1, 8).Output(Elements.Float, 1, 5, 5, 8)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void Prelu_of_integers_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Prelu)
            .Input(Quantized(type, 0.05f, -20), 1, 9, 9, 8).Constant(Quantized(type, 0.01f, 2), 1, 1, 8)
            .Output(Quantized(type, 0.06f, -10), 1, 9, 9, 8)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    [Theory]
    [InlineData(1)]
    [InlineData(0.5f)]
    public void Softmax_of_floats_agrees(float beta) =>
        new SingleOperator(BuiltinOperator.Softmax, new SoftmaxOptions(beta))
            .Input(Elements.Float, 2, 3, 10).Output(Elements.Float, 2, 3, 10).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.5f)]
    public void Softmax_of_the_largest_floats_agrees(float beta)
    {
        foreach (var row in new float[][] { [3e38f, 3e38f, 2.9e38f], [-3e38f, -3e38f, -3e38f], [3e38f, -3e38f, 0], [100, 200, 300], [float.NegativeInfinity, 1, 2] })
        {
            new SingleOperator(BuiltinOperator.Softmax, new SoftmaxOptions(beta))
                .Values(row).Output(Elements.Float, 3).AgreesWithTFLite(Tolerance.Float);
        }
    }

    [Theory]
    [InlineData(TensorType.Int8, 1)]
    [InlineData(TensorType.UInt8, 1)]
    [InlineData(TensorType.UInt8, 0.5f)]
    public void Softmax_of_integers_agrees(TensorType type, float beta) =>
        new SingleOperator(BuiltinOperator.Softmax, new SoftmaxOptions(beta))
            .Input(Quantized(type, 0.05f, -20), 40, 10).Output(Quantized(type, 1 / 256f, -128), 40, 10)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gelu_agrees(bool approximate) =>
        new SingleOperator(BuiltinOperator.Gelu, new GeluOptions(approximate))
            .Input(Elements.Float, 3, 50).Output(Elements.Float, 3, 50).AgreesWithTFLite(Tolerance.Float);

    /// <summary>Zero points for int8; uint8's are 128 above.</summary>
    private static Elements Quantized(TensorType type, float scale, int zeroPoint) =>
        type == TensorType.Int8 ? Elements.Int8(scale, zeroPoint) : Elements.UInt8(scale, zeroPoint + 128);
}
