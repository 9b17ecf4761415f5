using System.Collections.Frozen;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// What happens to single elements between bytes and bytes, as a table of the result of each byte: a DequantizeLinear, operators of one
/// operand, a QuantizeLinear; or one of com.microsoft's that is all of that.
/// </summary>
/// <param name="Nodes">In their order, each the only reader of the one before it.</param>
internal sealed record QuantizedTable(IReadOnlyList<OnnxNode> Nodes, Dictionary<string, OnnxValue> Constants)
{
    /// <summary>What becomes of a number, by the definition of an operator.</summary>
    private static readonly FrozenDictionary<string, Func<OnnxNode, Func<double, double>>> Rows = new Dictionary<string, Func<OnnxNode, Func<double, double>>>
    {
        ["Abs"] = _ => Math.Abs,
        ["Elu"] = node => Elu(node.Float("alpha", 1)),
        ["Exp"] = _ => Math.Exp,
        ["HardSigmoid"] = node => HardSigmoid(node.Float("alpha", 0.2f), node.Float("beta", 0.5f)),
        ["HardSwish"] = _ => x => x * HardSigmoid(1.0 / 6, 0.5)(x),
        ["LeakyRelu"] = node => Leaky(node.Float("alpha", 0.01f)),
        ["Log"] = _ => Math.Log,
        ["Neg"] = _ => x => -x,
        ["QLinearLeakyRelu"] = node => Leaky(node.Float("alpha", 0.01f)),
        ["QLinearSigmoid"] = _ => Sigmoid,
        ["Reciprocal"] = _ => x => 1 / x,
        ["Relu"] = _ => x => Math.Max(x, 0),
        ["Sigmoid"] = _ => Sigmoid,
        ["Softplus"] = _ => x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        ["Softsign"] = _ => x => x / (1 + Math.Abs(x)),
        ["Sqrt"] = _ => Math.Sqrt,
        ["Tanh"] = _ => Math.Tanh,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null where there is none that begins with the node.</summary>
    public static QuantizedTable? Of(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node)
    {
        if (graph.Variable(node.Inputs[0]) is not { Type: OrtElementType.UInt8, Rank: > 0 and <= WindowOperator.MostDimensions })
        {
            return null;
        }

        if (node is { Domain: OnnxGraph.Microsoft, Inputs.Length: 5 } && Rows.ContainsKey(node.Operator))
        {
            return AreScalars(constants, node, 1, 2, 3, 4) ? new([node], constants) : null;
        }

        if (node is not { Domain: "", Operator: "DequantizeLinear", Inputs.Length: 3 } || !AreScalars(constants, node, 1, 2))
        {
            return null;
        }

        List<OnnxNode> nodes = [node];
        while (graph.OnlyReader(nodes[^1].Outputs[0]) is { Domain: "" } next)
        {
            nodes.Add(next);
            if (next is { Operator: "QuantizeLinear", Inputs.Length: 3 })
            {
                return nodes.Count > 2 && graph.Computed(next.Outputs[0]) is { Type: OrtElementType.UInt8 } && AreScalars(constants, next, 1, 2) ? new(nodes, constants) : null;
            }

            if (next.Inputs.Length != 1 || !Rows.ContainsKey(next.Operator))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The byte of each byte: the nearest to what the definitions give, each result as a float, for then scales like 0.05 and 0.04 have the halves that
    /// they stand for. Halves become even ones, and no number the lowest.
    /// </summary>
    public void Fill(Span<byte> table)
    {
        var steps = Nodes.Where(node => Rows.ContainsKey(node.Operator)).Select(node => Rows[node.Operator](node)).ToArray();
        var ((scale, zero), (outputScale, outputZero)) = (Quantization(Nodes[0], 1), Nodes.Count == 1 ? Quantization(Nodes[0], 3) : Quantization(Nodes[^1], 1));
        for (var i = 0; i < ByteTable.Bytes; i++)
        {
            var value = steps.Aggregate(scale * (i - zero), (x, step) => (float)step(x));
            var rounded = MathF.Round(value / outputScale) + outputZero;
            table[i] = float.IsNaN(rounded) ? byte.MinValue : (byte)Math.Clamp(rounded, byte.MinValue, byte.MaxValue);
        }
    }

    private static bool AreScalars(Dictionary<string, OnnxValue> constants, OnnxNode node, params ReadOnlySpan<int> inputs)
    {
        foreach (var input in inputs)
        {
            if (constants.GetValueOrDefault(node.Inputs[input]) is not { Count: 1, Type: OrtElementType.Float or OrtElementType.UInt8 })
            {
                return false;
            }
        }

        return true;
    }

    private static Func<double, double> Elu(double alpha) => x => x < 0 ? alpha * (Math.Exp(x) - 1) : x;

    private static Func<double, double> HardSigmoid(double alpha, double beta) => x => Math.Clamp((alpha * x) + beta, 0, 1);

    private static Func<double, double> Leaky(double alpha) => x => x < 0 ? alpha * x : x;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private (float Scale, byte Zero) Quantization(OnnxNode node, int input) =>
        (Constants[node.Inputs[input]].Scalar<float>(), Constants[node.Inputs[input + 1]].Scalar<byte>());
}
