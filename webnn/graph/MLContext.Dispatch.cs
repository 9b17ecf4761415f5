using System.Collections.Immutable;

namespace WebNN;

// Running a graph over tensors.
public abstract partial class MLContext
{
    /// <summary>Above this many tensors, a set finds the ones that are bound twice.</summary>
    private const int FewTensors = 16;

    /// <summary>Computes a graph over tensors by name (WebNN: <c>dispatch</c>).</summary>
    /// <exception cref="ArgumentException">
    /// The graph, or a tensor, is another context's; a name, a type or a shape is not the graph's; a tensor is constant, destroyed, or bound twice.
    /// </exception>
    /// <exception cref="InvalidOperationException">The context is lost, or the graph destroyed.</exception>
    /// <exception cref="MLOperationException">The computation failed.</exception>
    public void Dispatch(MLGraph graph, IReadOnlyDictionary<string, MLTensor> inputs, IReadOnlyDictionary<string, MLTensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        RequireOwn(graph);
        Dispatch(graph, InOrder("input", graph.Inputs, inputs), InOrder("output", graph.Outputs, outputs));
    }

    /// <summary>Computes a graph over tensors in the order of its inputs and outputs. Our extension.</summary>
    /// <inheritdoc cref="Dispatch(MLGraph, IReadOnlyDictionary{string, MLTensor}, IReadOnlyDictionary{string, MLTensor})"/>
    public void Dispatch(MLGraph graph, ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
    {
        RequireOwn(graph);
        RequireOnce([.. inputs, .. outputs]);

        // The addresses do not keep their arrays alive, and another thread may destroy the tensors.
        var kept = new object[inputs.Length + outputs.Length];
        var (sources, targets) = (new MLBuffer[inputs.Length], new MLBuffer[outputs.Length]);
        Bind("input", graph.Inputs, inputs, sources, kept);
        Bind("output", graph.Outputs, outputs, targets, kept.AsSpan(inputs.Length));
        graph.Compute(sources, targets);
        GC.KeepAlive(kept);
    }

    private void RequireOwn(MLGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        RequireNotLost();
        if (graph.Context != this)
        {
            throw new ArgumentException("the graph was built on another MLContext");
        }

        ObjectDisposedException.ThrowIf(graph.IsDestroyed, graph);
    }

    private static void RequireOnce(ReadOnlySpan<MLTensor> tensors)
    {
        var seen = tensors.Length > FewTensors ? new HashSet<MLTensor>() : null;
        for (var i = 0; i < tensors.Length; i++)
        {
            if (seen is null ? tensors[..i].Contains(tensors[i]) : !seen.Add(tensors[i]))
            {
                throw new ArgumentException($"tensor {tensors[i]?.Descriptor} is bound twice (expected each once, among inputs and outputs together)");
            }
        }
    }

    private static MLTensor[] InOrder(string role, ImmutableArray<MLGraphPort> ports, IReadOnlyDictionary<string, MLTensor> tensors)
    {
        if (tensors.Count != ports.Length)
        {
            throw new ArgumentException($"the graph has {ports.Length} {role}s ({string.Join(", ", ports.Select(port => port.Name))}); got {tensors.Count}");
        }

        var ordered = new MLTensor[ports.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = tensors.TryGetValue(ports[i].Name, out var tensor) ? tensor : throw new ArgumentException($"{role} '{ports[i].Name}' has no tensor");
        }

        return ordered;
    }

    private void Bind(string role, ImmutableArray<MLGraphPort> ports, ReadOnlySpan<MLTensor> tensors, Span<MLBuffer> buffers, Span<object> kept)
    {
        if (tensors.Length != ports.Length)
        {
            throw new ArgumentException($"the graph has {ports.Length} {role}s; got {tensors.Length}");
        }

        for (var i = 0; i < ports.Length; i++)
        {
            var (port, tensor) = (ports[i], tensors[i]);
            RequireOwn(tensor);
            if (tensor.Constant || !tensor.Descriptor.Equals(port.Descriptor))
            {
                throw new ArgumentException(
                    $"{role} '{port.Name}' needs another tensor (expected {port.Descriptor}, found {(tensor.Constant ? "constant " : "")}{tensor.Descriptor})");
            }

            buffers[i] = tensor.Buffer(out kept[i]);
        }
    }
}
