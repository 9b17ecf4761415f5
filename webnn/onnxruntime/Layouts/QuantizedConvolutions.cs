using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Operators;

namespace WebNN.OnnxRuntime.Layouts;

/// <summary>The convolutions of a graph that become integer operators.</summary>
internal sealed class QuantizedConvolutions
{
    private readonly HashSet<MLNode> nodes = [];

    public QuantizedConvolutions(MLGraphDefinition definition)
    {
        foreach (var quantize in definition.Nodes.Where(node => node.Operator is "quantizeLinear"))
        {
            var node = quantize.Input(0).Producer;
            while (node is { Operator: "relu" or "clamp" or "reshape" })
            {
                node = node.Input(0).Producer;
            }

            if (node is { Operator: "conv2d" } && QuantizationParameters.Of(quantize) is { PerTensor: true } output && QuantizedOperators.Match(node, output) is not null)
            {
                nodes.Add(node);
            }
        }
    }

    public bool Contains(MLNode node) => nodes.Contains(node);
}
