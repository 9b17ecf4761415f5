using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// A graph that TFLite has not prepared, with the shapes that follow from those of its inputs. Where none follows, the file's stands for it:
/// as <see cref="Open"/>, where the file leaves it open too.
/// </summary>
internal sealed class PropagatedGraph : IDelegateHost
{
    private readonly IDelegateHost source;
    private readonly HashSet<int> open = [];
    private readonly HashSet<int> uncertain = [];

    /// <param name="trials">Where nodes are tried for their shapes; null: where shapes alone count.</param>
    /// <param name="standIn">What stands for the dimensions that the file leaves open; 0 for the numbers in their place.</param>
    public PropagatedGraph(IDelegateHost source, NodeTrials? trials = null, int standIn = 0)
    {
        this.source = source;
        (Nodes, Constants) = source.IsUnprepared ? Propagate(standIn, trials) : (source.Nodes, new(source.Nodes));
    }

    public ImmutableArray<NodeInfo> Nodes { get; }

    /// <summary>What of it is known before it runs.</summary>
    public ConstantFolding Constants { get; }

    public HostRuntime Runtime => source.Runtime;

    /// <summary>The tensors whose sizes are known only when the model runs, and those that depend on them: their shapes are examples.</summary>
    public IReadOnlySet<int> Open => open;

    /// <summary>The same and those that may have other shapes than the file says: a node that WebNN cannot run is before them.</summary>
    public IReadOnlySet<int> Uncertain => uncertain;

    /// <summary>Whether the sizes of any of these nodes are known only when the model runs.</summary>
    public bool IsOpen(ImmutableArray<int> nodes) =>
        open.Count > 0 && Nodes.Where(node => nodes.Contains(node.Index)).Any(node => IsAmong(node.Inputs, open) || node.Outputs.Any(output => open.Contains(output.Index)));

    public ImmutableArray<PartitionInfo> Partition(ImmutableArray<int> nodes) => source.Partition(nodes);

    private (ImmutableArray<NodeInfo> Nodes, ConstantFolding Constants) Propagate(int standIn, NodeTrials? trials)
    {
        ImmutableArray<TensorInfo> inputs = standIn > 0 ? [.. ShapeInference.Sources(source.Nodes).Where(tensor => !tensor.Signature.IsEmpty)] : [];
        foreach (var tensor in inputs)
        {
            Add(tensor, isOpen: true);
        }

        var propagated = ShapeInference.Fold(source.Nodes, inputs.Select(tensor => Example(tensor, standIn)), (output, _) =>
        {
            Add(output, isOpen: !output.Signature.IsEmpty);
            return Example(output, standIn);
        }, trials);
        foreach (var node in propagated.Nodes)
        {
            var (isOpen, isUncertain) = (IsAmong(node.Inputs, open), IsAmong(node.Inputs, uncertain));
            foreach (var output in node.Outputs.Where(_ => isUncertain))
            {
                Add(output, isOpen);
            }
        }

        return propagated;
    }

    private void Add(TensorInfo tensor, bool isOpen)
    {
        uncertain.Add(tensor.Index);
        if (isOpen)
        {
            open.Add(tensor.Index);
        }
    }

    private static bool IsAmong(ImmutableArray<TensorInfo?> tensors, HashSet<int> indices) => tensors.Any(tensor => tensor is not null && indices.Contains(tensor.Index));

    private static TensorInfo Example(TensorInfo tensor, int standIn) => tensor.Signature.Length == tensor.Shape.Length && standIn > 0
        ? tensor with { Shape = [.. tensor.Signature.Zip(tensor.Shape, (open, shape) => open < 0 ? standIn : shape)] }
        : tensor;
}
