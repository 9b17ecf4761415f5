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

    /// <param name="standIn">What stands for the dimensions that the file leaves open; 0 for the numbers in their place.</param>
    public PropagatedGraph(IDelegateHost source, int standIn = 0)
    {
        this.source = source;
        Nodes = source.IsUnprepared ? Propagate(standIn) : source.Nodes;
    }

    public ImmutableArray<NodeInfo> Nodes { get; }

    public string? Runtime => source.Runtime;

    /// <summary>The tensors whose sizes are known only when the model runs, and those that depend on them: their shapes are examples.</summary>
    public IReadOnlySet<int> Open => open;

    /// <summary>The same and those that may have other shapes than the file says: a node that WebNN cannot run is before them.</summary>
    public IReadOnlySet<int> Uncertain => uncertain;

    /// <summary>Whether the sizes of any of these nodes are known only when the model runs.</summary>
    public bool IsOpen(ImmutableArray<int> nodes) =>
        open.Count > 0 && Nodes.Where(node => nodes.Contains(node.Index)).Any(node => IsAmong(node.Inputs, open) || node.Outputs.Any(output => open.Contains(output.Index)));

    public ImmutableArray<PartitionInfo> Partition(ImmutableArray<int> nodes) => source.Partition(nodes);

    private ImmutableArray<NodeInfo> Propagate(int standIn)
    {
        var written = source.Nodes.SelectMany(node => node.Outputs).Select(tensor => tensor.Index).ToHashSet();
        var inputs = new List<TensorInfo>();
        foreach (var tensor in source.Nodes.SelectMany(node => node.Inputs).OfType<TensorInfo>().DistinctBy(tensor => tensor.Index))
        {
            if (!tensor.Signature.IsEmpty && standIn > 0 && !written.Contains(tensor.Index))
            {
                inputs.Add(Example(tensor, standIn));
                Add(tensor, isOpen: true);
            }
        }

        var nodes = ShapeInference.Apply(source.Nodes, inputs, (node, output, _) =>
        {
            Add(output, isOpen: !output.Signature.IsEmpty);
            return Example(output, standIn);
        });
        foreach (var node in nodes)
        {
            var (isOpen, isUncertain) = (IsAmong(node.Inputs, open), IsAmong(node.Inputs, uncertain));
            foreach (var output in node.Outputs.Where(_ => isUncertain))
            {
                Add(output, isOpen);
            }
        }

        return nodes;
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
