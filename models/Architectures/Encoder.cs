using WebNN.FlatBuffers;

namespace WebNN.Models.Architectures;

/// <summary>
/// An encoder of fully connected layers over 128 tokens of 256 numbers: each layer mixes tokens, lets each token weigh its numbers by
/// a softmax within heads, and has a feed-forward part; each adds its result to its input.
/// </summary>
internal static class Encoder
{
    public const int Tokens = 128;
    public const int Width = 256;
    private const int Heads = 8;
    private const int Layers = 6;
    private const int FeedForward = 1024;
    private const int Labels = 16;

    /// <summary>What a part adds is smaller than what it adds to, so that six layers do not outgrow the input.</summary>
    private const float PartDeviation = 0.5f;

    public static void Build(Network network)
    {
        var x = network.FullyConnected(network.Rows(Tokens, Width), Width);
        for (var i = 0; i < Layers; i++)
        {
            x = network.Sum(x, MixTokens(network, x));
            x = network.Sum(x, WeighNumbers(network, x));
            x = network.Sum(
                x, network.FullyConnected(network.FullyConnected(x, FeedForward, Activation.Relu), Width, deviation: PartDeviation));
        }

        var pooled = network.FullyConnected(network.MeanOfRows(x), Width, Activation.Relu);
        network.Softmax(network.FullyConnected(pooled, Labels, deviation: 1.5f));
    }

    private static Node MixTokens(Network network, Node input)
    {
        var columns = network.FullyConnected(network.Transpose(input), Tokens, Activation.Relu);
        return network.Transpose(network.FullyConnected(columns, Tokens, deviation: PartDeviation));
    }

    private static Node WeighNumbers(Network network, Node input)
    {
        var scores = network.Reshape(network.FullyConnected(input, Width, deviation: 1.5f), Tokens * Heads, Width / Heads);
        var weights = network.Reshape(network.Softmax(scores), Tokens, Width);
        return network.FullyConnected(network.Product(network.FullyConnected(input, Width), weights), Width, deviation: PartDeviation);
    }
}
