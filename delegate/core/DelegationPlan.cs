using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>A partition compiled before it is claimed.</summary>
/// <param name="Inputs">Tensor indices, in the order of the graph's inputs; constants and unused tensors are not among them.</param>
/// <param name="Outputs">Tensor indices, in the order of the graph's outputs.</param>
public sealed record CompiledPartition(ImmutableArray<int> Nodes, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs, MLGraph Graph) : IDisposable
{
    public void Dispose() => Graph.Dispose();
}

/// <summary>What to claim: empty where nothing can, or where something failed. Owns its graphs until they are taken.</summary>
public sealed record DelegationPlan(ImmutableArray<CompiledPartition> Partitions, DelegationReport Report);
