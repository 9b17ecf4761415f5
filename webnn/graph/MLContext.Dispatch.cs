using System.Collections.Immutable;

namespace WebNN;

// Running a graph over tensors.
public abstract partial class MLContext
{
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

    /// <summary>Computes a graph over tensors in the order of its inputs and outputs. Allocates no managed memory, up to 16 tensors. Our extension.</summary>
    /// <inheritdoc cref="Dispatch(MLGraph, IReadOnlyDictionary{string, MLTensor}, IReadOnlyDictionary{string, MLTensor})"/>
    public void Dispatch(MLGraph graph, ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
    {
        RequireOwn(graph);
        RequireOnce(inputs, outputs);
        Run(graph, inputs, outputs);
    }

    /// <summary>The same for a graph of this context whose outputs are known to be bound to nothing else.</summary>
    internal void Run(MLGraph graph, ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
    {
        var (count, first) = (inputs.Length + outputs.Length, inputs.Length);

        // The addresses do not keep their arrays alive, and another thread may destroy the tensors.
        Few<object> fewKept = default;
        Few<MLBuffer> fewBuffers = default;
        var kept = fewKept.Take(count);
        var buffers = fewBuffers.Take(count);
        Bind("input", graph.Inputs, inputs, buffers, kept);
        Bind("output", graph.Outputs, outputs, buffers[first..], kept[first..]);
        graph.Compute(buffers[..first], buffers[first..]);
        foreach (var array in kept)
        {
            GC.KeepAlive(array);
        }
    }

    private void RequireOwn(MLGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Context != this)
        {
            throw new ArgumentException("the graph was built on another MLContext");
        }

        RequireNotLost();
        ObjectDisposedException.ThrowIf(graph.IsDestroyed, graph);
    }

    private static void RequireOnce(ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
    {
        var count = inputs.Length + outputs.Length;
        Few<MLTensor> few = default;
        var all = few.Take(count);
        inputs.CopyTo(all);
        outputs.CopyTo(all[inputs.Length..]);
        var seen = count > Few.Count ? new HashSet<MLTensor>() : null;
        for (var i = 0; i < count; i++)
        {
            if (seen is null ? all[..i].Contains(all[i]) : !seen.Add(all[i]))
            {
                throw new ArgumentException($"tensor {all[i]?.Descriptor} is bound twice (expected each once, among inputs and outputs together)");
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
