using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// Signed weights as unsigned ones, 128 higher like their zero point: on x64 without VNNI, ONNX Runtime adds the products of unsigned
/// activations and signed weights in pairs, in 16 bits that saturate. Its own remedy, session.x64quantprecision, leaves out com.microsoft's
/// QLinearConv, and doubles the time where there is VNNI. Depthwise convolutions widen each product before they add, and are left as they are.
/// </summary>
internal static class UnsignedWeights
{
    /// <summary>Two products of 255 with weights up to here fit into 16 bits.</summary>
    private const int Harmless = 64;

    /// <summary>Where weights and zero point stand among the inputs, in QLinearConv as in QGemm and QLinearMatMul.</summary>
    private const int Weights = 3;
    private const int ZeroPoint = 5;

    public static void Apply(OnnxGraph graph)
    {
        var constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        var unsigned = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.ToArray())
        {
            if (node.Operator is "QLinearConv" or "QGemm" or "QLinearMatMul"
                && constants.GetValueOrDefault(node.Inputs[Weights]) is { Type: OrtElementType.Int8 } weights
                && !IsDepthwise(node, weights)
                && Saturates(weights.Data!.Bytes.Span))
            {
                var inputs = node.Inputs
                    .SetItem(Weights, Unsigned(weights))
                    .SetItem(ZeroPoint, Unsigned(constants[node.Inputs[ZeroPoint]]));
                graph.Replace(node, node with { Inputs = inputs });
            }
        }

        graph.RemoveUnreadConstants();

        string Unsigned(OnnxValue signed)
        {
            if (!unsigned.TryGetValue(signed.Name, out var name))
            {
                name = graph.Constant(OrtElementType.UInt8, signed.Shape, new HostData(HostConstants.Shift(signed.Data!.Bytes.Span))).Name;
                unsigned.Add(signed.Name, name);
            }

            return name;
        }
    }

    /// <summary>One filter for each channel; several of them would go through the product of matrices that saturates.</summary>
    private static bool IsDepthwise(OnnxNode node, OnnxValue weights) =>
        node.Operator is "QLinearConv" && weights.Shape[1] == 1
        && node.Attributes.Any(attribute => attribute.Name == "group" && attribute.Integers[0] == weights.Shape[0] && weights.Shape[0] > 1);

    private static bool Saturates(ReadOnlySpan<byte> weights)
    {
        foreach (var weight in weights)
        {
            if ((sbyte)weight is < -Harmless or > Harmless)
            {
                return true;
            }
        }

        return false;
    }
}
