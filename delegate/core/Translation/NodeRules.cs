using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation.Operators;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// What every delegate takes for granted about a node and no host checks. XNNPACK multiplies strides in 32 bits and looks up an absent input;
/// TFLite's own kernels answer with an error, or with a result.
/// </summary>
public static class NodeRules
{
    /// <summary>The nodes that no delegate may be offered, each with the rule that it breaks.</summary>
    public static ImmutableSortedDictionary<int, string> Violations(ImmutableArray<NodeInfo> nodes)
    {
        var handles = MistakenHandles(nodes);
        var violations = ImmutableSortedDictionary.CreateBuilder<int, string>();
        foreach (var node in nodes)
        {
            if ((Violation(node) ?? handles.GetValueOrDefault(node.Index)) is { } violation)
            {
                violations.Add(node.Index, $"{node.Label}: {violation}");
            }
        }

        return violations.ToImmutable();
    }

    /// <summary>
    /// The nodes that read a variable's handle as something else, each with the tensor. VAR_HANDLE writes four bytes whatever the file says, and
    /// gives the tensor that size only after delegates have seen it.
    /// </summary>
    internal static Dictionary<int, string> MistakenHandles(IReadOnlyList<NodeInfo> nodes)
    {
        var handles = nodes.Where(node => node.Code == BuiltinOperator.VarHandle).SelectMany(node => node.Outputs)
            .Where(tensor => tensor.Type != TfLiteType.Resource).Select(tensor => tensor.Index).ToHashSet();
        var mistaken = new Dictionary<int, string>();
        foreach (var node in nodes)
        {
            if (node.Inputs.OfType<TensorInfo>().FirstOrDefault(tensor => handles.Contains(tensor.Index)) is { } tensor)
            {
                mistaken.Add(node.Index, $"reads tensor '{tensor.Name}' as {tensor}; VAR_HANDLE writes a {TfLiteType.Resource}");
            }
        }

        return mistaken;
    }

    private static string? Violation(NodeInfo node)
    {
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is null && !MayBeAbsent(node.Code, i))
            {
                return $"input {i} is absent";
            }
        }

        return node.Params switch
        {
            TfLiteConvParams p => Window.Objection(new(p.StrideHeight, p.StrideWidth), new(p.DilationHeightFactor, p.DilationWidthFactor)),
            TfLiteDepthwiseConvParams p => Window.Objection(new(p.StrideHeight, p.StrideWidth), new(p.DilationHeightFactor, p.DilationWidthFactor)),
            TfLiteTransposeConvParams p => Window.Objection(new(p.StrideHeight, p.StrideWidth)),
            TfLiteTransposeConvParamsV4 p => Window.Objection(new(p.StrideHeight, p.StrideWidth)),
            TfLitePoolParams p => Window.Objection(new(p.StrideHeight, p.StrideWidth), kernel: new(p.FilterHeight, p.FilterWidth)),
            _ => null,
        };
    }

    /// <summary>A bias; what has other optional inputs (recurrent operators, custom ones) has rules of its own.</summary>
    private static bool MayBeAbsent(BuiltinOperator code, int input) => code switch
    {
        BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.FullyConnected => input == 2,
        BuiltinOperator.TransposeConv => input == 3,
        BuiltinOperator.Lstm or BuiltinOperator.UnidirectionalSequenceLstm or BuiltinOperator.BidirectionalSequenceLstm
            or BuiltinOperator.BidirectionalSequenceRnn or BuiltinOperator.Svdf => true,
        _ => OperatorTable.Find(code) is null,
    };
}
