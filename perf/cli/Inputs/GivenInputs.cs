using WebNN.Cli.Images;
using WebNN.Cli.Running;
using WebNN.TfLite;

namespace WebNN.Cli.Inputs;

/// <summary>The inputs that the user gave: pictures, each for a model's only input, or one file of bytes for each input.</summary>
internal sealed record GivenInputs(IReadOnlyList<string> Pictures, Normalization? Normalization, IReadOnlyList<string> Raw)
{
    public bool IsEmpty => Pictures.Count == 0 && Raw.Count == 0;

    /// <summary>One for each picture, or one for the files of bytes.</summary>
    /// <exception cref="InputException">A file is missing, or does not fit the model.</exception>
    public IEnumerable<Draw> Draws(LoadedModel model, ModelRunner runner)
    {
        if (Raw.Count > 0)
        {
            yield return new(string.Join(", ", Raw), RawBytes(runner));
        }

        foreach (var file in Pictures)
        {
            if (runner.Inputs is not [var only])
            {
                throw new InputException($"a picture goes into a model's only input; this one has {runner.Inputs.Length}");
            }

            var picture = ImageFile.Read(file);
            yield return new(file, [ImageInput.Bytes(only, model.Profile, picture, Normalization)]) { Picture = picture };
        }
    }

    private byte[][] RawBytes(ModelRunner runner)
    {
        if (Raw.Count != runner.Inputs.Length)
        {
            throw new InputException($"the model has {runner.Inputs.Length} inputs; {Raw.Count} files were given");
        }

        return [.. runner.Inputs.Zip(Raw, RawBytes)];
    }

    private static byte[] RawBytes(TensorView view, string file)
    {
        var bytes = InputFile.Read(file);
        var input = $"input {view.Index} '{view.Name}' {TensorValues.Describe(view)}";
        return bytes.Length == view.ByteLength
            ? bytes
            : throw new InputException($"{input} takes {view.ByteLength} bytes; {file} has {bytes.Length}");
    }
}
