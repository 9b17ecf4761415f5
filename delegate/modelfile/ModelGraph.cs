using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// One subgraph of a .tflite file as the translation reads it: the second source of nodes, beside TensorFlow Lite's own. Whole or not at
/// all: there is nobody to run what is left over.
/// </summary>
public sealed class ModelGraph : IDelegateHost
{
    private readonly ModelTensors tensors;
    private readonly CustomOperators operators;
    private readonly MLContext? context;

    /// <param name="files">Where constants outside the model are; null: nowhere.</param>
    /// <param name="operators">Where custom operators are looked for; null: among those that are known.</param>
    /// <param name="context">What the graph is to run on; null where that is not known yet.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such subgraph.</exception>
    public ModelGraph(FlatBufferModel model, int subgraph = 0, ExternalFiles? files = null, CustomOperators? operators = null, MLContext? context = null)
        : this(Tensors(model, files, subgraph), operators ?? CustomOperators.Known, context, shapes: null)
    {
    }

    private ModelGraph(ModelTensors tensors, CustomOperators operators, MLContext? context, ImmutableArray<ImmutableArray<int>>? shapes)
    {
        (this.tensors, this.operators, this.context) = (tensors, operators, context);
        var (model, graph) = (tensors.Model, tensors.Model.Subgraphs[tensors.Root]);
        Func<TensorInfo, string, TensorInfo>? unknown = null;
        if (shapes is null && graph.Tensors.Any(tensor => tensor.ShapeSignature.Contains(-1)))
        {
            // The file leaves dimensions open: its shapes are examples.
            shapes = FileShapes();
        }
        else if (shapes is null && GraphCalls.HasControlFlow(model, tensors.Root))
        {
            shapes = FileShapes();
            unknown = static (output, _) => output;
        }

        var assembly = new GraphAssembly(tensors, operators, shapes, inputs => new(inputs, unknown, context));
        Propagation = assembly.Propagation;
        (Nodes, Inputs, Outputs, Variables, Initializers) = (assembly.Nodes, assembly.Inputs, assembly.Outputs, assembly.Variables, assembly.Initializers);
    }

    /// <summary>Its place among the model's graphs.</summary>
    public int Subgraph => tensors.Root;

    public ImmutableArray<NodeInfo> Nodes { get; }

    /// <summary>The tensors that the caller fills, in the model's order.</summary>
    public ImmutableArray<TensorInfo> Inputs { get; }

    /// <summary>The tensors that the caller reads, in the model's order. One may be an input, a constant, or listed twice.</summary>
    public ImmutableArray<TensorInfo> Outputs { get; }

    /// <summary>The model's variables that the graph reads or writes.</summary>
    public ImmutableArray<VariableUse> Variables { get; }

    /// <summary>The model's graphs that run once before this one does, for what they assign to variables.</summary>
    public ImmutableArray<int> Initializers { get; }

    public NodePropagation? Propagation { get; }

    /// <summary>The same graph for inputs of these shapes, one for each: every other shape follows from them, and so may what control flow runs.</summary>
    public ModelGraph WithInputShapes(ImmutableArray<ImmutableArray<int>> shapes) => new(tensors, operators, context, shapes);

    /// <summary>All nodes as one partition, its tensors in TensorFlow Lite's order; none where a node is missing.</summary>
    public ImmutableArray<PartitionInfo> Partition(ImmutableArray<int> nodes)
    {
        if (nodes.Length != Nodes.Length)
        {
            return [];
        }

        var written = Nodes.SelectMany(node => node.Outputs).Select(tensor => tensor.Index).ToHashSet();
        var read = Nodes.SelectMany(node => node.Inputs).OfType<TensorInfo>().Select(tensor => tensor.Index);
        var results = Outputs.Concat(Variables.Select(variable => variable.Written).OfType<TensorInfo>()).Select(tensor => tensor.Index);
        return
        [
            new(
                nodes,
                [.. read.Where(tensor => !written.Contains(tensor)).Distinct().Order()],
                [.. results.Where(written.Contains).Distinct().Order()]),
        ];
    }

    private static ModelTensors Tensors(FlatBufferModel model, ExternalFiles? files, int subgraph)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)subgraph, (uint)model.Subgraphs.Count, nameof(subgraph));
        return new(model, files ?? new(null), subgraph);
    }

    private ImmutableArray<ImmutableArray<int>> FileShapes()
    {
        var graph = tensors.Model.Subgraphs[tensors.Root];
        var read = tensors.Of(tensors.Root);
        return [.. graph.Inputs.ToArray().Select(input => read[input].Shape)];
    }
}
