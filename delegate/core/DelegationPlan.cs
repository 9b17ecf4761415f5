using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>A partition compiled before it is claimed.</summary>
/// <param name="Inputs">Tensor indices, in the order of the graph's inputs; constants and unused tensors are not among them.</param>
/// <param name="Outputs">Tensor indices, in the order of the graph's outputs.</param>
/// <param name="States">
/// The variables whose next values are the graph's outputs after those, in their order; their values before the run are among its inputs.
/// </param>
public sealed record CompiledPartition(
    ImmutableArray<int> Nodes, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs, ImmutableArray<TensorInfo> States, MLGraph Graph) : IDisposable
{
    /// <summary>The places of the graph's inputs whose tensors are int16: there they are int32, of the same integers, for WebNN has no int16.</summary>
    public ImmutableArray<int> Int16Inputs { get; init; } = [];

    /// <summary>The same of its outputs, those of variables among them.</summary>
    public ImmutableArray<int> Int16Outputs { get; init; } = [];

    /// <summary>In the order of <see cref="Outputs"/>.</summary>
    public ImmutableArray<ImmutableArray<int>> OutputShapes => [.. Graph.Outputs.Take(Outputs.Length).Select(port => port.Descriptor.Shape)];

    public void Dispose() => Graph.Dispose();
}

/// <summary>What to claim: empty where nothing can, or where something failed. Owns its graphs until they are taken.</summary>
/// <param name="Partitions">What is compiled: all but those whose sizes are known only when the model runs.</param>
public sealed record DelegationPlan(ImmutableArray<CompiledPartition> Partitions, DelegationReport Report)
{
    /// <summary>All partitions, each as it is compiled for other sizes.</summary>
    public ImmutableArray<PartitionRecipe> Recipes { get; init; } = [];

    /// <summary>The graph's nodes with their shapes where TFLite has not prepared it.</summary>
    public ImmutableArray<NodeInfo> Nodes { get; init; } = [];

    /// <summary>The tensors that may turn out to have other shapes than those.</summary>
    public IReadOnlySet<int> Uncertain { get; init; } = ImmutableHashSet<int>.Empty;
}
