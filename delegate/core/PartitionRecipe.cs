using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// How a claimed partition is compiled for sizes that tensors have later than when it was planned. Beside its nodes it has those from which
/// follow shapes and constants that it needs and that no tensor in memory has: folded ones before it, and ones inside other partitions.
/// </summary>
public sealed class PartitionRecipe
{
    private readonly MLContext context;
    private readonly ImmutableArray<NodeInfo> closure;
    private readonly ImmutableArray<TensorInfo> sized;

    /// <param name="partitions">All that are claimed together.</param>
    internal PartitionRecipe(MLContext context, PropagatedGraph graph, ImmutableArray<PartitionInfo> partitions, PartitionInfo partition)
    {
        this.context = context;
        Nodes = partition.Nodes;
        Outputs = [.. partition.Outputs.Where(index => graph.Constants.Constant(index) is null || IsRead(graph, index, partitions))];
        closure = Closure(graph, partitions, partition);
        sized = ShapeInference.Sources(closure);
        Sized = [.. sized.Select(tensor => tensor.Index)];
    }

    /// <summary>The nodes that are claimed.</summary>
    public ImmutableArray<int> Nodes { get; }

    /// <summary>The tensors that the compiled graph writes, in the order of its outputs.</summary>
    public ImmutableArray<int> Outputs { get; }

    /// <summary>The tensors from whose shapes all others follow, written before the partition runs.</summary>
    public ImmutableArray<int> Sized { get; }

    /// <summary>The shapes that the plan was made with, in the order of <see cref="Sized"/>.</summary>
    public ImmutableArray<ImmutableArray<int>> PlannedShapes => [.. sized.Select(tensor => tensor.Shape)];

    /// <summary>Compiles it for these shapes, in the order of <see cref="Sized"/>.</summary>
    /// <exception cref="UnsupportedException">WebNN or the backend cannot run it with these.</exception>
    /// <exception cref="ArgumentException">A node breaks WebNN's rules with these.</exception>
    /// <exception cref="MLOperationException">The backend cannot compile it.</exception>
    public CompiledPartition Compile(ImmutableArray<ImmutableArray<int>> shapes) => Translate(shapes).Compile();

    /// <summary>
    /// The shapes of <see cref="Outputs"/> where some of <paramref name="shapes"/> have no elements, for which WebNN has no tensors: then there is
    /// nothing to compute. What a size becomes is told from two others, whose difference it continues.
    /// </summary>
    /// <exception cref="UnsupportedException">An output has elements all the same, or its shape does not follow.</exception>
    public ImmutableArray<ImmutableArray<int>> EmptyOutputs(ImmutableArray<ImmutableArray<int>> shapes)
    {
        // Multiples of common strides, and no smaller than common windows.
        const int Size = 240;
        var empty = OutputsWith(shapes, Size).Zip(OutputsWith(shapes, 2 * Size), (one, two) => one.Zip(two, (a, b) => (2 * a) - b).ToImmutableArray()).ToImmutableArray();
        return empty.All(shape => shape.Contains(0) && shape.All(size => size >= 0))
            ? empty
            : throw new UnsupportedException($"an input has no elements, and outputs have the shapes {string.Join(", ", empty.Select(shape => $"[{string.Join(',', shape)}]"))}");
    }

    private IEnumerable<ImmutableArray<int>> OutputsWith(ImmutableArray<ImmutableArray<int>> shapes, int size)
    {
        var tensors = Propagate([.. shapes.Select(shape => shape.Select(dimension => dimension == 0 ? size : dimension).ToImmutableArray())]).Nodes
            .SelectMany(node => node.Outputs).ToDictionary(tensor => tensor.Index);
        return Outputs.Select(index => tensors[index] is { Unreadable: null } known
            ? known.Shape
            : throw new UnsupportedException($"tensor '{tensors[index].Name}': {tensors[index].Unreadable}"));
    }

    private PartitionTranslation Translate(ImmutableArray<ImmutableArray<int>> shapes) =>
        new(context, Propagate(shapes).Constants, Nodes, Outputs);

    private (ImmutableArray<NodeInfo> Nodes, ConstantFolding Constants) Propagate(ImmutableArray<ImmutableArray<int>> shapes) =>
        ShapeInference.Fold(closure, sized.Zip(shapes, (tensor, shape) => tensor with { Shape = shape }));

    private static ImmutableArray<NodeInfo> Closure(PropagatedGraph graph, ImmutableArray<PartitionInfo> partitions, PartitionInfo partition)
    {
        var writers = graph.Nodes.SelectMany(node => node.Outputs.Select(output => (output.Index, Node: node))).ToDictionary(pair => pair.Index, pair => pair.Node);
        var outputs = partitions.SelectMany(other => other.Outputs).ToHashSet();
        var claimed = partitions.SelectMany(other => other.Nodes).ToHashSet();
        var members = partition.Nodes.ToHashSet();
        var open = new Stack<NodeInfo>(graph.Nodes.Where(node => members.Contains(node.Index)));
        while (open.TryPop(out var node))
        {
            foreach (var input in node.Inputs.OfType<TensorInfo>())
            {
                if (writers.TryGetValue(input.Index, out var writer)
                    && (graph.Constants.IsFolded(writer.Index) || (claimed.Contains(writer.Index) && !outputs.Contains(input.Index)))
                    && members.Add(writer.Index))
                {
                    open.Push(writer);
                }
            }
        }

        return [.. graph.Nodes.Where(node => members.Contains(node.Index))];
    }

    /// <summary>
    /// True where TFLite, or the model's caller, reads a folded constant. Where only claimed nodes do, each has it inside its graph, and
    /// writing it at every run would be a copy of weights for nobody.
    /// </summary>
    private static bool IsRead(PropagatedGraph graph, int tensor, ImmutableArray<PartitionInfo> partitions)
    {
        var claimed = partitions.SelectMany(other => other.Nodes).ToHashSet();
        return graph.Nodes.Any(node => !claimed.Contains(node.Index) && node.Inputs.Any(input => input?.Index == tensor))
            // A partition of the whole plan has no outputs but the model's.
            || graph.Partition([.. graph.Nodes.Select(node => node.Index)]).Any(whole => whole.Outputs.Contains(tensor));
    }
}
