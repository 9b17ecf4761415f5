using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Takes the limits of a lookup's row numbers away, without which ONNX Runtime would refuse those beyond the table: our kernel has them. For
/// graphs without a session.
/// </summary>
internal static class LookupFusion
{
    public static void Apply(OnnxGraph graph)
    {
        var constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        foreach (var lookup in graph.Nodes.Where(node => node is { Domain: "", Operator: "Gather" } && node.Integer("axis", 0) == 0).ToArray())
        {
            var last = constants.GetValueOrDefault(lookup.Inputs[0])?.Shape[0] - 1;
            if (Limit("Max", lookup, -1 - last) is { } larger && Limit("Min", larger, last) is { } smaller)
            {
                graph.Replace(lookup, lookup with { Inputs = lookup.Inputs.SetItem(1, smaller.Inputs[0]) });
                graph.Remove(larger);
                graph.Remove(smaller);
            }
        }

        // The node that makes what another alone reads, where it limits integers to a number.
        OnnxNode? Limit(string @operator, OnnxNode reader, int? limit)
        {
            var name = reader.Inputs[reader.Operator is "Gather" ? 1 : 0];
            return graph.Nodes.FirstOrDefault(node => node.Outputs.Contains(name)) is { Domain: "" } node && node.Operator == @operator && graph.OnlyReader(name) is not null
                && constants.GetValueOrDefault(node.Inputs[1]) is { Type: OrtElementType.Int32, Count: 1 } constant && constant.Scalar<int>() == limit
                ? node
                : null;
        }
    }
}
