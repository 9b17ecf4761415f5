using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// The shapes of a graph's tensors for other shapes of its inputs, where no TensorFlow Lite computes them: those that a node's translation
/// comes to, and, of operators that take their shape from the tensor they write, those that <see cref="OutputShapes"/> computes.
/// </summary>
public static class ShapeInference
{
    /// <summary>
    /// The nodes with tensors of the shapes that follow from <paramref name="inputs"/>. A tensor whose shape is not known before the run
    /// says so, so that the nodes at it are refused with that reason.
    /// </summary>
    public static ImmutableArray<NodeInfo> Apply(ImmutableArray<NodeInfo> nodes, IEnumerable<TensorInfo> inputs) =>
        Fold(nodes, inputs).Nodes;

    /// <summary>The same, and the constants that were found on the way.</summary>
    /// <param name="unknown">What becomes of an output whose shape does not follow, for the reason that is given; null: it says so.</param>
    /// <param name="trials">Where the nodes are tried; null: where shapes alone count.</param>
    internal static (ImmutableArray<NodeInfo> Nodes, ConstantFolding Constants) Fold(
        ImmutableArray<NodeInfo> nodes, IEnumerable<TensorInfo> inputs, Func<TensorInfo, string, TensorInfo>? unknown = null, NodeTrials? trials = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var propagation = new NodePropagation(inputs, unknown, trials ?? new(ShapeContext.Instance));
        return ([.. nodes.Select(propagation.Add)], propagation.Constants);
    }

    /// <summary>The tensors from whose shapes all others follow: no constants, and written by none of the nodes.</summary>
    public static ImmutableArray<TensorInfo> Sources(ImmutableArray<NodeInfo> nodes)
    {
        var written = nodes.SelectMany(node => node.Outputs).Select(tensor => tensor.Index).ToHashSet();
        return
        [
            .. nodes.SelectMany(node => node.Inputs).OfType<TensorInfo>()
                .Where(tensor => tensor.Data is null && !written.Contains(tensor.Index)).DistinctBy(tensor => tensor.Index),
        ];
    }

    /// <summary>The shapes that a node's outputs come to, whatever backend there is.</summary>
    /// <exception cref="UnsupportedException">They come to none, for the reason that the message has.</exception>
    public static ImmutableArray<ImmutableArray<int>> OutputsOf(NodeInfo node)
    {
        var trial = new NodeTrials(ShapeContext.Instance).Of(node, new ConstantFolding());
        return trial.Shapes ?? throw new UnsupportedException(trial.Objection!);
    }
}
