using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class PoolingTests
{
    [Theory]
    [InlineData(BuiltinOperator.AveragePool2D, Padding.Same, 2)]
    [InlineData(BuiltinOperator.AveragePool2D, Padding.Valid, 1)]
    [InlineData(BuiltinOperator.MaxPool2D, Padding.Same, 2)]
    [InlineData(BuiltinOperator.MaxPool2D, Padding.Valid, 1)]
    [InlineData(BuiltinOperator.L2Pool2D, Padding.Same, 2)]
    public void Pools_of_floats_agree(BuiltinOperator code, Padding padding, int stride) =>
        Pool(code, padding, stride, Activation.Relu, Elements.Float).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void MaxPool2D_of_integers_agrees(TensorType type) =>
        Pool(BuiltinOperator.MaxPool2D, Padding.Same, 2, Activation.Relu6, Quantized(type)).AgreesWithTFLite(Tolerance.Exact);

    /// <summary>Half a step is rounded away from zero by TFLite and to even by WebNN.</summary>
    [Theory]
    [InlineData(TensorType.Int8, Padding.Same)]
    [InlineData(TensorType.UInt8, Padding.Valid)]
    public void AveragePool2D_of_integers_agrees_but_for_halves(TensorType type, Padding padding) =>
        Pool(BuiltinOperator.AveragePool2D, padding, 2, Activation.None, Quantized(type)).AgreesWithTFLite(Tolerance.OneStep(0.15));

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void AveragePool2D_of_whole_images_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.AveragePool2D, new Pool2DOptions(Padding.Valid, 1, 1, 7, 7))
            .Input(Quantized(type), 1, 7, 7, 64).Output(Quantized(type), 1, 1, 1, 64)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    private static SingleOperator Pool(BuiltinOperator code, Padding padding, int stride, Activation activation, Elements elements)
    {
        var (height, width) = (Sizes.Windows(9, 3, stride, 1, padding), Sizes.Windows(12, 2, stride, 1, padding));
        return new SingleOperator(code, new Pool2DOptions(padding, stride, stride, 2, 3, activation))
            .Input(elements, 2, 9, 12, 5).Output(elements, 2, height, width, 5);
    }

    private static Elements Quantized(TensorType type) => type == TensorType.Int8 ? Elements.Int8(0.05f, -20) : Elements.UInt8(0.05f, 108);
}
