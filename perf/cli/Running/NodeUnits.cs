using WebNN.Cli.Inputs;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Running;

/// <summary>Nodes that are checked together, with what they read from others and what others read from them.</summary>
internal sealed record NodeUnit(int[] Nodes, int[] Inputs, int[] Outputs);

/// <summary>
/// The smallest parts of a model that can be checked by themselves: a node, or all nodes that complex numbers connect, which no graph takes in or
/// hands out.
/// </summary>
internal static class NodeUnits
{
    /// <param name="nodes">The nodes that are to be checked, in the order in which they run.</param>
    public static IEnumerable<NodeUnit> Of(FlatBufferModel model, ModelProfile profile, IEnumerable<int> nodes)
    {
        var tensors = model.Subgraphs[0].Tensors;
        var units = new List<List<int>>();
        var complex = new Dictionary<int, List<int>>();
        foreach (var node in nodes)
        {
            var unit = profile.NodeInputs(node).Select(tensor => complex.GetValueOrDefault(tensor)).FirstOrDefault(found => found is not null);
            if (unit is null)
            {
                units.Add(unit = []);
            }

            unit.Add(node);
            foreach (var tensor in profile.NodeOutputs(node).Where(tensor => tensors[tensor].Type == TensorType.Complex64))
            {
                complex[tensor] = unit;
            }
        }

        return units.Select(unit => Unit(profile, unit, tensor => tensors[tensor].Type != TensorType.Complex64));
    }

    private static NodeUnit Unit(ModelProfile profile, List<int> nodes, Func<int, bool> crosses)
    {
        var written = nodes.SelectMany(profile.NodeOutputs).Distinct().ToHashSet();
        var outputs = nodes.Count == 1 ? profile.NodeOutputs(nodes[0]) : [.. written.Where(crosses)];
        return new([.. nodes], [.. nodes.SelectMany(profile.NodeInputs).Where(tensor => !written.Contains(tensor)).Distinct()], outputs);
    }
}
