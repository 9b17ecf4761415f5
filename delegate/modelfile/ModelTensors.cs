using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// The tensors of a model's graphs, each graph read once however often it is called. They are numbered throughout: those of the graph that runs
/// have their own numbers, which messages name, the other graphs' come after them.
/// </summary>
internal sealed class ModelTensors
{
    private readonly ExternalFiles files;
    private readonly TensorInfo[]?[] read;
    private readonly int[] first;

    /// <param name="root">The graph that runs.</param>
    public ModelTensors(FlatBufferModel model, ExternalFiles files, int root)
    {
        (Model, this.files, Root) = (model, files, root);
        read = new TensorInfo[model.Subgraphs.Count][];
        first = new int[model.Subgraphs.Count];
        Count = model.Subgraphs[root].Tensors.Count;
        for (var i = 0; i < first.Length; i++)
        {
            (first[i], Count) = i == root ? (0, Count) : (Count, Count + model.Subgraphs[i].Tensors.Count);
        }
    }

    public FlatBufferModel Model { get; }

    public int Root { get; }

    /// <summary>Of all graphs together.</summary>
    public int Count { get; }

    public TensorInfo[] Of(int subgraph) => read[subgraph] ??= TensorReader.Read(Model, files, Model.Subgraphs[subgraph], first[subgraph]);
}
