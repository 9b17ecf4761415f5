using WebNN.TfLite;

namespace WebNN.Cli.Inputs;

/// <summary>Fills all inputs of a model with values that the model could meet.</summary>
internal static class RandomInputs
{
    public static void Fill(ModelRunner runner, ModelProfile profile, Random random)
    {
        for (var ordinal = 0; ordinal < runner.Inputs.Length; ordinal++)
        {
            Bytes(profile, ordinal, runner.Inputs[ordinal].ByteLength, random).CopyTo(runner.Inputs[ordinal].Bytes);
        }
    }

    public static byte[] Bytes(ModelProfile profile, int ordinal, int length, Random random)
    {
        var bytes = new byte[length];
        InputRange.Of(profile, ordinal).Fill(bytes, profile.Input(ordinal).Type, random);
        return bytes;
    }
}
