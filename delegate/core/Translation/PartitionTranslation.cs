using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>One partition as one WebNN graph.</summary>
internal sealed class PartitionTranslation
{
    private readonly GraphTranslator translator;
    private readonly PartitionInfo partition;
    private readonly ImmutableArray<TensorInfo> outputs;
    private readonly MLNamedOperand[] named;

    /// <param name="partitions">All that are claimed together.</param>
    public PartitionTranslation(
        MLContext context, ConstantFolding constants, IDelegateHost host, ImmutableArray<PartitionInfo> partitions, PartitionInfo partition)
    {
        this.partition = partition;
        translator = new GraphTranslator(context, constants);
        var nodes = constants.Nodes.ToDictionary(node => node.Index);
        foreach (var index in partition.Nodes)
        {
            translator.Add(nodes[index]);
        }

        var claimed = partitions.SelectMany(other => other.Nodes).ToHashSet();
        var tensors = partition.Nodes.SelectMany(index => nodes[index].Outputs).ToDictionary(tensor => tensor.Index);
        outputs =
        [
            .. partition.Outputs
                .Where(index => constants.Constant(index) is null || IsRead(host, index, claimed))
                .Select(index => constants.Constant(index) ?? tensors[index]),
        ];
        named = translator.Outputs(outputs);
        RequireNoComplexPort(host);
    }

    /// <summary>The graph's text form.</summary>
    public string Text => translator.Builder.Define(named).ToText();

    public CompiledPartition Compile()
    {
        var graph = translator.Builder.Build(named);
        return new(
            partition.Nodes, [.. graph.Inputs.Select(port => translator.Inputs[port.Name])], [.. outputs.Select(tensor => tensor.Index)], translator.States, graph);
    }

    /// <summary>TFLite keeps real and imaginary parts side by side: what crossed the border would be other numbers.</summary>
    private void RequireNoComplexPort(IDelegateHost host)
    {
        var inputs = translator.Inputs.Values.ToHashSet();
        var complex = host.Nodes.SelectMany(node => node.Inputs).OfType<TensorInfo>().Where(tensor => inputs.Contains(tensor.Index))
            .Concat(outputs).FirstOrDefault(tensor => tensor.IsComplex());
        if (complex is not null)
        {
            throw new UnsupportedException($"complex tensor '{complex.Name}' would cross the partition's border");
        }
    }

    /// <summary>
    /// True where TFLite, or the model's caller, reads a folded constant. Where only claimed nodes do, each has it inside its graph, and
    /// writing it at every run would be a copy of weights for nobody.
    /// </summary>
    private static bool IsRead(IDelegateHost host, int tensor, HashSet<int> claimed) =>
        host.Nodes.Any(node => !claimed.Contains(node.Index) && node.Inputs.Any(input => input?.Index == tensor))
        // A partition of the whole plan has no outputs but the model's.
        || host.Partition([.. host.Nodes.Select(node => node.Index)]).Any(whole => whole.Outputs.Contains(tensor));
}
