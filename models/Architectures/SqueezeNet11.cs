using WebNN.FlatBuffers;

namespace WebNN.Models.Architectures;

/// <summary>SqueezeNet 1.1: fire modules, and classes as the channels of the last convolution.</summary>
internal static class SqueezeNet11
{
    /// <summary>Squeezed and expanded channels; a pool comes before the first, third and fifth.</summary>
    private static readonly (int Squeeze, int Expand)[] modules =
        [(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)];

    private static readonly int[] pooledBefore = [0, 2, 4];

    public static void Build(Network network)
    {
        var x = network.Convolve(network.Image(224), 64, 3, 2, Activation.Relu, Padding.Valid);
        for (var i = 0; i < modules.Length; i++)
        {
            if (pooledBefore.Contains(i)) x = network.MaxPool(x, 3, 2, Padding.Valid);
            var squeezed = network.Convolve(x, modules[i].Squeeze, activation: Activation.Relu);
            x = network.Concatenate(
                network.Convolve(squeezed, modules[i].Expand, activation: Activation.Relu),
                network.Convolve(squeezed, modules[i].Expand, 3, activation: Activation.Relu));
        }

        // The mean over all places evens out what one place says: the classes differ by their channels' means.
        x = network.Convolve(x, ModelZoo.Classes, activation: Activation.Relu, spread: ModelZoo.LogitDeviation);
        network.Softmax(network.GlobalMean(x, keepDims: false));
    }
}
