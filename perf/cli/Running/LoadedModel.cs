using WebNN.Cli.Inputs;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>A verified model and what its graph tells.</summary>
internal sealed class LoadedModel : IDisposable
{
    private LoadedModel(string path, TfLiteModel model)
    {
        Path = path;
        Model = model;
        Profile = new(model.FlatBuffer);
    }

    /// <summary>As the user gave it.</summary>
    public string Path { get; }

    public TfLiteModel Model { get; }

    public ModelProfile Profile { get; }

    /// <exception cref="WebNN.FlatBuffers.InvalidModelException">The file is no model.</exception>
    public static LoadedModel Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file");
        }

        return new(path, TfLiteModel.FromFile(path));
    }

    /// <summary>A part of a model, made for a check.</summary>
    public static LoadedModel FromBytes(byte[] bytes, string name) => new(name, TfLiteModel.FromBytes(bytes, name));

    public void Dispose() => Model.Dispose();
}
