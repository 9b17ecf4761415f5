using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>A partition compiled before it is claimed.</summary>
/// <param name="Inputs">Tensor indices, in the order of the graph's inputs; constants and unused tensors are not among them.</param>
/// <param name="Outputs">Tensor indices, in the order of the graph's outputs.</param>
/// <param name="States">
/// The variables whose next values are the graph's outputs after those, in their order; their values before the run are among its inputs.
/// At both ports int16 is float32, of the same integers.
/// </param>
public sealed record CompiledPartition(
    ImmutableArray<int> Nodes, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs, ImmutableArray<TensorInfo> States, MLGraph Graph) : IDisposable
{
    public void Dispose() => Graph.Dispose();
}

/// <summary>What to claim: empty where nothing can, or where something failed. Owns its graphs until they are taken.</summary>
public sealed record DelegationPlan(ImmutableArray<CompiledPartition> Partitions, DelegationReport Report);
