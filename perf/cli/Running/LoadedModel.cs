using WebNN.Cli.Inputs;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>A verified model and what its graph tells.</summary>
internal sealed class LoadedModel : IDisposable
{
    private LoadedModel(string path, TfLiteModel model, string? signature)
    {
        Path = path;
        Model = model;
        try
        {
            Subgraph = signature is null ? 0 : SubgraphOf(signature);
            Profile = new(model.FlatBuffer, Subgraph);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>As the user gave it.</summary>
    public string Path { get; }

    public TfLiteModel Model { get; }

    /// <summary>The graph that runs: the signature's, or the main one.</summary>
    public int Subgraph { get; }

    public ModelProfile Profile { get; }

    /// <exception cref="WebNN.FlatBuffers.InvalidModelException">The file is no model.</exception>
    /// <exception cref="InputException">There is no such file, or the model has no such signature.</exception>
    public static LoadedModel Open(string path, string? signature = null)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file");
        }

        return new(path, TfLiteModel.FromFile(path), signature);
    }

    /// <summary>A part of a model, made for a check.</summary>
    public static LoadedModel FromBytes(byte[] bytes, string name) => new(name, TfLiteModel.FromBytes(bytes, name), null);

    public void Dispose() => Model.Dispose();

    private int SubgraphOf(string signature)
    {
        var all = Model.Signatures;
        var found = all.FirstOrDefault(each => each.Key == signature);
        var keys = all.IsEmpty ? "it has none" : $"it has {string.Join(", ", all.Select(each => each.Key))}";
        return found?.SubgraphIndex ?? throw new InputException($"{Path}: no signature '{signature}'; {keys}");
    }
}
