using WebNN.FlatBuffers;

namespace WebNN.Models.Architectures;

/// <summary>ResNet-50 v1.5: bottleneck blocks whose 3 by 3 convolution has the stride.</summary>
internal static class ResNet50
{
    private const int BottleneckExpansion = 4;

    private static readonly (int Channels, int Count, int Stride)[] stages = [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)];

    public static void Build(Network network)
    {
        var x = network.Pad(network.Image(224), 3);
        x = network.Convolve(x, 64, 7, 2, Activation.Relu, Padding.Valid);
        x = network.MaxPool(x, 3, 2, Padding.Same);
        foreach (var (channels, count, stride) in stages)
        {
            for (var i = 0; i < count; i++)
            {
                x = Block(network, x, channels, i == 0 ? stride : 1, i == 0);
            }
        }

        x = network.GlobalMean(x, keepDims: false);
        network.Softmax(network.FullyConnected(x, ModelZoo.Classes, deviation: ModelZoo.LogitDeviation));
    }

    private static Node Block(Network network, Node input, int channels, int stride, bool projects)
    {
        var shortcut = projects ? network.Convolve(input, BottleneckExpansion * channels, 1, stride) : input;
        var x = network.Convolve(input, channels, activation: Activation.Relu);
        x = network.Convolve(x, channels, 3, stride, Activation.Relu);
        x = network.Convolve(x, BottleneckExpansion * channels);
        return network.Sum(shortcut, x, Activation.Relu);
    }
}
