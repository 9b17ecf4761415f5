using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

/// <summary>Chains of TFLite's operators that are one operator: the nodes that it stands for are not among those that are kept.</summary>
public sealed class PatternTests
{
    private const int ZeroPoint = -7;

    private static readonly Elements integers = Elements.Int8(0.1f, ZeroPoint);

    public static TheoryData<bool, bool> Convolutions => [.. from quantized in (bool[])[false, true] from depthwise in (bool[])[false, true] select (quantized, depthwise)];

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_padded_convolution_is_one(bool quantized, bool depthwise)
    {
        var (image, code, options) = Kind(quantized, depthwise, stride: 2);
        var chain = new SingleOperator(BuiltinOperator.Pad)
            .Input(image, 1, 8, 8, 16).Pairs(0, 0, 0, 1, 1, 1, 0, 0).Then(image, [1, 9, 10, 16], code, options);
        Weights(chain, quantized, depthwise).Output(Result(quantized), 1, 4, 4, 16).AgreesWithTFLite(Near(quantized));
        RequireWithout(chain, "PAD");
    }

    /// <summary>The first layer of a network reads its picture from the border, where int8 gets a fourth channel.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_padded_picture_of_three_channels_is_convolved_at_once(bool quantized)
    {
        var (image, code, options) = Kind(quantized, depthwise: false, stride: 2);
        var chain = new SingleOperator(BuiltinOperator.Pad)
            .Input(image, 1, 16, 16, 3).Pairs(0, 0, 3, 3, 3, 3, 0, 0).Then(image, [1, 22, 22, 3], code, options);
        Weights(chain, quantized, depthwise: false, channels: 3).Output(Result(quantized), 1, 10, 10, 16).AgreesWithTFLite(Near(quantized));
        RequireWithout(chain, "PAD");
    }

    [Fact]
    public void A_convolution_padded_by_another_value_is_not()
    {
        var (image, code, options) = Kind(quantized: true, depthwise: false, stride: 1);
        var chain = new SingleOperator(BuiltinOperator.Padv2)
            .Input(image, 1, 8, 8, 16).Pairs(0, 0, 1, 1, 1, 1, 0, 0).Constant(image, new byte[] { 0 }).Then(image, [1, 10, 10, 16], code, options);
        Weights(chain, quantized: true, depthwise: false).Output(Result(true), 1, 8, 8, 16).AgreesWithTFLite(Near(true));
        Assert.Contains("PADV2/", chain.Optimized(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_convolution_in_batches_of_blocks_is_a_dilated_one(bool quantized, bool depthwise)
    {
        var (image, code, options) = Kind(quantized, depthwise, stride: 1);
        var chain = new SingleOperator(BuiltinOperator.SpaceToBatchNd)
            .Input(image, 2, 9, 10, 16).Vector(2, 3).Pairs(2, 3, 3, 5).Then(image, [12, 7, 6, 16], code, options);
        Weights(chain, quantized, depthwise).Then(Result(quantized), [12, 5, 4, 16], BuiltinOperator.BatchToSpaceNd)
            .Vector(2, 3).Pairs(0, 1, 0, 2).Output(Result(quantized), 2, 9, 10, 16).AgreesWithTFLite(Near(quantized));
        RequireWithout(chain, "SPACE_TO_BATCH_ND", "BATCH_TO_SPACE_ND");
    }

    [Fact]
    public void A_convolution_in_batches_of_blocks_with_a_stride_is_none()
    {
        var (image, code, options) = Kind(quantized: false, depthwise: false, stride: 2);
        var chain = new SingleOperator(BuiltinOperator.SpaceToBatchNd)
            .Input(image, 1, 10, 10, 16).Vector(2, 2).Pairs(0, 0, 0, 0).Then(image, [4, 5, 5, 16], code, options);
        Weights(chain, quantized: false, depthwise: false).Then(TensorType.Float32, [4, 2, 2, 16], BuiltinOperator.BatchToSpaceNd)
            .Vector(2, 2).Pairs(0, 0, 0, 0).Output(Elements.Float, 1, 4, 4, 16).AgreesWithTFLite(Tolerance.Float);
        Assert.Contains("SPACE_TO_BATCH_ND/", chain.Optimized(), StringComparison.Ordinal);
    }

    private static void RequireWithout(SingleOperator chain, params string[] names)
    {
        var optimized = chain.Optimized();
        Assert.Contains("CONV_2D/", optimized, StringComparison.Ordinal);
        Assert.All(names, name => Assert.DoesNotContain($"{name}/", optimized, StringComparison.Ordinal));
    }

    private static (Elements Image, BuiltinOperator Code, BuiltinOptions Options) Kind(bool quantized, bool depthwise, int stride) => (
        quantized ? integers : Elements.Float,
        depthwise ? BuiltinOperator.DepthwiseConv2D : BuiltinOperator.Conv2D,
        depthwise ? new DepthwiseConv2DOptions(Padding.Valid, stride, stride, Activation: Activation.Relu) : new Conv2DOptions(Padding.Valid, stride, stride, Activation.Relu));

    private static SingleOperator Weights(SingleOperator chain, bool quantized, bool depthwise, int channels = 16)
    {
        int[] shape = depthwise ? [1, 3, 3, channels] : [16, 3, 3, channels];
        return quantized
            ? chain.Constant(Elements.PerChannel(0.01f, 16, depthwise ? 3 : 0), shape).Bias(0.001f, 16)
            : chain.Constant(Elements.Float, shape).Constant(Elements.Float, 16);
    }

    private static Elements Result(bool quantized) => quantized ? Elements.Int8(0.5f, 3) : Elements.Float;

    private static Tolerance Near(bool quantized) => quantized ? Tolerance.OneStep(0.01) : Tolerance.Float;
}
