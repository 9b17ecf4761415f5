using WebNN.FlatBuffers;

namespace WebNN.Models.Architectures;

/// <summary>EfficientNet-Lite0: MobileNetV2's blocks, some with 5 by 5 windows.</summary>
internal static class EfficientNetLite0
{
    private static readonly (int Expansion, int Kernel, int Channels, int Count, int Stride)[] stages =
        [(1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 5, 40, 2, 2), (6, 3, 80, 3, 2), (6, 5, 112, 3, 1), (6, 5, 192, 4, 2), (6, 3, 320, 1, 1)];

    public static void Build(Network network)
    {
        var x = network.Convolve(network.Image(224), 32, 3, 2, Activation.Relu6);
        foreach (var (expansion, kernel, channels, count, stride) in stages)
        {
            for (var i = 0; i < count; i++)
            {
                x = MobileNetV2.Block(network, x, expansion, kernel, channels, i == 0 ? stride : 1);
            }
        }

        x = network.Convolve(x, 1280, activation: Activation.Relu6);
        x = network.Reshape(network.GlobalAveragePool(x), 1, 1280);
        network.Softmax(network.FullyConnected(x, ModelZoo.Classes, deviation: ModelZoo.LogitDeviation));
    }
}
