using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;
using BuiltinOperator = WebNN.Interop.TfLite.BuiltinOperator;
using TfLiteType = WebNN.Interop.TfLite.TfLiteType;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// Nodes that stand for other graphs of the model, written out: a composite as the graph that defines it, IF as the branch that a constant
/// chooses, WHILE as its body, once for each trip, where whether it goes on follows from constants.
/// </summary>
internal sealed class GraphCalls(GraphAssembly graph)
{
    /// <summary>Each trip's nodes are nodes of the graph, to be compiled and loaded.</summary>
    private const int MostTrips = 1024;

    private const int MostNodes = 1 << 14;

    /// <summary>Whether <see cref="Results"/> takes nodes like this one apart.</summary>
    public static bool IsCall(BuiltinOperator code) => code is BuiltinOperator.StablehloComposite or BuiltinOperator.If or BuiltinOperator.While;

    /// <summary>Whether running a graph may take shapes and constants to know what it runs.</summary>
    public static bool HasControlFlow(FlatBufferModel model, int subgraph) => SubgraphCalls.ReachableFrom(model, subgraph).Append(subgraph)
        .Any(reached => model.Subgraphs[reached].Operators.Any(node => model.CodeOf(node).BuiltinCode is FlatBuffers.BuiltinOperator.If or FlatBuffers.BuiltinOperator.While));

    /// <summary>Writes the node out; what became of its outputs.</summary>
    /// <param name="node">Its inputs as they are known.</param>
    /// <param name="depth">How many graphs it is in.</param>
    /// <exception cref="UnsupportedException">It cannot be written out.</exception>
    public TensorInfo[] Results(NodeInfo node, ModelOperator source, int depth)
    {
        var call = new Call(node, depth);
        var results = node.Code switch
        {
            BuiltinOperator.If => Choose(call, source),
            BuiltinOperator.While => Repeat(call, source),
            _ => graph.Inline(call, call.Subgraph(source.Options2, CompositeFields.Decomposition), "", call.Arguments(0)),
        };
        call.Require(results.Length == node.Outputs.Length, $"has {node.Outputs.Length} outputs; the graph that it calls has {results.Length}");
        for (var i = 0; i < results.Length; i++)
        {
            call.RequireAlike(node.Outputs[i], results[i]);
        }

        return results;
    }

    private TensorInfo[] Choose(Call call, ModelOperator source)
    {
        call.Require(call.Node.Inputs is [not null, ..], "has no condition");
        var condition = call.Node.Inputs[0]!;
        var isTrue = call.Truth(condition, $"its condition '{condition.Name}' is computed at run time; expected a constant: WebNN would compute both branches");
        return isTrue
            ? graph.Inline(call, call.Subgraph(source.Options, IfFields.Then), ", then", call.Arguments(1))
            : graph.Inline(call, call.Subgraph(source.Options, IfFields.Else), ", else", call.Arguments(1));
    }

    private TensorInfo[] Repeat(Call call, ModelOperator source)
    {
        var first = graph.NodesRead;
        var state = call.Arguments(0);
        for (var trip = 1; ; trip++)
        {
            var condition = graph.Inline(call, call.Subgraph(source.Options, WhileFields.Condition), $", condition {trip}", state);
            call.Require(condition.Length == 1, $"its condition has {condition.Length} outputs; expected one");
            if (!call.Truth(condition[0], $"whether trip {trip} runs ('{condition[0].Name}') is computed at run time; expected it to follow from constants"))
            {
                return state;
            }

            call.Require(trip <= MostTrips, $"it has more than {MostTrips} trips, which would all be written out");
            var next = graph.Inline(call, call.Subgraph(source.Options, WhileFields.Body), $", trip {trip}", state);
            call.Require(next.Length == state.Length, $"its body makes {next.Length} tensors of {state.Length}");
            call.Require(graph.NodesRead - first <= MostNodes, $"its first {trip} trips have more than {MostNodes} nodes, which would all be written out");
            state = next;
        }
    }

    private static class CompositeFields
    {
        public const int Decomposition = 1;
    }

    private static class IfFields
    {
        public const int Then = 0;
        public const int Else = 1;
    }

    private static class WhileFields
    {
        public const int Condition = 0;
        public const int Body = 1;
    }

    /// <summary>A node that calls graphs.</summary>
    /// <param name="Depth">How many graphs it is in.</param>
    internal sealed record Call(NodeInfo Node, int Depth)
    {
        /// <summary>The place of a node of a graph that it calls.</summary>
        /// <param name="part">Which of the graphs, and when.</param>
        public NodePlace Place(string part, int node) =>
            new(Node.Place?.Outer ?? Node.Index, $"{(Node.Place is { } place ? $"{place.Path} " : "")}{Node.Name}{part}, node {node}");

        public int Subgraph(FlatTable? options, int field)
        {
            Require(options is not null, "has no options, which name the graph");
            return options!.Value.Int32(field);
        }

        public TensorInfo[] Arguments(int first)
        {
            var missing = Enumerable.Range(first, Node.Inputs.Length - first).Where(i => Node.Inputs[i] is null).ToList();
            Require(missing.Count == 0, $"input {missing.FirstOrDefault()} is absent");
            return [.. Node.Inputs.Skip(first).Select(input => input!)];
        }

        public bool Truth(TensorInfo condition, string objection)
        {
            Require(condition.Data is not null, objection);
            Require(condition is { Type: TfLiteType.Bool, Data.Length: 1 }, $"its condition '{condition.Name}' is {condition}; expected one {TfLiteType.Bool}");
            return condition.Data!.Value.Span[0] != 0;
        }

        /// <summary>TensorFlow Lite copies bytes: they have to mean the same on both sides.</summary>
        public void RequireAlike(TensorInfo outside, TensorInfo inside) => Require(
            outside.HasQuantizationOf(inside),
            $"'{outside.Name}' is {outside} and, in the graph that it calls, {inside} '{inside.Name}'{(outside.Type == inside.Type ? " with another quantization" : "")}");

        public void Require(bool condition, string reason)
        {
            if (!condition)
            {
                throw new UnsupportedException(Depth == 0 ? reason : $"{Node.Label}: {reason}");
            }
        }
    }
}
