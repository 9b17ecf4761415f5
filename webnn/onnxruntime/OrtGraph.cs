using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>A session and the values bound to it. Values are kept while the addresses hold, so that a warm run only runs.</summary>
internal sealed unsafe class OrtGraph : MLGraph
{
    private readonly Lock gate = new();
    private readonly OrtLibrary library;
    private readonly OrtSessionHandle session;
    private readonly PinnedMemory memory;
    private readonly OrtMemoryInfoHandle memoryInfo;
    private readonly NativeArena arena = new();
    private readonly PortSet inputs;
    private readonly PortSet outputs;
    private bool disposed;

    private OrtGraph(OrtSessionHandle session, PinnedMemory memory, OnnxGraph graph, MLGraphDefinition definition)
    {
        (this.session, this.memory, library) = (session, memory, session.Library);
        memoryInfo = ModelEditor.CpuMemory(library);
        Inputs = [.. definition.Inputs.Select(input => new MLGraphPort(input.Name, input.Operand.Descriptor))];
        Outputs = [.. definition.Outputs.Select(output => new MLGraphPort(output.Name, output.Operand.Descriptor))];
        inputs = new(arena, graph.Inputs, Inputs, "input");
        outputs = new(arena, graph.Outputs, Outputs, "output");
    }

    public override ImmutableArray<MLGraphPort> Inputs { get; }

    public override ImmutableArray<MLGraphPort> Outputs { get; }

    internal OrtSessionHandle Session => session;

    /// <summary>Takes over the session and the memory it reads.</summary>
    public static OrtGraph TakeSession(OrtSessionHandle session, PinnedMemory memory, OnnxGraph graph, MLGraphDefinition definition)
    {
        try
        {
            return new(session, memory, graph, definition);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public override void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            this.inputs.Bind(library, memoryInfo.Pointer, inputs);
            this.outputs.Bind(library, memoryInfo.Pointer, outputs);
            library.Check(library.Api.Run(
                session.Pointer,
                null,
                this.inputs.Names,
                this.inputs.Values,
                (nuint)inputs.Length,
                this.outputs.Names,
                (nuint)outputs.Length,
                this.outputs.Values));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            inputs.Release(library);
            outputs.Release(library);
            session.Dispose();
            memoryInfo.Dispose();
            memory.Dispose();
            arena.Dispose();
        }
    }

    /// <summary>The inputs or the outputs: names and values as the arrays that Run takes.</summary>
    private readonly struct PortSet
    {
        private readonly ImmutableArray<MLGraphPort> ports;
        private readonly string kind;
        private readonly Port* bound;

        public PortSet(NativeArena arena, IReadOnlyList<OnnxValue> values, ImmutableArray<MLGraphPort> ports, string kind)
        {
            (this.ports, this.kind) = (ports, kind);
            Names = arena.Texts([.. values.Select(value => value.Name)]);
            Values = (OrtValue**)arena.Pointers(values.Count);
            bound = (Port*)arena.Allocate((nuint)(Math.Max(values.Count, 1) * sizeof(Port)));
            for (var i = 0; i < values.Count; i++)
            {
                Values[i] = null;
                bound[i] = new()
                {
                    Shape = arena.Dimensions(values[i].Shape),
                    Rank = (nuint)values[i].Rank,
                    Type = values[i].Type,
                    ByteLength = (nuint)ports[i].Descriptor.ByteLength,
                };
            }
        }

        public byte** Names { get; }

        public OrtValue** Values { get; }

        public void Bind(OrtLibrary library, OrtMemoryInfo* memoryInfo, ReadOnlySpan<MLBuffer> buffers)
        {
            if (buffers.Length != ports.Length)
            {
                throw new ArgumentException($"the graph has {ports.Length} {kind}s; got {buffers.Length}");
            }

            for (var i = 0; i < buffers.Length; i++)
            {
                ref var port = ref bound[i];
                var buffer = buffers[i];
                if (buffer.Address == port.Address && buffer.ByteLength == port.ByteLength && Values[i] is not null)
                {
                    continue;
                }

                if (buffer.ByteLength != port.ByteLength || buffer.Address == 0)
                {
                    throw new ArgumentException($"{kind} '{ports[i].Name}' {ports[i].Descriptor} needs {port.ByteLength} bytes; got {buffer.ByteLength} at address {buffer.Address:x}");
                }

                Rebind(library, memoryInfo, i, buffer.Address);
            }
        }

        public void Release(OrtLibrary library)
        {
            for (var i = 0; i < ports.Length; i++)
            {
                library.Api.ReleaseValue(Values[i]);
                Values[i] = null;
            }
        }

        private void Rebind(OrtLibrary library, OrtMemoryInfo* memoryInfo, int index, nint address)
        {
            ref var port = ref bound[index];
            OrtValue* value;
            library.Check(library.Api.CreateTensorWithDataAsOrtValue(memoryInfo, (void*)address, port.ByteLength, port.Shape, port.Rank, port.Type, &value));
            library.Api.ReleaseValue(Values[index]);
            Values[index] = value;
            port.Address = address;
        }

        private struct Port
        {
            public long* Shape;
            public nuint Rank;
            public OrtElementType Type;
            public nuint ByteLength;
            public nint Address;
        }
    }
}
