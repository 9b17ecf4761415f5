using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(Padding.Same, 1, 1, Activation.None)]
    [InlineData(Padding.Same, 2, 1, Activation.Relu6)]
    [InlineData(Padding.Same, 3, 1, Activation.Relu)]
    [InlineData(Padding.Valid, 2, 1, Activation.ReluN1To1)]
    [InlineData(Padding.Same, 1, 2, Activation.Relu)]
    [InlineData(Padding.Valid, 1, 2, Activation.None)]
    public void Conv2D_of_floats_agrees(Padding padding, int stride, int dilation, Activation activation)
    {
        var (height, width) = (Sizes.Windows(9, 3, stride, dilation, padding), Sizes.Windows(12, 5, stride, dilation, padding));
        new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(padding, stride, stride, activation, dilation, dilation))
            .Input(Elements.Float, 2, 9, 12, 3).Constant(Elements.Float, 8, 3, 5, 3).Constant(Elements.Float, 8)
            .Output(Elements.Float, 2, height, width, 8)
            .AgreesWithTFLite(Tolerance.Float);
    }

    [Fact]
    public void Conv2D_of_filters_computed_at_run_time_agrees() =>
        new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, 1, 1))
            .Input(Elements.Float, 1, 5, 5, 4).Input(Elements.Float, 6, 3, 3, 4).Input(Elements.Float, 6)
            .Output(Elements.Float, 1, 5, 5, 6)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Relu6)]
    public void Conv2D_of_int8_per_channel_agrees(Activation activation) =>
        new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, 2, 2, activation))
            .Input(Elements.Int8(0.02f, -5), 1, 9, 9, 16).Constant(Elements.PerChannel(0.01f, 12, 0), 12, 3, 3, 16).Bias(0.0002f, 12)
            .Output(Elements.Int8(0.15f, 3), 1, 5, 5, 12)
            .AgreesWithTFLite(Tolerance.OneStep(0.01));

    [Fact]
    public void Conv2D_of_int8_per_tensor_agrees() =>
        new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Valid, 1, 1))
            .Input(Elements.Int8(0.02f, -5), 1, 6, 6, 8).Constant(Elements.Int8(0.01f, 0), 5, 3, 3, 8).Bias(0.0002f, 5)
            .Output(Elements.Int8(0.1f, 3), 1, 4, 4, 5)
            .AgreesWithTFLite(Tolerance.OneStep(0.01));

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu6)]
    public void Conv2D_of_uint8_agrees(Activation activation) =>
        new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, 1, 1, activation))
            .Input(Elements.UInt8(0.02f, 120), 1, 8, 8, 8).Constant(Elements.UInt8(0.01f, 131), 12, 3, 3, 8).Bias(0.0002f, 12)
            .Output(Elements.UInt8(0.1f, 100), 1, 8, 8, 12)
            .AgreesWithTFLite(Tolerance.OneStep(0.01));

    /// <summary>TFLite's hybrid kernel rounds the image to int8 first; the delegate does not: it is the more exact of the two.</summary>
    [Fact]
    public void Conv2D_of_floats_and_int8_filters_differs_by_what_TFLite_rounds() =>
        new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, 1, 1))
            .Input(Elements.Float, 1, 8, 8, 8).Constant(Elements.PerChannel(0.01f, 12, 0), 12, 3, 3, 8).Constant(Elements.Float, 12)
            .Output(Elements.Float, 1, 8, 8, 12)
            .AgreesWithTFLite(Tolerance.Float with { Relative = 0.01 });

    [Theory]
    [InlineData(1, 1, 1, Padding.Same)]
    [InlineData(2, 2, 1, Padding.Same)]
    [InlineData(3, 1, 2, Padding.Same)]
    [InlineData(1, 2, 1, Padding.Valid)]
    public void DepthwiseConv2D_of_floats_agrees(int multiplier, int stride, int dilation, Padding padding)
    {
        var size = Sizes.Windows(9, 3, stride, dilation, padding);
        new SingleOperator(
                BuiltinOperator.DepthwiseConv2D,
                new DepthwiseConv2DOptions(padding, stride, stride, multiplier, Activation.Relu, dilation, dilation))
            .Input(Elements.Float, 1, 9, 9, 6).Constant(Elements.Float, 1, 3, 3, 6 * multiplier).Constant(Elements.Float, 6 * multiplier)
            .Output(Elements.Float, 1, size, size, 6 * multiplier)
            .AgreesWithTFLite(Tolerance.Float);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void DepthwiseConv2D_of_int8_per_channel_agrees(int multiplier) =>
        new SingleOperator(BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DOptions(Padding.Same, 1, 1, multiplier, Activation.Relu6))
            .Input(Elements.Int8(0.03f, 7), 1, 8, 8, 16)
            .Constant(Elements.PerChannel(0.01f, 16 * multiplier, 3), 1, 3, 3, 16 * multiplier).Bias(0.0003f, 16 * multiplier)
            .Output(Elements.Int8(0.05f, -10), 1, 8, 8, 16 * multiplier)
            .AgreesWithTFLite(Tolerance.OneStep(0.01));

    [Fact]
    public void DepthwiseConv2D_of_uint8_agrees() =>
        new SingleOperator(BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DOptions(Padding.Same, 2, 2))
            .Input(Elements.UInt8(0.03f, 130), 1, 9, 9, 8).Constant(Elements.UInt8(0.01f, 120), 1, 3, 3, 8).Bias(0.0003f, 8)
            .Output(Elements.UInt8(0.05f, 128), 1, 5, 5, 8)
            .AgreesWithTFLite(Tolerance.OneStep(0.01));

    [Theory]
    [InlineData(Padding.Same, 2, 3, 8)]
    [InlineData(Padding.Same, 2, 2, 8)]
    [InlineData(Padding.Valid, 2, 3, 9)]
    [InlineData(Padding.Same, 1, 3, 4)]
    [InlineData(Padding.Same, 3, 2, 12)]
    public void TransposeConv_of_floats_agrees(Padding padding, int stride, int kernel, int size) =>
        new SingleOperator(BuiltinOperator.TransposeConv, new TransposeConvOptions(padding, stride, stride))
            .Vector(1, size, size, 5).Constant(Elements.Float, 5, kernel, kernel, 6).Input(Elements.Float, 1, 4, 4, 6)
            .Output(Elements.Float, 1, size, size, 5)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void TransposeConv_of_floats_with_a_bias_agrees() =>
        new SingleOperator(BuiltinOperator.TransposeConv, new TransposeConvOptions(Padding.Same, 2, 2), version: 3)
            .Vector(1, 8, 8, 5).Constant(Elements.Float, 5, 3, 3, 6).Input(Elements.Float, 1, 4, 4, 6).Constant(Elements.Float, 5)
            .Output(Elements.Float, 1, 8, 8, 5)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void TransposeConv_of_int8_agrees() =>
        new SingleOperator(BuiltinOperator.TransposeConv, new TransposeConvOptions(Padding.Same, 2, 2), version: 3)
            .Vector(1, 8, 8, 5).Constant(Elements.PerChannel(0.01f, 5, 0), 5, 3, 3, 6).Input(Elements.Int8(0.03f, 7), 1, 4, 4, 6)
            .Bias(0.0003f, 5)
            .Output(Elements.Int8(0.05f, -10), 1, 8, 8, 5)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));
}
