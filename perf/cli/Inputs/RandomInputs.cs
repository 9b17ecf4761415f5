using WebNN.TfLite;

namespace WebNN.Cli.Inputs;

/// <summary>Fills all inputs of an interpreter with values that the model could meet.</summary>
internal static class RandomInputs
{
    public static void Fill(Interpreter interpreter, ModelProfile profile, Random random)
    {
        for (var ordinal = 0; ordinal < interpreter.Inputs.Length; ordinal++)
        {
            Bytes(profile, ordinal, interpreter.Inputs[ordinal].ByteLength, random).CopyTo(interpreter.Inputs[ordinal].Bytes);
        }
    }

    public static byte[] Bytes(ModelProfile profile, int ordinal, int length, Random random)
    {
        var bytes = new byte[length];
        InputRange.Of(profile, ordinal).Fill(bytes, profile.Input(ordinal).Type, random);
        return bytes;
    }
}
