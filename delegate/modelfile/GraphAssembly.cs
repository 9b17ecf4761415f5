using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;
using BuiltinOperator = WebNN.Interop.TfLite.BuiltinOperator;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// A subgraph as a flat list of nodes: composites are replaced by the subgraphs that define them, variables by tensors that come in and go
/// out, and nodes that only name or unpack a constant are gone. What cannot be taken apart stays as the node that it is, to be refused.
/// </summary>
internal sealed class GraphAssembly
{
    /// <summary>Composites in composites. A file may define one by itself.</summary>
    private const int DeepestComposite = 16;

    /// <summary>Far above any model's. One that runs itself twice would double with each level.</summary>
    private const int MostTensors = 1 << 18;

    private readonly FlatBufferModel model;
    private readonly ExternalFiles files;
    private readonly CustomOperators operators;
    private readonly List<NodeInfo> nodes = [];
    private readonly Dictionary<int, TensorInfo> aliases = [];
    private readonly ModelVariables variables;
    private int nextTensor;
    private int nextNode;

    public GraphAssembly(FlatBufferModel model, ExternalFiles files, CustomOperators operators, int subgraph)
    {
        (this.model, this.files, this.operators) = (model, files, operators);
        var graph = model.Subgraphs[subgraph];

        // The graph's own tensors and nodes keep their numbers, which messages name; what is taken in has numbers after them.
        (nextTensor, nextNode) = (graph.Tensors.Count, graph.Operators.Count);
        variables = new(model, this);
        var tensors = ReadTensors(graph, firstIndex: 0);
        Inputs = [.. graph.Inputs.ToArray().Select(index => tensors[index])];
        for (var i = 0; i < graph.Operators.Count; i++)
        {
            Add(NodeReader.Read(model, i, graph.Operators[i], tensors, operators), graph.Operators[i], depth: 0);
        }

        Outputs = [.. graph.Outputs.ToArray().Select(index => Resolve(tensors[index]) with { Name = tensors[index].Name })];
        Variables = variables.Uses();
        Initializers = variables.Initializers;
    }

    public ImmutableArray<NodeInfo> Nodes => [.. nodes];

    public ImmutableArray<TensorInfo> Inputs { get; }

    public ImmutableArray<TensorInfo> Outputs { get; }

    public ImmutableArray<VariableUse> Variables { get; }

    public ImmutableArray<int> Initializers { get; }

    /// <summary>What a tensor became: a variable's value, or a constant that a node only handed on.</summary>
    public TensorInfo Resolve(TensorInfo tensor) => aliases.GetValueOrDefault(tensor.Index, tensor);

    public void Alias(TensorInfo tensor, TensorInfo value) => aliases[tensor.Index] = value;

    /// <summary>A tensor that is in no file.</summary>
    public TensorInfo NewTensor(string name, TensorInfo like) => like with { Index = nextTensor++, Name = name, Data = null };

    public TensorInfo[] ReadTensors(ModelSubgraph graph, int firstIndex) => TensorReader.Read(model, files, graph, firstIndex);

    private void Add(NodeInfo node, ModelOperator source, int depth)
    {
        var resolved = node with { Inputs = [.. node.Inputs.Select(input => input is null ? null : Resolve(input))] };
        if (resolved.Code == BuiltinOperator.Densify && resolved.Inputs is [{ Data: not null } dense])
        {
            Alias(node.Outputs[0], dense);
        }
        else if (!variables.Take(resolved, source) && !TakeComposite(resolved, source, depth))
        {
            nodes.Add(resolved);
        }
    }

    /// <summary>Puts a composite's definition in its place. Its attributes say what the definition has been made for already.</summary>
    private bool TakeComposite(NodeInfo node, ModelOperator source, int depth)
    {
        if (node.Code != BuiltinOperator.StablehloComposite || source.Options2 is not { } options || depth == DeepestComposite)
        {
            return false;
        }

        var subgraph = options.Int32(CompositeFields.Decomposition);
        if ((uint)subgraph >= (uint)model.Subgraphs.Count)
        {
            return false;
        }

        var graph = model.Subgraphs[subgraph];
        if (nextTensor + (long)graph.Tensors.Count > MostTensors || nextNode + (long)graph.Operators.Count > MostTensors)
        {
            return false;
        }

        if (graph.Inputs.Length != node.Inputs.Length || graph.Outputs.Length != node.Outputs.Length || node.Inputs.Any(input => input is null))
        {
            return false;
        }

        Inline(graph, node, depth + 1);
        return true;
    }

    private void Inline(ModelSubgraph graph, NodeInfo caller, int depth)
    {
        var tensors = ReadTensors(graph, nextTensor);
        nextTensor += tensors.Length;
        for (var i = 0; i < graph.Inputs.Length; i++)
        {
            Alias(tensors[graph.Inputs[i]], caller.Inputs[i]!);
        }

        foreach (var node in graph.Operators)
        {
            Add(NodeReader.Read(model, nextNode++, node, tensors, operators), node, depth);
        }

        for (var i = 0; i < graph.Outputs.Length; i++)
        {
            // The caller's name is the one that the model's user knows.
            var result = Resolve(tensors[graph.Outputs[i]]);
            Alias(caller.Outputs[i], result with { Name = caller.Outputs[i].Name });
        }
    }

    /// <summary>Field numbers of a composite's options.</summary>
    private static class CompositeFields
    {
        public const int Decomposition = 1;
    }
}
