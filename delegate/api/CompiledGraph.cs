using System.Collections.Immutable;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite;

/// <summary>One graph of a model compiled for one set of input shapes, with memory for its inputs and outputs.</summary>
internal sealed class CompiledGraph : IDisposable
{
    private readonly CompiledPartition? whole;
    private readonly Int16Border? graph;
    private readonly MLBuffer[] inputBuffers;
    private readonly MLBuffer[] outputBuffers;
    private readonly VariableBinding variables;

    private CompiledGraph(ModelGraph source, CompiledPartition? whole, DelegationReport report, ModelState state)
    {
        (this.whole, graph, Report) = (whole, whole is null ? null : new(whole), report);

        // One memory for each tensor: an output may be an input, or another output.
        var memories = source.Inputs.Concat(source.Outputs).DistinctBy(tensor => tensor.Index).ToDictionary(tensor => tensor.Index, Allocate);
        Inputs = [.. source.Inputs.Select(tensor => (tensor, memories[tensor.Index]))];
        Outputs = [.. source.Outputs.Select(tensor => (tensor, memories[tensor.Index]))];

        // A variable's ports get their memory anew for each run.
        inputBuffers = [.. (whole?.Inputs ?? []).Select(tensor => memories.GetValueOrDefault(tensor)?.Buffer ?? default)];
        outputBuffers = [.. (whole?.Outputs ?? []).Select(tensor => memories.GetValueOrDefault(tensor)?.Buffer ?? default), .. new MLBuffer[whole?.States.Length ?? 0]];
        variables = new(state, source, whole, memories);
    }

    public ImmutableArray<(TensorInfo Tensor, TensorMemory Memory)> Inputs { get; }

    public ImmutableArray<(TensorInfo Tensor, TensorMemory Memory)> Outputs { get; }

    public DelegationReport Report { get; }

    /// <exception cref="UnsupportedModelException">A node cannot run on WebNN; nothing was compiled then.</exception>
    public static CompiledGraph Compile(MLContext context, string model, ModelGraph source, ModelState state)
    {
        var plan = new GraphDelegate(context, new() { IsAlone = true }).Plan(source);
        var whole = plan.Partitions is [var only] ? only : null;
        if (whole is null && plan.Report.Nodes > 0)
        {
            throw UnsupportedModelException.Of(model, plan.Report);
        }

        try
        {
            return new(source, whole, plan.Report, state);
        }
        catch (Exception e)
        {
            whole?.Dispose();
            if (e is UnsupportedException)
            {
                throw UnsupportedModelException.Of(model, plan.Report with { Failure = e.Message });
            }

            throw;
        }
    }

    public void Run()
    {
        if (variables.IsEmpty)
        {
            graph?.Compute(inputBuffers, outputBuffers);
        }
        else
        {
            variables.Run(graph, inputBuffers, outputBuffers);
        }

        // The buffers are addresses: they do not keep the memory that this object refers to.
        GC.KeepAlive(this);
    }

    public void Dispose() => whole?.Dispose();

    private static TensorMemory Allocate(TensorInfo tensor)
    {
        var memory = new TensorMemory(tensor.ByteLength);
        tensor.Data?.Span.CopyTo(memory.Bytes);
        return memory;
    }
}
