namespace WebNN.Cli.Inputs;

/// <summary>Turns samples (0 to 255) into a model's numbers: <c>(sample - Mean) / Std</c>, one number or one a channel.</summary>
internal sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>-1 to 1: what float image models without metadata mostly take.</summary>
    private static readonly Normalization symmetric = new([127.5f], [127.5f]);

    public float Apply(float sample, int channel) => (sample - Mean[channel % Mean.Count]) / Std[channel % Std.Count];

    /// <summary>What the user said, else what the metadata says, else -1 to 1.</summary>
    public static Normalization ForFloats(Normalization? chosen, TensorMetadata? metadata)
    {
        if (chosen is not null)
        {
            return chosen;
        }

        var usable = metadata is { Mean.Length: > 0, Std.Length: > 0 } && !metadata.Std.Contains(0);
        return usable ? new(metadata!.Mean, metadata.Std) : symmetric;
    }
}
