using WebNN.Cli.Inputs;
using WebNN.Cli.Running;

namespace WebNN.Peers;

/// <summary>The same random input for every peer, in files.</summary>
internal static class ModelInputs
{
    private const int Seed = 1;

    /// <summary>Makes the inputs of a .tflite model; what comes back reads the first output that a peer left in a folder, null where it left none.</summary>
    public static Func<string, double[]?> Write(string model, string root)
    {
        using var loaded = LoadedModel.Open(model);
        using var session = Session.OpenChosen(loaded, new());
        RandomInputs.Fill(session.Runner, loaded.Profile, new Random(Seed));
        foreach (var input in session.Runner.Inputs)
        {
            File.WriteAllBytes(Path.Combine(root, $"in{input.Index}.raw"), input.Bytes);
        }

        if (session.Runner.Outputs is not [var output, ..])
        {
            return _ => null;
        }

        var type = output.Type;
        return folder => Path.Combine(folder, "out0.raw") is var file && File.Exists(file) ? TensorValues.Stored(File.ReadAllBytes(file), type) : null;
    }

    /// <summary>A folder of a peer's own, with the inputs.</summary>
    public static string FolderFor(string root, int index)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, $"{index}")).FullName;
        foreach (var input in Directory.GetFiles(root, "in*.raw"))
        {
            File.Copy(input, Path.Combine(folder, Path.GetFileName(input)), overwrite: true);
        }

        return folder;
    }
}
