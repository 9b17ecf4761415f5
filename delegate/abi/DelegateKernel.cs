using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>One claimed partition at work: TFLite's buffers in, TFLite's buffers out. Owns the partition's graph.</summary>
internal sealed unsafe class DelegateKernel : IDisposable
{
    private readonly CompiledPartition partition;
    private readonly DelegateBorder border;
    private readonly MLBuffer[] inputs;
    private readonly MLBuffer[] outputs;
    private readonly VariableMemory variables;

    public DelegateKernel(CompiledPartition partition, DelegateBorder border)
    {
        (this.partition, this.border) = (partition, border);
        (inputs, outputs) = (new MLBuffer[partition.Inputs.Length], new MLBuffer[partition.Outputs.Length + partition.States.Length]);
        variables = new VariableMemory(partition);
        border.Enter();
    }

    /// <summary>Compares TFLite's tensors with what was compiled: a resize makes TFLite delegate anew, so they differ only by a bug.</summary>
    /// <exception cref="InvalidOperationException">A tensor's byte length is not the graph's.</exception>
    public void Prepare(TfLiteContext* context)
    {
        Check(context, partition.Inputs, partition.Graph.Inputs, "input");
        Check(context, [.. partition.Outputs, .. partition.States.Select(variable => variable.Index)], partition.Graph.Outputs, "output");
    }

    /// <summary>Allocates nothing. The buffers' addresses are read anew: TFLite's arena may have moved.</summary>
    public void Invoke(TfLiteContext* context)
    {
        Gather(context->Tensors, partition.Inputs, inputs);
        Gather(context->Tensors, partition.Outputs, outputs);
        variables.Bind(context->Tensors, inputs, outputs);
        partition.Graph.Compute(inputs, outputs);
        variables.Keep(context->Tensors);

        // The graph was given addresses of the variables' memory.
        GC.KeepAlive(variables);
    }

    public void Dispose()
    {
        partition.Dispose();
        border.Leave();
    }

    private static void Gather(TfLiteTensor* tensors, ImmutableArray<int> indices, MLBuffer[] buffers)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var tensor = &tensors[indices[i]];
            buffers[i] = new MLBuffer((nint)tensor->Data, tensor->Bytes);
        }
    }

    private static void Check(TfLiteContext* context, ImmutableArray<int> indices, ImmutableArray<MLGraphPort> ports, string what)
    {
        if (indices.Length != ports.Length)
        {
            throw new InvalidOperationException($"the partition has {indices.Length} {what}s and its graph {ports.Length}");
        }

        for (var i = 0; i < ports.Length; i++)
        {
            // An int16 variable has floats at the graph's port.
            var tensor = &context->Tensors[indices[i]];
            var bytes = tensor->Type == TfLiteType.Int16 && tensor->IsVariable != 0 ? tensor->Bytes / sizeof(short) * sizeof(float) : tensor->Bytes;
            if (bytes != (nuint)ports[i].Descriptor.ByteLength)
            {
                throw new InvalidOperationException(
                    $"{what} tensor {indices[i]} has {bytes} bytes; its graph was compiled for {ports[i].Descriptor}, {ports[i].Descriptor.ByteLength} bytes");
            }
        }
    }
}
