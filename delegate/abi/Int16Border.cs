using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// A partition's graph on the memory of TFLite's tensors: what is int16 there is copied to int32, as the graph has it, before a run, and back
/// after it. Other tensors the graph reads and writes in place.
/// </summary>
public sealed unsafe class Int16Border
{
    private readonly MLGraph graph;
    private readonly ImmutableArray<Port> read;
    private readonly ImmutableArray<Port> written;
    private readonly MLBuffer[] inputs;
    private readonly MLBuffer[] outputs;

    public Int16Border(CompiledPartition partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        graph = partition.Graph;
        read = [.. partition.Int16Inputs.Select(port => new Port(port, graph.Inputs[port]))];
        written = [.. partition.Int16Outputs.Select(port => new Port(port, graph.Outputs[port]))];
        (inputs, outputs) = (new MLBuffer[graph.Inputs.Length], new MLBuffer[graph.Outputs.Length]);
    }

    /// <summary>As <see cref="MLGraph.Compute"/>, with buffers of int16 where the tensors are. One call at a time. Allocates nothing.</summary>
    /// <inheritdoc cref="MLGraph.Compute"/>
    public void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
    {
        if (read.IsEmpty && written.IsEmpty)
        {
            graph.Compute(inputs, outputs);
            return;
        }

        inputs.CopyTo(this.inputs);
        outputs.CopyTo(this.outputs);
        foreach (var port in read)
        {
            this.inputs[port.Place] = port.Buffer;
            Widen(port.Narrow(inputs[port.Place]), port.Elements);
        }

        foreach (var port in written)
        {
            port.Narrow(outputs[port.Place]);
            this.outputs[port.Place] = port.Buffer;
        }

        graph.Compute(this.inputs, this.outputs);
        foreach (var port in written)
        {
            Narrow(port.Elements, port.Narrow(outputs[port.Place]));
        }

        // The graph was given addresses of the ports' memory.
        GC.KeepAlive(this);
    }

    private static void Widen(ReadOnlySpan<short> source, Span<int> target)
    {
        var i = 0;
        for (; i <= source.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(source[i..]), out var low, out var high);
            low.CopyTo(target[i..]);
            high.CopyTo(target[(i + Vector<int>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = source[i];
        }
    }

    /// <summary>The graph has limited its integers to 16 bits.</summary>
    private static void Narrow(ReadOnlySpan<int> source, Span<short> target)
    {
        var i = 0;
        for (; i <= source.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Narrow(new Vector<int>(source[i..]), new Vector<int>(source[(i + Vector<int>.Count)..])).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = (short)source[i];
        }
    }

    /// <summary>One of the graph's, and its memory there.</summary>
    private sealed class Port(int place, MLGraphPort port)
    {
        private readonly int[] elements = GC.AllocateArray<int>(checked((int)port.Descriptor.ElementCount), pinned: true);

        public int Place => place;

        public Span<int> Elements => elements;

        /// <summary>Pinned arrays stay in place.</summary>
        public MLBuffer Buffer => new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(elements)), (nuint)elements.Length * sizeof(int));

        public Span<short> Narrow(MLBuffer buffer) => buffer.Address != 0 && buffer.ByteLength == (nuint)elements.Length * sizeof(short)
            ? new((void*)buffer.Address, elements.Length)
            : throw new ArgumentException($"'{port.Name}' is int16 of {elements.Length} elements; got {buffer.ByteLength} bytes at address {buffer.Address:x}");
    }
}
