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
    public static ImmutableArray<NodeInfo> Apply(MLContext context, ImmutableArray<NodeInfo> nodes, IEnumerable<TensorInfo> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var tensors = inputs.ToDictionary(tensor => tensor.Index);
        var constants = new ConstantFolding();
        var result = ImmutableArray.CreateBuilder<NodeInfo>(nodes.Length);
        foreach (var node in nodes)
        {
            var reshaped = node with { Inputs = [.. node.Inputs.Select(input => input is null ? null : tensors.GetValueOrDefault(input.Index, input))] };
            reshaped = reshaped with { Outputs = Outputs(context, reshaped, constants) };
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
    public static ImmutableArray<ImmutableArray<int>> OutputsOf(NodeInfo node)
    {
        using var context = new NoBackend();
        return new GraphTranslator(context, new ConstantFolding()).Shapes(node);
    }

    private static ImmutableArray<TensorInfo> Outputs(MLContext context, NodeInfo node, ConstantFolding constants)
    {
        try
        {
            var resolved = constants.Resolve(node);
            var shapes = OutputShapes.Of(resolved) is { } shape ? [shape] : new GraphTranslator(context, constants).Shapes(resolved);
            return [.. node.Outputs.Zip(shapes, (output, known) => output with { Shape = known })];
        }
        catch (Exception e) when (e is UnsupportedException or ArgumentException or ArithmeticException)
        {
            return [.. node.Outputs.Select(output => output with { Unreadable = $"its shape is not known before the run: {e.Message}" })];
        }
    }

    /// <summary>For graphs of which only the shapes matter.</summary>
    private sealed class NoBackend : MLContext
    {
        public override bool Accelerated => false;

        public override string Description => "none";

        public override void RequireSupport(MLNode node)
        {
        }

        protected override MLGraph Compile(MLGraphDefinition definition) => throw new NotSupportedException();
    }
}
