using System.Collections.Immutable;
using WebNN.Models.Architectures;

namespace WebNN.Models;

/// <summary>What the zoo says about a model.</summary>
/// <param name="InputShape">Of the one input, which takes numbers from -1 to 1.</param>
public sealed record ModelZooEntry(string Name, string Description, ImmutableArray<int> InputShape);

/// <summary>
/// Well-known architectures as .tflite models, made in seconds from nothing but a seed: random weights, so what they say about an
/// image means nothing, but shapes, operators, ranges and speed are those of the trained models. The same call gives the same bytes.
/// </summary>
public static class ModelZoo
{
    internal const int Classes = 1000;

    /// <summary>Of the numbers before the softmax: the likeliest of a thousand classes then gets some ten per cent.</summary>
    internal const float LogitDeviation = 3;

    private const ulong Seed = 20240229;

    private static readonly ImmutableArray<int> image = [1, 224, 224, 3];

    private static readonly ImmutableArray<(ModelZooEntry Entry, Action<Network> Build)> models =
    [
        (new("mobilenet_v2", "MobileNetV2 1.0: 1000 classes, 0.3 G multiplications", image), MobileNetV2.Build),
        (new("resnet50", "ResNet-50 v1.5: 1000 classes, 4.1 G multiplications", image), ResNet50.Build),
        (new("squeezenet1_1", "SqueezeNet 1.1: 1000 classes, 0.4 G multiplications", image), SqueezeNet11.Build),
        (new("efficientnet_lite0", "EfficientNet-Lite0: 1000 classes, 0.4 G multiplications", image), EfficientNetLite0.Build),
        (
            new(
                "mobilenet_v3_large",
                "MobileNetV3-Large with hard-swish and squeeze-and-excitation: 1000 classes, 0.2 G multiplications",
                image),
            MobileNetV3.Build),
        (
            new("encoder", "Fully connected encoder, six layers: 16 labels, 0.6 G multiplications", [Encoder.Tokens, Encoder.Width]),
            Encoder.Build),
    ];

    public static ImmutableArray<ModelZooEntry> Entries { get; } = [.. models.Select(model => model.Entry)];

    public static ImmutableArray<string> Names { get; } = [.. models.Select(model => model.Entry.Name)];

    /// <summary>
    /// The model's file: float, or int8 from its input to its output with weights in steps of their own for each channel.
    /// </summary>
    /// <exception cref="ArgumentException">No model has this name; the message lists those that exist.</exception>
    public static byte[] Create(string name, bool quantized) => new ModelEmitter(Build(name), quantized).Emit();

    internal static Network Build(string name)
    {
        var index = Names.IndexOf(name);
        if (index < 0) throw new ArgumentException($"there is no model named '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        var network = new Network(name, Seed);
        models[index].Build(network);
        return network;
    }
}
