using WebNN.FlatBuffers;

namespace WebNN.Models.Architectures;

/// <summary>MobileNetV2 1.0: inverted residual blocks with relu6 and linear bottlenecks.</summary>
internal static class MobileNetV2
{
    /// <summary>Expansion, channels, repetitions, first stride.</summary>
    private static readonly (int Expansion, int Channels, int Count, int Stride)[] stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    public static void Build(Network network)
    {
        var x = network.Convolve(network.Image(224), 32, 3, 2, Activation.Relu6);
        foreach (var (expansion, channels, count, stride) in stages)
        {
            for (var i = 0; i < count; i++)
            {
                x = Block(network, x, expansion, 3, channels, i == 0 ? stride : 1);
            }
        }

        x = network.Convolve(x, 1280, activation: Activation.Relu6);
        x = network.GlobalMean(x, keepDims: false);
        network.Softmax(network.FullyConnected(x, ModelZoo.Classes, deviation: ModelZoo.LogitDeviation));
    }

    /// <summary>Expand, filter each channel, project; and add the input where the shape stays the same.</summary>
    public static Node Block(Network network, Node input, int expansion, int kernel, int channels, int stride)
    {
        var x = expansion == 1 ? input : network.Convolve(input, input.Channels * expansion, activation: Activation.Relu6);
        x = network.Depthwise(x, kernel, stride, Activation.Relu6);
        x = network.Convolve(x, channels);
        return stride == 1 && input.Channels == channels ? network.Sum(input, x) : x;
    }
}
