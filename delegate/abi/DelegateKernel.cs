using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// One claimed partition at work. It is compiled for the sizes that its inputs have when TFLite prepares it: as a model is allocated, or
/// in the middle of a run where a node before it has found out what they are. Sizes that it met lately stay compiled.
/// </summary>
internal sealed unsafe class DelegateKernel : IDisposable
{
    private readonly PartitionRecipe recipe;
    private readonly DelegateBorder border;
    private readonly RecentlyUsed<SizedGraph> graphs = new();
    private readonly bool isOpen;
    private SizedGraph? current;
    private string? problem;

    /// <summary>Whether it was this that told TFLite that the outputs have no size yet.</summary>
    private bool outputsAreDynamic;

    /// <param name="planned">The partition as it was compiled before it was claimed; null where its sizes were not known.</param>
    public DelegateKernel(PartitionRecipe recipe, CompiledPartition? planned, DelegateBorder border)
    {
        (this.recipe, this.border, isOpen) = (recipe, border, planned is null);
        if (planned is not null)
        {
            current = new(recipe.PlannedShapes, planned);
            graphs.Add(current.Shapes, current);
        }

        border.Enter();
    }

    /// <summary>Finds or compiles the graph for the sizes of now, and gives the outputs theirs.</summary>
    /// <exception cref="UnsupportedException">WebNN or the backend cannot run it with these.</exception>
    /// <exception cref="ArgumentException">A node breaks WebNN's rules with these.</exception>
    /// <exception cref="MLOperationException">The backend cannot compile it.</exception>
    public void Prepare(TfLiteContext* context)
    {
        try
        {
            Use(context);
            Resize(context);
        }
        catch (Exception e) when (isOpen && e is not OutOfMemoryException)
        {
            // These may be the file's examples, which nobody means to run with.
            (current, problem) = (null, e.Message);
            LeaveOutputsOpen(context);
        }
    }

    /// <summary>Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The partition does not compile for these sizes.</exception>
    public void Invoke(TfLiteContext* context)
    {
        if (current is null)
        {
            throw new InvalidOperationException($"nodes {string.Join(',', recipe.Nodes)} do not run with {Describe(context)}: {problem}");
        }

        if (!IsFor(context, current))
        {
            // A host that does not prepare what it resized.
            Use(context);
            Resize(context);
        }

        current.Run(context);
    }

    public void Dispose()
    {
        graphs.Clear();
        border.Leave();
    }

    private void Use(TfLiteContext* context)
    {
        if (current is not null && IsFor(context, current))
        {
            return;
        }

        var shapes = Shapes(context);
        var graph = graphs.Use(shapes);
        if (graph is null)
        {
            graph = SizedGraph.Compile(recipe, shapes);
            graphs.Add(shapes, graph);
        }

        current = graph;
    }

    private bool IsFor(TfLiteContext* context, SizedGraph graph)
    {
        for (var i = 0; i < recipe.Sized.Length; i++)
        {
            if (!TfLiteIntArray.Elements(context->Tensors[recipe.Sized[i]].Dims).SequenceEqual(graph.Shapes[i].AsSpan()))
            {
                return false;
            }
        }

        return true;
    }

    private ImmutableArray<ImmutableArray<int>> Shapes(TfLiteContext* context) => [.. recipe.Sized.Select(tensor => TensorSizes.Of(context, tensor))];

    /// <summary>Nobody else does: TFLite has no node left that would.</summary>
    private void Resize(TfLiteContext* context)
    {
        for (var i = 0; i < recipe.Outputs.Length; i++)
        {
            var tensor = &context->Tensors[recipe.Outputs[i]];
            if (outputsAreDynamic && tensor->AllocationType == TfLiteAllocationType.Dynamic && tensor->Data is null)
            {
                tensor->AllocationType = TfLiteAllocationType.ArenaRw;
            }

            TensorSizes.Resize(context, recipe.Outputs[i], current!.OutputShapes[i].AsSpan());
        }

        outputsAreDynamic = false;
    }

    /// <summary>So TFLite prepares the nodes behind only when this one has run.</summary>
    private void LeaveOutputsOpen(TfLiteContext* context)
    {
        foreach (var index in recipe.Outputs)
        {
            var tensor = &context->Tensors[index];
            if (tensor->AllocationType == TfLiteAllocationType.ArenaRw)
            {
                tensor->AllocationType = TfLiteAllocationType.Dynamic;
                tensor->Data = null;
                outputsAreDynamic = true;
            }
        }
    }

    private string Describe(TfLiteContext* context) =>
        string.Join(", ", recipe.Sized.Zip(Shapes(context), (tensor, shape) => $"tensor {tensor} of [{string.Join(',', shape)}]"));
}
