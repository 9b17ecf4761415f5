using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>A partition for one set of sizes: TFLite's buffers in, TFLite's buffers out. Owns the partition's graph.</summary>
internal sealed unsafe class SizedGraph : IDisposable
{
    /// <summary>Null where there is nothing to compute: an input, and all outputs, have no elements.</summary>
    private readonly CompiledPartition? partition;
    private readonly ImmutableArray<int> outputTensors;
    private readonly MLBuffer[] inputs;
    private readonly MLBuffer[] outputs;
    private readonly VariableMemory? variables;
    private readonly Int16Border? border;

    private SizedGraph(ImmutableArray<ImmutableArray<int>> shapes, ImmutableArray<int> outputTensors, ImmutableArray<ImmutableArray<int>> outputShapes)
    {
        (Shapes, this.outputTensors, OutputShapes, inputs, outputs) = (shapes, outputTensors, outputShapes, [], []);
    }

    public SizedGraph(ImmutableArray<ImmutableArray<int>> shapes, CompiledPartition partition)
        : this(shapes, partition.Outputs, partition.OutputShapes)
    {
        this.partition = partition;
        (inputs, outputs) = (new MLBuffer[partition.Inputs.Length], new MLBuffer[partition.Outputs.Length + partition.States.Length]);
        (variables, border) = (new VariableMemory(partition, outputs), new Int16Border(partition));
    }

    /// <summary>What it is for, in the order of the recipe's tensors.</summary>
    public ImmutableArray<ImmutableArray<int>> Shapes { get; }

    public ImmutableArray<ImmutableArray<int>> OutputShapes { get; }

    /// <summary>Compiles a partition for sizes that it has not met.</summary>
    public static SizedGraph Compile(PartitionRecipe recipe, ImmutableArray<ImmutableArray<int>> shapes) => shapes.Any(shape => shape.Contains(0))
        ? new(shapes, recipe.Outputs, recipe.EmptyOutputs(shapes))
        : new(shapes, recipe.Compile(shapes));

    /// <summary>Allocates nothing. The buffers' addresses are read anew: TFLite's arena may have moved.</summary>
    public void Run(TfLiteContext* context)
    {
        if (partition is null)
        {
            return;
        }

        Gather(context->Tensors, partition.Inputs, inputs);
        Gather(context->Tensors, outputTensors, outputs);
        border!.Compute(inputs, outputs);
        variables!.Keep(context->Tensors);

        // The graph was given addresses of the variables' memory.
        GC.KeepAlive(variables);
    }

    public void Dispose() => partition?.Dispose();

    private static void Gather(TfLiteTensor* tensors, ImmutableArray<int> indices, MLBuffer[] buffers)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var tensor = &tensors[indices[i]];
            buffers[i] = tensor->Data is not null || tensor->Bytes == 0
                ? new MLBuffer((nint)tensor->Data, tensor->Bytes)
                : throw new InvalidOperationException($"tensor {indices[i]} of {tensor->Bytes} bytes has no memory");
        }
    }
}
