using WebNN.FlatBuffers;

namespace WebNN.Models.Architectures;

/// <summary>MobileNetV3-Large: inverted residual blocks with hard-swish, and squeeze-and-excitation in some.</summary>
internal static class MobileNetV3
{
    private const int SqueezeFactor = 4;

    private static readonly (int Kernel, int Expanded, int Channels, bool Excites, bool Swishes, int Stride)[] blocks =
    [
        (3, 16, 16, false, false, 1), (3, 64, 24, false, false, 2), (3, 72, 24, false, false, 1),
        (5, 72, 40, true, false, 2), (5, 120, 40, true, false, 1), (5, 120, 40, true, false, 1),
        (3, 240, 80, false, true, 2), (3, 200, 80, false, true, 1), (3, 184, 80, false, true, 1), (3, 184, 80, false, true, 1),
        (3, 480, 112, true, true, 1), (3, 672, 112, true, true, 1),
        (5, 672, 160, true, true, 2), (5, 960, 160, true, true, 1), (5, 960, 160, true, true, 1),
    ];

    public static void Build(Network network)
    {
        var x = network.HardSwish(network.Convolve(network.Image(224), 16, 3, 2));
        foreach (var (kernel, expanded, channels, excites, swishes, stride) in blocks)
        {
            var input = x;
            if (expanded != input.Channels) x = Swish(network.Convolve(x, expanded, activation: Relu(swishes)), swishes);
            x = Swish(network.Depthwise(x, kernel, stride, Relu(swishes)), swishes);
            if (excites) x = Excite(network, x);
            x = network.Convolve(x, channels);
            if (stride == 1 && input.Channels == channels) x = network.Sum(input, x);
        }

        x = network.HardSwish(network.Convolve(x, 960));
        x = network.HardSwish(network.Convolve(network.GlobalMean(x, keepDims: true), 1280));
        x = network.Convolve(x, ModelZoo.Classes, deviation: ModelZoo.LogitDeviation);
        network.Softmax(network.Reshape(x, 1, ModelZoo.Classes));

        Node Swish(Node node, bool swishes) => swishes ? network.HardSwish(node) : node;
        static Activation Relu(bool swishes) => swishes ? Activation.None : Activation.Relu;
    }

    /// <summary>Weighs each channel by what the means of all channels say.</summary>
    private static Node Excite(Network network, Node input)
    {
        var squeezed = Math.Max(8, (input.Channels / SqueezeFactor) + 4) / 8 * 8;
        var x = network.Convolve(network.GlobalMean(input, keepDims: true), squeezed, activation: Activation.Relu);
        x = network.Convolve(x, input.Channels, deviation: 2);
        return network.Product(input, network.HardSigmoid(x));
    }
}
