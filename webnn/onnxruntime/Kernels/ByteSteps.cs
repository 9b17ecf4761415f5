using System.Collections.Frozen;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>What becomes of single bytes in one or several nodes.</summary>
/// <param name="Nodes">In their order, each the only reader of the one before it.</param>
/// <param name="Input">The bytes that they read.</param>
/// <param name="Of">The byte of each byte.</param>
/// <param name="ChangesNothing">But the shape.</param>
internal sealed record ByteStep(IReadOnlyList<OnnxNode> Nodes, string Input, Func<byte, byte> Of, bool ChangesNothing = false);

/// <summary>
/// Finds what happens to single elements between bytes and bytes: a DequantizeLinear, operators of one operand, a QuantizeLinear; one of
/// com.microsoft's that is all of that; sums and products with one constant element; limits; other shapes.
/// </summary>
internal sealed class ByteSteps(OnnxGraph graph, Dictionary<string, OnnxValue> constants)
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
        ["Softplus"] = _ => x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))),
        ["Softsign"] = _ => x => x / (1 + Math.Abs(x)),
        ["Sqrt"] = _ => Math.Sqrt,
        ["Tanh"] = _ => Math.Tanh,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The step that begins with a node; null where there is none.</summary>
    /// <param name="input">What it must read; null for anything that is not constant.</param>
    public ByteStep? At(OnnxNode node, string? input = null) =>
        (Function(node) ?? WithOneElement(node) ?? Limits(node) ?? Shape(node)) is { } step
        && (input is null || step.Input == input)
        && graph.Variable(step.Input) is { Type: OrtElementType.UInt8 }
            ? step
            : null;

    private ByteStep? Function(OnnxNode node)
    {
        if (node is { Domain: OnnxGraph.Microsoft, Inputs.Length: 5 } && Rows.ContainsKey(node.Operator))
        {
            return AreScalars(node, 1, 2, 3, 4) ? Function([node]) : null;
        }

        if (node is not { Domain: "", Operator: "DequantizeLinear", Inputs.Length: 3 } || !AreScalars(node, 1, 2))
        {
            return null;
        }

        List<OnnxNode> nodes = [node];
        while (graph.OnlyReader(nodes[^1].Outputs[0]) is { Domain: "" } next)
        {
            nodes.Add(next);
            if (next is { Operator: "QuantizeLinear", Inputs.Length: 3 })
            {
                return nodes.Count > 2 && graph.Computed(next.Outputs[0]) is { Type: OrtElementType.UInt8 } && AreScalars(next, 1, 2) ? Function(nodes) : null;
            }

            if (next.Inputs.Length != 1 || !Rows.ContainsKey(next.Operator))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The nearest to what the definitions give, each result as a float, for then scales like 0.05 and 0.04 have the halves that they stand for.
    /// Halves become even ones, and no number the lowest.
    /// </summary>
    private ByteStep Function(List<OnnxNode> nodes)
    {
        var functions = nodes.Where(node => Rows.ContainsKey(node.Operator)).Select(node => Rows[node.Operator](node)).ToArray();
        var ((scale, zero), (outputScale, outputZero)) = (Quantization(nodes[0], 1), nodes.Count == 1 ? Quantization(nodes[0], 3) : Quantization(nodes[^1], 1));
        return new(nodes, nodes[0].Inputs[0], element =>
        {
            var value = functions.Aggregate(scale * (element - zero), (x, function) => (float)function(x));
            var rounded = MathF.Round(value / outputScale) + outputZero;
            return float.IsNaN(rounded) ? byte.MinValue : (byte)Math.Clamp(rounded, byte.MinValue, byte.MaxValue);
        });
    }

    /// <summary>A sum or a product with one constant element, which is ONNX Runtime's second, whichever it is.</summary>
    private ByteStep? WithOneElement(OnnxNode node)
    {
        if (node is not { Domain: OnnxGraph.Microsoft, Operator: "QLinearAdd" or "QLinearMul", Inputs.Length: 8 })
        {
            return null;
        }

        var (x, one) = constants.ContainsKey(node.Inputs[0]) ? (3, 0) : (0, 3);
        if (!AreScalars(node, one, 1, 2, 4, 5, 6, 7))
        {
            return null;
        }

        var (first, second, result, element) = (Quantization(node, x + 1), Quantization(node, one + 1), Quantization(node, 6), constants[node.Inputs[one]].Scalar<byte>());
        if (node.Operator is "QLinearAdd")
        {
            var sum = ImageSum.Of(first, second, result, isSecond: false);
            return new([node], node.Inputs[x], other => sum.Of(other, element));
        }

        var product = ImageProduct.Of(first, second, result);
        return new([node], node.Inputs[x], other => product.Of(other, element));
    }

    private ByteStep? Limits(OnnxNode node) => ByteLimits.Of(node, constants) is var (low, high)
        ? new([node], node.Inputs[0], element => Math.Clamp(element, low, high))
        : null;

    private ByteStep? Shape(OnnxNode node) =>
        node is { Domain: "", Operator: "Reshape" } && graph.Computed(node.Outputs[0])!.Rank is > 0 and <= WindowOperator.MostDimensions
            ? new([node], node.Inputs[0], element => element, ChangesNothing: true)
            : null;

    private bool AreScalars(OnnxNode node, params ReadOnlySpan<int> inputs)
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

    /// <summary><c>log(1 + x)</c> where x is close to 0, too.</summary>
    private static double LogOnePlus(double x) => 1 + x is var sum && sum != 1 ? Math.Log(sum) * x / (sum - 1) : x;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private (float Scale, byte Zero) Quantization(OnnxNode node, int input) =>
        (constants[node.Inputs[input]].Scalar<float>(), constants[node.Inputs[input + 1]].Scalar<byte>());
}
