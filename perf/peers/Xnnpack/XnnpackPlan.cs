using System.Collections.Immutable;
using WebNN.Cli;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.ModelFile;

namespace WebNN.Peers.Xnnpack;

/// <summary>A model as a list of XNNPACK's operators, with the memory that they share. Needs no library.</summary>
internal sealed class XnnpackPlan
{
    private XnnpackPlan(ModelGraph graph, XnnpackLowering lowering)
    {
        (Steps, Buffers) = ([.. lowering.Steps], lowering.Buffers);
        Inputs = graph.Inputs;
        Outputs = graph.Outputs;
        Constants = [.. Steps.SelectMany(step => step.Inputs).Concat(Outputs).Where(tensor => tensor.Data is not null).DistinctBy(tensor => tensor.Index)];
        for (var i = 0; i < Steps.Length; i++)
        {
            foreach (var tensor in Steps[i].Inputs.Add(Steps[i].Output))
            {
                Buffers.Use(tensor, i);
            }
        }

        // They keep what is in them from run to run.
        foreach (var tensor in Inputs.Concat(Constants))
        {
            Buffers.Use(tensor, -1);
            Buffers.Use(tensor, Steps.Length);
        }

        foreach (var tensor in Outputs)
        {
            Buffers.Use(tensor, Steps.Length);
        }

        Buffers.Place();
    }

    public ImmutableArray<XnnpackStep> Steps { get; }

    public BufferPlan Buffers { get; }

    public ImmutableArray<TensorInfo> Inputs { get; }

    public ImmutableArray<TensorInfo> Outputs { get; }

    /// <summary>What operators read besides what they pack.</summary>
    public ImmutableArray<TensorInfo> Constants { get; }

    /// <summary>Operators that run in C#, by their names in models.</summary>
    public IEnumerable<string> Managed => Steps.OfType<ManagedStep>().Select(step => step.Label.Split(' ')[^1]).Distinct().Order(StringComparer.Ordinal);

    /// <exception cref="InputException">A node has no operator here.</exception>
    public static XnnpackPlan Of(FlatBufferModel model)
    {
        var graph = new ModelGraph(model);
        if (!graph.Variables.IsEmpty)
        {
            throw new InputException($"the model has variables ('{graph.Variables[0].Name}'); this peer has none");
        }

        return new(graph, new XnnpackLowering(graph));
    }
}
