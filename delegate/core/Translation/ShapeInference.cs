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
        Apply(nodes, inputs, static (_, output, reason) => output with { Unreadable = $"its shape is not known before the run: {reason}" });

    /// <param name="unknown">What becomes of a node's output whose shape does not follow, for the reason that is given.</param>
    internal static ImmutableArray<NodeInfo> Apply(
        ImmutableArray<NodeInfo> nodes, IEnumerable<TensorInfo> inputs, Func<NodeInfo, TensorInfo, string, TensorInfo> unknown)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var tensors = inputs.ToDictionary(tensor => tensor.Index);
        var constants = new ConstantFolding();
        var result = ImmutableArray.CreateBuilder<NodeInfo>(nodes.Length);
        foreach (var node in nodes)
        {
            var reshaped = node with { Inputs = [.. node.Inputs.Select(input => input is null ? null : tensors.GetValueOrDefault(input.Index, input))] };
            reshaped = reshaped with { Outputs = Outputs(reshaped, constants, unknown) };
            foreach (var output in reshaped.Outputs)
            {
                tensors[output.Index] = output;
            }

            constants.Add(reshaped);
            result.Add(reshaped);
        }

        return result.MoveToImmutable();
    }

    /// <summary>The shapes that a node's outputs come to, whatever backend there is.</summary>
    /// <exception cref="UnsupportedException">Nothing translates the node.</exception>
    /// <exception cref="ArgumentException">The node breaks WebNN's rules.</exception>
    public static ImmutableArray<ImmutableArray<int>> OutputsOf(NodeInfo node) =>
        new GraphTranslator(ShapeContext.Instance, new ConstantFolding()).Shapes(node);

    private static ImmutableArray<TensorInfo> Outputs(NodeInfo node, ConstantFolding constants, Func<NodeInfo, TensorInfo, string, TensorInfo> unknown)
    {
        try
        {
            var resolved = constants.Resolve(node);
            var shapes = OutputShapes.Of(resolved) is { } shape ? [shape] : new GraphTranslator(ShapeContext.Instance, constants).Shapes(resolved);
            return [.. node.Outputs.Zip(shapes, (output, known) => output with { Shape = known })];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A model's numbers may be anything: see GraphTranslator.Objection.
            return [.. node.Outputs.Select(output => unknown(node, output, e.Message))];
        }
    }
}
