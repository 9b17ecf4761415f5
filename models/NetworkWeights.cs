using WebNN.FlatBuffers;
using WebNN.Models.Calibration;

namespace WebNN.Models;

/// <summary>The layers that have weights.</summary>
internal sealed partial class Network
{
    /// <summary>
    /// The biases' deviation, in those of the results. Without biases a random network is as sensitive to rounding as to its input; with
    /// large ones it forgets its input. Here int8 and float answer alike (cosine above 0.99), and differently to different images.
    /// </summary>
    private const float UsualSpread = 0.25f;

    /// <summary>A convolution whose results, before its bias and activation, have mean 0 and the given deviation.</summary>
    public Node Convolve(
        Node input,
        int outputs,
        int kernel = 1,
        int stride = 1,
        Activation activation = Activation.None,
        Padding padding = Padding.Same,
        float deviation = 1,
        float spread = UsualSpread)
    {
        var (y, x) = Windows(input, kernel, stride, padding);
        var weights = Draw(outputs * kernel * kernel * input.Channels, kernel * kernel * input.Channels);
        var values = Convolution.Run(input.Values, input.Channels, y, x, weights, outputs);
        var bias = Normalize(values, weights, outputs, deviation, spread);
        Activate(values, activation);
        var filter = Add(new WeightSpec(Unique("conv/weights"), [outputs, kernel, kernel, input.Channels], weights, 0));
        var offset = Add(new BiasSpec(Unique("conv/bias"), bias, input, filter));
        return Layer(
            "conv",
            BuiltinOperator.Conv2D,
            new Conv2DOptions(padding, stride, stride, activation),
            [input.Tensor, filter, offset],
            [1, y.Output, x.Output, outputs],
            values,
            versions: (1, 3));
    }

    /// <summary>A convolution of each channel on its own.</summary>
    public Node Depthwise(Node input, int kernel, int stride, Activation activation)
    {
        var (y, x) = Windows(input, kernel, stride, Padding.Same);
        var channels = input.Channels;
        var weights = Draw(kernel * kernel * channels, kernel * kernel);
        var values = Kernels.Depthwise(input.Values, channels, y, x, weights);
        var bias = Normalize(values, weights, channels, 1, UsualSpread);
        Activate(values, activation);
        var filter = Add(new WeightSpec(Unique("depthwise/weights"), [1, kernel, kernel, channels], weights, 3));
        var offset = Add(new BiasSpec(Unique("depthwise/bias"), bias, input, filter));
        return Layer(
            "depthwise",
            BuiltinOperator.DepthwiseConv2D,
            new DepthwiseConv2DOptions(Padding.Same, stride, stride, 1, activation),
            [input.Tensor, filter, offset],
            [1, y.Output, x.Output, channels],
            values,
            versions: (1, 3));
    }

    /// <summary>A matrix product over the last axis, whose results have the given deviation over all.</summary>
    public Node FullyConnected(Node input, int outputs, Activation activation = Activation.None, float deviation = 1)
    {
        var rows = input.Shape[..^1].Aggregate(1, (a, b) => a * b);
        var one = Window.Of(1, 1, 1, Padding.Valid);
        var weights = Draw(outputs * input.Channels, input.Channels);
        var values = Convolution.Run(input.Values, input.Channels, one, one, weights, outputs);
        var bias = Normalize(values, weights, outputs, deviation, UsualSpread);
        Activate(values, activation);
        var filter = Add(new WeightSpec(Unique("dense/weights"), [outputs, input.Channels], weights, null));
        var offset = Add(new BiasSpec(Unique("dense/bias"), bias, input, filter));
        return Layer(
            "dense",
            BuiltinOperator.FullyConnected,
            new FullyConnectedOptions(activation),
            [input.Tensor, filter, offset],
            [rows, outputs],
            values,
            versions: (1, 4));
    }

    private static (Window Y, Window X) Windows(Node input, int kernel, int stride, Padding padding) =>
        (Window.Of(input.Shape[1], kernel, stride, padding), Window.Of(input.Shape[2], kernel, stride, padding));

    private float[] Draw(int count, int fanIn)
    {
        var deviation = MathF.Sqrt(2f / fanIn);
        var weights = new float[count];
        for (var i = 0; i < count; i++) weights[i] = deviation * random.Normal();
        return weights;
    }

    /// <summary>
    /// Scales results and weights to the given deviation, adds a bias to the results and returns it. One scale for all channels: a scale
    /// for each would blow up channels that these inputs leave nearly dead, and other inputs would then leave every range.
    /// </summary>
    private float[] Normalize(float[] values, float[] weights, int channels, float deviation, float spread)
    {
        var squares = 0.0;
        foreach (var value in values) squares += (double)value * value;
        var scale = (float)(deviation / Math.Sqrt((squares / values.Length) + float.Epsilon));
        var bias = new float[channels];
        for (var c = 0; c < channels; c++) bias[c] = spread * deviation * random.Normal();
        for (var i = 0; i < values.Length; i++) values[i] = (values[i] * scale) + bias[i % channels];
        for (var i = 0; i < weights.Length; i++) weights[i] *= scale;
        return bias;
    }
}
