namespace WebNN;

// Tensors and dispatch. The specification's methods return promises; these return when the work is done.
public abstract partial class MLContext
{
    /// <summary>Makes a tensor of zeros (WebNN: <c>createTensor</c>).</summary>
    public MLTensor CreateTensor(MLOperandDescriptor descriptor, bool readable = false, bool writable = false)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return new(this, descriptor, readable, writable, constant: false);
    }

    /// <summary>Makes a tensor whose content never changes, for <see cref="MLGraphBuilder.Constant(MLTensor)"/>.</summary>
    public MLTensor CreateConstantTensor<T>(MLOperandDescriptor descriptor, ReadOnlySpan<T> data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var tensor = new MLTensor(this, descriptor, readable: false, writable: false, constant: true);
        Fill(tensor, data);
        return tensor;
    }

    /// <summary>A copy of a tensor's elements.</summary>
    public T[] ReadTensor<T>(MLTensor tensor) where T : unmanaged => Readable<T>(tensor).ToArray();

    /// <summary>Copies a tensor's elements to <paramref name="destination"/>, which may be longer.</summary>
    public void ReadTensor<T>(MLTensor tensor, Span<T> destination) where T : unmanaged => Readable<T>(tensor).CopyTo(destination);

    /// <summary>Replaces a tensor's elements, all of them.</summary>
    public void WriteTensor<T>(MLTensor tensor, ReadOnlySpan<T> data) where T : unmanaged
    {
        RequireOwn(tensor);
        if (!tensor.Writable)
        {
            throw new InvalidOperationException($"tensor {tensor.Descriptor} is not writable");
        }

        Fill(tensor, data);
    }

    /// <summary>Computes a graph over tensors by name (WebNN: <c>dispatch</c>).</summary>
    /// <exception cref="ArgumentException">A name, a type or a shape is not the graph's; a tensor is constant, or used twice.</exception>
    public void Dispatch(MLGraph graph, IReadOnlyDictionary<string, MLTensor> inputs, IReadOnlyDictionary<string, MLTensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        var written = new HashSet<MLTensor>(outputs.Values);
        if (written.Count != outputs.Count || inputs.Values.Any(written.Contains))
        {
            throw new ArgumentException("a tensor that a graph writes is bound once, and not to an input");
        }

        // The addresses do not keep their arrays alive, and another thread may dispose the tensors.
        var kept = new List<object>();
        var (sources, targets) = (Bind("input", [.. graph.Inputs], inputs, kept), Bind("output", [.. graph.Outputs], outputs, kept));
        graph.Compute(sources, targets);
        GC.KeepAlive(kept);
    }

    private MLBuffer[] Bind(string role, MLGraphPort[] ports, IReadOnlyDictionary<string, MLTensor> tensors, List<object> kept)
    {
        if (tensors.Count != ports.Length)
        {
            throw new ArgumentException($"the graph has {ports.Length} {role}s ({string.Join(", ", ports.Select(port => port.Name))}); got {tensors.Count}");
        }

        return Array.ConvertAll(ports, port =>
        {
            if (!tensors.TryGetValue(port.Name, out var tensor))
            {
                throw new ArgumentException($"{role} '{port.Name}' has no tensor");
            }

            RequireOwn(tensor);
            if (tensor.Constant || !tensor.Descriptor.Equals(port.Descriptor))
            {
                throw new ArgumentException(
                    $"{role} '{port.Name}' needs another tensor (expected {port.Descriptor}, found {(tensor.Constant ? "constant " : "")}{tensor.Descriptor})");
            }

            var buffer = tensor.Buffer(out var memory);
            kept.Add(memory);
            return buffer;
        });
    }

    private Span<T> Readable<T>(MLTensor tensor) where T : unmanaged
    {
        RequireOwn(tensor);
        return tensor.Readable ? tensor.Elements<T>() : throw new InvalidOperationException($"tensor {tensor.Descriptor} is not readable");
    }

    private static void Fill<T>(MLTensor tensor, ReadOnlySpan<T> data) where T : unmanaged
    {
        var elements = tensor.Elements<T>();
        if (data.Length != elements.Length)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} holds {elements.Length} elements; got {data.Length}");
        }

        data.CopyTo(elements);
    }

    private void RequireOwn(MLTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Context != this)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} belongs to another MLContext");
        }
    }
}
