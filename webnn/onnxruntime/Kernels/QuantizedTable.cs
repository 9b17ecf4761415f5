using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>What happens to single elements between bytes and bytes, one step after the other, as a table of the result of each byte.</summary>
internal sealed class QuantizedTable
{
    private readonly List<ByteStep> steps = [];

    private QuantizedTable(OnnxGraph graph, ByteSteps known, ByteStep first)
    {
        for (var step = first; step is not null; step = graph.OnlyReader(step.Nodes[^1].Outputs[0]) is { } next ? known.At(next, step.Nodes[^1].Outputs[0]) : null)
        {
            steps.Add(step);
        }
    }

    /// <summary>In their order, each the only reader of the one before it.</summary>
    public IEnumerable<OnnxNode> Nodes => steps.SelectMany(step => step.Nodes);

    /// <summary>What it reads.</summary>
    public string Input => steps[0].Input;

    /// <summary>Null where there is none that begins with the node.</summary>
    public static QuantizedTable? Of(OnnxGraph graph, ByteSteps known, OnnxNode node) =>
        known.At(node) is { ChangesNothing: false } first && graph.Variable(first.Input) is { Rank: > 0 and <= WindowOperator.MostDimensions } ? new(graph, known, first) : null;

    public void Fill(Span<byte> table)
    {
        for (var i = 0; i < ByteTable.Bytes; i++)
        {
            table[i] = steps.Aggregate((byte)i, (element, step) => step.Of(element));
        }
    }
}
