using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>Nodes as one WebNN graph.</summary>
internal sealed class PartitionTranslation
{
    private readonly GraphTranslator translator;
    private readonly ImmutableArray<NodeInfo> nodes;
    private readonly ImmutableArray<TensorInfo> outputs;
    private readonly MLNamedOperand[] named;
    private readonly MLGraphDefinition definition;

    /// <param name="constants">Of a graph that has all of the nodes.</param>
    /// <param name="nodes">Indices of nodes.</param>
    /// <param name="outputs">The tensors of theirs that are read elsewhere.</param>
    public PartitionTranslation(MLContext context, ConstantFolding constants, ImmutableArray<int> nodes, ImmutableArray<int> outputs)
    {
        translator = new GraphTranslator(context, constants);
        var all = constants.Nodes.ToDictionary(node => node.Index);
        this.nodes = [.. nodes.Select(index => all[index])];
        foreach (var node in this.nodes)
        {
            translator.Add(node);
        }

        var tensors = this.nodes.SelectMany(node => node.Outputs).ToDictionary(tensor => tensor.Index);
        this.outputs = [.. outputs.Select(index => constants.Constant(index) ?? tensors[index])];
        named = translator.Outputs(this.outputs);
        definition = translator.Builder.Define(named);
        RequireNoComplexPort();
    }

    /// <summary>The graph's text form.</summary>
    public string Text => definition.ToText();

    /// <exception cref="InvalidOperationException">The backend made a graph of other sizes, which is a bug of it.</exception>
    public CompiledPartition Compile()
    {
        var graph = translator.Builder.Build(named);
        try
        {
            RequireSizes(graph);
            TensorInfo[] inputs = [.. graph.Inputs.Select(port => translator.Inputs[port.Name])];
            return new(
                [.. nodes.Select(node => node.Index)],
                [.. inputs.Select(tensor => tensor.Index)],
                [.. outputs.Select(tensor => tensor.Index)],
                translator.States,
                graph)
            {
                Int16Inputs = Int16(inputs),
                Int16Outputs = Int16([.. outputs, .. translator.States]),
            };
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    private static ImmutableArray<int> Int16(TensorInfo[] ports) => [.. Enumerable.Range(0, ports.Length).Where(port => ports[port].Type == TfLiteType.Int16)];

    private void RequireSizes(MLGraph graph)
    {
        foreach (var (port, operand) in graph.Inputs.Zip(definition.Inputs).Concat(graph.Outputs.Zip(definition.Outputs)))
        {
            if (!port.Descriptor.Equals(operand.Operand.Descriptor))
            {
                throw new InvalidOperationException($"tensor '{port.Name}' is {operand.Operand.Descriptor}; its graph was compiled for {port.Descriptor}");
            }
        }
    }

    /// <summary>TFLite keeps real and imaginary parts side by side: what crossed the border would be other numbers.</summary>
    private void RequireNoComplexPort()
    {
        var complex = translator.Inputs.Values.Concat(outputs).FirstOrDefault(tensor => tensor.IsComplex());
        if (complex is not null)
        {
            throw new UnsupportedException($"complex tensor '{complex.Name}' would cross the partition's border");
        }
    }
}
