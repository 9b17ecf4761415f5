using WebNN.Cli.Images;

namespace WebNN.Cli.Inputs;

/// <summary>What a model runs on in one go.</summary>
/// <param name="Name">For people: a file, or what the values are.</param>
/// <param name="Inputs">The bytes of each input.</param>
internal sealed record Draw(string Name, byte[][] Inputs)
{
    /// <summary>What the bytes were made from; null where they were not made from a picture.</summary>
    public RgbImage? Picture { get; init; }

    /// <summary>Made-up values at the edge of what is allowed: TFLite may refuse them, which says nothing about the delegate.</summary>
    public bool MayBeRefused { get; init; }
}
