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
    /// <param name="files">Where constants outside the model are; null: nowhere.</param>
    /// <param name="operators">Where custom operators are looked for; null: among those that are known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such subgraph.</exception>
    public ModelGraph(FlatBufferModel model, int subgraph = 0, ExternalFiles? files = null, CustomOperators? operators = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)subgraph, (uint)model.Subgraphs.Count, nameof(subgraph));
        var graph = model.Subgraphs[subgraph];
        var assembly = new GraphAssembly(model, files ?? new(null), operators ?? CustomOperators.Known, subgraph);
        (Nodes, Inputs, Outputs, Variables) = (assembly.Nodes, assembly.Inputs, assembly.Outputs, assembly.Variables);
        (Subgraph, Initializers) = (subgraph, assembly.Initializers);
        HasOpenShapes = graph.Tensors.Any(tensor => tensor.ShapeSignature.Contains(-1));
    }

    private ModelGraph(
        int subgraph, ImmutableArray<NodeInfo> nodes, ImmutableArray<TensorInfo> inputs, ImmutableArray<TensorInfo> outputs, ImmutableArray<VariableUse> variables) =>
        (Subgraph, Nodes, Inputs, Outputs, Variables) = (subgraph, nodes, inputs, outputs, variables);

    /// <summary>Its place among the model's graphs.</summary>
    public int Subgraph { get; }

    public ImmutableArray<NodeInfo> Nodes { get; }

    /// <summary>The tensors that the caller fills, in the model's order.</summary>
    public ImmutableArray<TensorInfo> Inputs { get; }

    /// <summary>The tensors that the caller reads, in the model's order. One may be an input, a constant, or listed twice.</summary>
    public ImmutableArray<TensorInfo> Outputs { get; }

    /// <summary>The model's variables that the graph reads or writes.</summary>
    public ImmutableArray<VariableUse> Variables { get; }

    /// <summary>The model's graphs that run once before this one does, for what they assign to variables.</summary>
    public ImmutableArray<int> Initializers { get; private init; } = [];

    /// <summary>Whether the file leaves dimensions open: then its shapes are examples, and <see cref="WithInputShapes"/> finds the true ones.</summary>
    public bool HasOpenShapes { get; }

    /// <summary>The same graph for inputs of these shapes, one for each: every other shape follows from them.</summary>
    public ModelGraph WithInputShapes(ImmutableArray<ImmutableArray<int>> shapes)
    {
        ImmutableArray<TensorInfo> inputs = [.. Inputs.Zip(shapes, (input, shape) => input with { Shape = shape })];
        var nodes = ShapeInference.Apply(Nodes, inputs);
        var tensors = nodes.SelectMany(node => node.Outputs).Concat(inputs).ToDictionary(tensor => tensor.Index);
        TensorInfo Reshaped(TensorInfo tensor) => tensors.GetValueOrDefault(tensor.Index, tensor) with { Name = tensor.Name };
        return new(
            Subgraph,
            nodes,
            inputs,
            [.. Outputs.Select(Reshaped)],
            [.. Variables.Select(variable => variable with { Written = variable.Written is { } written ? Reshaped(written) : null })])
        {
            Initializers = Initializers,
        };
    }

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
}
