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
    private readonly OrtPorts inputs;
    private readonly OrtPorts outputs;
    private bool disposed;

    private OrtGraph(OrtSessionHandle session, PinnedMemory memory, OnnxGraph graph, MLGraphDefinition definition)
    {
        (this.session, this.memory, library) = (session, memory, session.Library);
        memoryInfo = ModelEditor.CpuMemory(library);
        Inputs = [.. definition.Inputs.Select(input => new MLGraphPort(input.Name, input.Operand.Descriptor))];
        Outputs = [.. definition.Outputs.Select(output => new MLGraphPort(output.Name, output.Operand.Descriptor))];
        inputs = new(library, memoryInfo.Pointer, arena, graph.Inputs, Inputs, areInputs: true);
        outputs = new(library, memoryInfo.Pointer, arena, graph.Outputs, Outputs, areInputs: false);
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
            this.inputs.Bind(inputs);
            this.outputs.Bind(outputs);
            library.Check(library.Api.Run(
                session.Pointer, null, this.inputs.Names, this.inputs.Values, this.inputs.Count, this.outputs.Names, this.outputs.Count, this.outputs.Values));
            this.outputs.Finish(outputs);
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
            inputs.Release();
            outputs.Release();
            session.Dispose();
            memoryInfo.Dispose();
            memory.Dispose();
            arena.Dispose();
        }
    }
}
