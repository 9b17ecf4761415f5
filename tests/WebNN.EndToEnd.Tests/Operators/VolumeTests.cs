using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class VolumeTests
{
    [Theory]
    [InlineData(Padding.Same, 1, 1, 6, 7, 8)]
    [InlineData(Padding.Valid, 1, 1, 4, 6, 7)]
    [InlineData(Padding.Same, 2, 1, 3, 4, 4)]
    [InlineData(Padding.Valid, 1, 2, 2, 5, 6)]
    public void Convolutions_agree(Padding padding, int stride, int dilation, int depth, int height, int width) =>
        new SingleOperator(BuiltinOperator.Conv3D, new Conv3DOptions(padding, stride, stride, stride, Activation.Relu, dilation, dilation, dilation))
            .Input(Elements.Float, 2, 6, 7, 8, 3).Constant(Elements.Float, 3, 2, 2, 3, 4).Constant(Elements.Float, 4).Output(Elements.Float, 2, depth, height, width, 4)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(Padding.Same, 1, 3, 4, 5, 6)]
    [InlineData(Padding.Same, 2, 2, 8, 10, 12)]
    [InlineData(Padding.Valid, 2, 2, 9, 10, 12)]
    [InlineData(Padding.Valid, 1, 2, 6, 6, 7)]
    public void Transposed_convolutions_agree(Padding padding, int stride, int kernel, int depth, int height, int width) =>
        new SingleOperator(BuiltinOperator.Conv3DTranspose, new Conv3DOptions(padding, stride, stride, stride))
            .Vector(2, depth, height, width, 4).Constant(Elements.Float, 3, kernel, kernel, 4, 3).Input(Elements.Float, 2, 4, 5, 6, 3)
            .Output(Elements.Float, 2, depth, height, width, 4)
            .AgreesWithTFLite(Tolerance.Float);
}
