using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;
using BuiltinOperator = WebNN.Interop.TfLite.BuiltinOperator;
using TfLiteType = WebNN.Interop.TfLite.TfLiteType;

namespace WebNN.TfLite.ModelFile;

/// <summary>How a graph uses one of the model's variables.</summary>
/// <param name="Name">Container and name, as VAR_HANDLE has them: graphs that name the same variable share it.</param>
/// <param name="Read">The graph's input that takes the variable's value; null where the graph does not read what was there before.</param>
/// <param name="Written">The tensor that is the variable's next value; null where it keeps the one it has.</param>
/// <param name="Initial">The value at first, where that is known without running anything.</param>
public sealed record VariableUse(string Name, TensorInfo? Read, TensorInfo? Written, TensorInfo? Initial = null);

/// <summary>VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE and CALL_ONCE: what they do to values, in the order of execution.</summary>
internal sealed class ModelVariables(FlatBufferModel model, GraphAssembly graph)
{
    private readonly Dictionary<int, string> handles = [];
    private readonly Dictionary<string, VariableUse> uses = new(StringComparer.Ordinal);
    private readonly SortedSet<int> initializers = [];

    /// <summary>The graphs that CALL_ONCE names.</summary>
    public ImmutableArray<int> Initializers => [.. initializers];

    public ImmutableArray<VariableUse> Uses() => [.. uses.Values.OrderBy(use => use.Name, StringComparer.Ordinal)];

    /// <summary>True where the node is one of variables, and now done.</summary>
    public bool Take(NodeInfo node, ModelOperator source) => node.Code switch
    {
        BuiltinOperator.VarHandle => TakeHandle(node, source),
        BuiltinOperator.ReadVariable => TakeRead(node),
        BuiltinOperator.AssignVariable => TakeAssignment(node),
        BuiltinOperator.CallOnce => TakeInitializer(source),
        _ => false,
    };

    private bool TakeHandle(NodeInfo node, ModelOperator source)
    {
        if (node.Outputs is not [{ Type: TfLiteType.Resource } handle])
        {
            return false;
        }

        handles[handle.Index] = Name(source);
        return true;
    }

    private bool TakeRead(NodeInfo node)
    {
        if (Variable(node) is not { } name || node.Outputs.Length != 1)
        {
            return false;
        }

        var use = uses.GetValueOrDefault(name, new(name, null, null));
        var value = use.Written ?? use.Read;
        if (value is null)
        {
            value = graph.NewTensor($"variable {name}", node.Outputs[0]);
            uses[name] = use with { Read = value };
        }

        graph.Alias(node.Outputs[0], value);
        return true;
    }

    private bool TakeAssignment(NodeInfo node)
    {
        if (Variable(node) is not { } name || node.Inputs is not [_, { } value])
        {
            return false;
        }

        uses[name] = uses.GetValueOrDefault(name, new(name, null, null)) with { Written = value };
        return true;
    }

    /// <summary>A graph without inputs runs by itself, before anything else does.</summary>
    private bool TakeInitializer(ModelOperator source)
    {
        var subgraph = source.Options?.Int32(0) ?? 0;
        if ((uint)subgraph >= (uint)model.Subgraphs.Count || model.Subgraphs[subgraph] is var graph && (graph.Inputs.Length > 0 || graph.Operators.Any(IsInitializer)))
        {
            return false;
        }

        initializers.Add(subgraph);
        return true;
    }

    private bool IsInitializer(ModelOperator operation) => model.CodeOf(operation).BuiltinCode == FlatBuffers.BuiltinOperator.CallOnce;

    /// <summary>Container and name of a VAR_HANDLE.</summary>
    private static string Name(ModelOperator handle) => $"{handle.Options?.String(0)}/{handle.Options?.String(1)}";

    private string? Variable(NodeInfo node) => node.Inputs is [{ } handle, ..] ? handles.GetValueOrDefault(handle.Index) : null;
}
