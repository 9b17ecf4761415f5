using WebNN.FlatBuffers;

namespace WebNN.TfLite;

/// <summary>What a model's tensors may need, and whether they keep to it for the shapes that its inputs get.</summary>
internal sealed class MemoryBudget
{
    private readonly ModelMemory memory;
    private readonly long limit;
    private readonly string model;

    /// <param name="limit">In bytes; null: what the machine, or this process's container, has.</param>
    /// <exception cref="ModelMemoryException">The model needs more with the shapes of its file.</exception>
    public MemoryBudget(TfLiteModel model, long? limit)
    {
        memory = new(model.FlatBuffer);
        this.limit = limit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        this.model = model.Name;
        memory.Require(this.limit, this.model);
    }

    /// <param name="shapes">Of the inputs of this subgraph, in order; null for the file's.</param>
    /// <exception cref="ModelMemoryException">The model needs more with these shapes.</exception>
    public void Require(int subgraph, ReadOnlySpan<int[]?> shapes) => memory.Require(limit, model, subgraph, shapes);
}
