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
        (Inputs, Outputs) = (GraphPorts.Of(definition.Inputs), GraphPorts.Of(definition.Outputs));
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
            if (this.inputs.Bind(inputs) | this.outputs.Bind(outputs))
            {
                this.inputs.StageOverlaps(this.outputs);
            }

            Run();
            this.outputs.Finish(outputs);
        }
    }

    private void Run()
    {
        try
        {
            library.Check(library.Api.Run(session.Pointer, null, inputs.Names, inputs.Values, inputs.Count, outputs.Names, outputs.Count, outputs.Values));
        }
        catch (OrtException e)
        {
            throw new MLOperationException(e.Message, e);
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
