using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>Nodes one after the other: the shapes of their outputs that follow from those before, and the constants that come up on the way.</summary>
public sealed class NodePropagation
{
    private readonly Dictionary<int, TensorInfo> tensors;
    private readonly Func<TensorInfo, string, TensorInfo> unknown;

    /// <param name="inputs">Tensors that no node writes, with their shapes; others have the shapes that nodes say.</param>
    /// <param name="unknown">
    /// What becomes of an output whose shape does not follow, for the reason that is given; null: it says so, and the nodes at it are refused with that reason.
    /// </param>
    /// <param name="context">Where the nodes are tried; null: where shapes alone count.</param>
    public NodePropagation(IEnumerable<TensorInfo> inputs, Func<TensorInfo, string, TensorInfo>? unknown = null, MLContext? context = null)
        : this(inputs, unknown, new NodeTrials(context ?? ShapeContext.Instance))
    {
    }

    internal NodePropagation(IEnumerable<TensorInfo> inputs, Func<TensorInfo, string, TensorInfo>? unknown, NodeTrials trials)
    {
        Trials = trials;
        tensors = inputs.ToDictionary(tensor => tensor.Index);
        this.unknown = unknown ?? (static (output, reason) => output with { Unreadable = $"its shape is not known before the run: {reason}" });
    }

    internal NodeTrials Trials { get; }

    /// <summary>What is known of the nodes before they run.</summary>
    internal ConstantFolding Constants { get; } = new();

    /// <summary>The constant that an output became; null for any other tensor.</summary>
    public TensorInfo? Constant(int tensor) => Constants.Constant(tensor);

    /// <summary>The next node, with tensors of the shapes that follow.</summary>
    public NodeInfo Add(NodeInfo node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var reshaped = node with { Inputs = [.. node.Inputs.Select(input => input is { Data: null } ? tensors.GetValueOrDefault(input.Index, input) : input)] };
        reshaped = reshaped with { Outputs = Outputs(reshaped) };
        foreach (var output in reshaped.Outputs)
        {
            tensors[output.Index] = output;
        }

        Constants.Add(reshaped);
        return reshaped;
    }

    private ImmutableArray<TensorInfo> Outputs(NodeInfo node)
    {
        var resolved = Constants.Resolve(node);
        try
        {
            if (OutputShapes.Of(resolved) is { } shape)
            {
                return [.. node.Outputs.Select(output => output with { Shape = shape })];
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A model's numbers may be anything: see NodeTrials.
            return [.. node.Outputs.Select(output => unknown(output, e.Message))];
        }

        var trial = Trials.Of(resolved, Constants);
        return trial.Shapes is { } shapes
            ? [.. node.Outputs.Zip(shapes, (output, known) => output with { Shape = known })]
            : [.. node.Outputs.Select(output => unknown(output, trial.Objection!))];
    }
}
