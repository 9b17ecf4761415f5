using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;
using BuiltinOperator = WebNN.Interop.TfLite.BuiltinOperator;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// A subgraph as a flat list of nodes: nodes that call other graphs are replaced by those graphs' nodes, variables by tensors that come in and go
/// out, and nodes that only name or unpack a constant are gone. What cannot be taken apart stays as the node that it is, to be refused.
/// </summary>
internal sealed class GraphAssembly
{
    /// <summary>Graphs in graphs. A file may have one call itself.</summary>
    private const int DeepestCall = 16;

    /// <summary>Far above any model's. A graph that calls itself twice would double with each level.</summary>
    private const int MostTensors = 1 << 18;

    private readonly ModelTensors source;
    private readonly CustomOperators operators;
    private readonly List<NodeInfo> nodes = [];
    private readonly Dictionary<int, TensorInfo> values = [];
    private readonly ModelVariables variables;
    private readonly GraphCalls calls;
    private int nextTensor;

    /// <param name="shapes">Of the graph's inputs, from which all others follow; null where they are the file's. Control flow takes some.</param>
    /// <param name="propagate">Makes what finds the other shapes, from the inputs.</param>
    public GraphAssembly(
        ModelTensors source, CustomOperators operators, ImmutableArray<ImmutableArray<int>>? shapes, Func<IEnumerable<TensorInfo>, NodePropagation> propagate)
    {
        (this.source, this.operators, nextTensor) = (source, operators, source.Count);
        variables = new(source.Model, this);
        calls = new(this);
        var graph = source.Model.Subgraphs[source.Root];
        var tensors = source.Of(source.Root);
        Inputs = [.. graph.Inputs.ToArray().Select((index, i) => shapes is { } known ? tensors[index] with { Shape = known[i] } : tensors[index])];
        foreach (var input in Inputs)
        {
            Alias(input, input);
        }

        Propagation = shapes is null ? null : propagate(Inputs.DistinctBy(input => input.Index));
        NodesRead = graph.Operators.Count;
        for (var i = 0; i < graph.Operators.Count; i++)
        {
            Add(NodeReader.Read(source.Model, i, graph.Operators[i], tensors, operators), graph.Operators[i], depth: 0);
        }

        Outputs = [.. graph.Outputs.ToArray().Select(index => Resolve(tensors[index]) with { Name = tensors[index].Name })];
        Variables = variables.Uses();
        Initializers = variables.Initializers;
    }

    /// <summary>What the shapes were found with; null where they are the file's.</summary>
    public NodePropagation? Propagation { get; }

    public ImmutableArray<NodeInfo> Nodes => [.. nodes];

    public ImmutableArray<TensorInfo> Inputs { get; }

    public ImmutableArray<TensorInfo> Outputs { get; }

    public ImmutableArray<VariableUse> Variables { get; }

    public ImmutableArray<int> Initializers { get; }

    /// <summary>How many nodes were read so far, and graphs called, whether anything is left of them or not.</summary>
    public int NodesRead { get; private set; }

    /// <summary>What a tensor became: one of another shape, a variable's value, or a constant.</summary>
    public TensorInfo Resolve(TensorInfo tensor) => values.GetValueOrDefault(tensor.Index, tensor);

    public void Alias(TensorInfo tensor, TensorInfo value) => values[tensor.Index] = value;

    /// <summary>A tensor that is in no file.</summary>
    public TensorInfo NewTensor(string name, TensorInfo like) => like with { Index = nextTensor++, Name = name, Data = null };

    /// <summary>Writes a graph out for one call of it; what its outputs are.</summary>
    /// <param name="part">Which of the node's graphs, and when.</param>
    /// <exception cref="UnsupportedException">There is no such graph, it takes other tensors, or it would be too much.</exception>
    public TensorInfo[] Inline(GraphCalls.Call call, int subgraph, string part, TensorInfo[] arguments)
    {
        var model = source.Model;
        call.Require((uint)subgraph < (uint)model.Subgraphs.Count, $"calls graph {subgraph} of {model.Subgraphs.Count}");
        call.Require(call.Depth < DeepestCall, $"calls graphs in graphs, deeper than {DeepestCall}");
        var graph = model.Subgraphs[subgraph];
        call.Require(
            nextTensor - source.Count + (long)graph.Tensors.Count <= MostTensors && NodesRead + (long)graph.Operators.Count < MostTensors,
            $"the graphs that are called have more than {MostTensors} tensors or nodes together");
        call.Require(graph.Inputs.Length == arguments.Length, $"gives graph {subgraph} '{graph.Name}' {arguments.Length} tensors; it takes {graph.Inputs.Length}");
        NodesRead++;
        var tensors = Array.ConvertAll(source.Of(subgraph), Renew);
        for (var i = 0; i < arguments.Length; i++)
        {
            call.RequireAlike(arguments[i], tensors[graph.Inputs[i]]);
            Alias(tensors[graph.Inputs[i]], arguments[i]);
        }

        for (var i = 0; i < graph.Operators.Count; i++)
        {
            var node = NodeReader.Read(model, NodesRead++, graph.Operators[i], tensors, operators) with { Place = call.Place(part, i) };
            Add(node, graph.Operators[i], call.Depth + 1);
        }

        return [.. graph.Outputs.ToArray().Select(output => Resolve(tensors[output]))];
    }

    /// <summary>A tensor of this call alone. Constants are the same in all calls, and a variable outlives them.</summary>
    private TensorInfo Renew(TensorInfo tensor) => tensor.Data is not null || tensor.IsVariable ? tensor : tensor with { Index = nextTensor++ };

    private void Add(NodeInfo node, ModelOperator source, int depth)
    {
        var resolved = node with { Inputs = [.. node.Inputs.Select(input => input is null ? null : Resolve(input))] };
        if (resolved.Code == BuiltinOperator.Densify && resolved.Inputs is [{ Data: not null } dense])
        {
            Alias(node.Outputs[0], dense);
        }
        else if (GraphCalls.IsCall(node.Code))
        {
            Call(resolved, source, depth);
        }
        else if (!variables.Take(resolved, source))
        {
            Keep(resolved);
        }
    }

    /// <summary>A node of the graph itself whose graphs cannot all be written out stays whole.</summary>
    private void Call(NodeInfo node, ModelOperator source, int depth)
    {
        var before = nodes.Count;
        try
        {
            var results = calls.Results(node, source, depth);
            for (var i = 0; i < results.Length; i++)
            {
                // The caller's name is the one that the model's user knows.
                Alias(node.Outputs[i], results[i] with { Name = node.Outputs[i].Name });
            }
        }
        catch (UnsupportedException e) when (depth == 0)
        {
            nodes.RemoveRange(before, nodes.Count - before);
            Keep(node with { Objection = e.Message });
        }
    }

    private void Keep(NodeInfo node)
    {
        var known = Propagation?.Add(node) ?? node;
        foreach (var output in known.Outputs)
        {
            Alias(output, Propagation?.Constant(output.Index) ?? output);
        }

        if (Propagation is null || known.Outputs.IsEmpty || Propagation.Constant(known.Outputs[0].Index) is null)
        {
            nodes.Add(known);
        }
    }
}
