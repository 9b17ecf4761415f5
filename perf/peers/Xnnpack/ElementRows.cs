using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>Operators on elements.</summary>
internal static class ElementRows
{
    public static void Unary(XnnpackLowering lowering, NodeInfo node, XnnpackUnary type, XnnpackUnaryParams? parameters = null) =>
        lowering.Steps.Add(new UnaryStep(node.Label, type, lowering.Input(node, 0), node.Outputs[0], parameters));

    public static void LeakyRelu(XnnpackLowering lowering, NodeInfo node) =>
        Unary(lowering, node, XnnpackUnary.LeakyRelu, new(((TfLiteLeakyReluParams)node.Params!).Alpha));

    public static void Clamp(XnnpackLowering lowering, NodeInfo node, float min, float max) => Unary(lowering, node, XnnpackUnary.Clamp, new(min, max));

    /// <summary>XNNPACK has no bounds for these: a clamp follows, in place.</summary>
    public static void Binary(XnnpackLowering lowering, NodeInfo node, XnnpackBinary type)
    {
        var output = node.Outputs[0];
        lowering.Steps.Add(new BinaryStep(node.Label, type, lowering.Input(node, 0), lowering.Input(node, 1), output));
        if (node.Params is TfLiteActivationParams activation)
        {
            ClampAfter(lowering, node, activation.Activation);
        }
    }

    /// <summary>The bounds of a fused activation; none where the type's range is as tight.</summary>
    public static void ClampAfter(XnnpackLowering lowering, NodeInfo node, TfLiteFusedActivation activation)
    {
        var output = node.Outputs[0];
        var (bounds, (min, max)) = (Bounds(node, activation, output), Real(node, activation));
        if (bounds != Bounds(node, TfLiteFusedActivation.None, output))
        {
            lowering.Steps.Add(new UnaryStep(node.Label, XnnpackUnary.Clamp, output, output, new(min, max)));
        }
    }

    /// <summary>What the activation leaves of the output's range, in its own numbers.</summary>
    public static XnnpackBounds Bounds(NodeInfo node, TfLiteFusedActivation activation, TensorInfo output)
    {
        var (min, max) = Real(node, activation);
        if (Elements.Datatype(output) == XnnpackDatatype.Float32)
        {
            return new(min, max);
        }

        var (low, high) = Elements.Range(output);
        var quantization = Elements.Quantization(output);
        return new(Stored(min), Stored(max));

        float Stored(float value) => Math.Clamp(MathF.Round(value / quantization.Scale) + quantization.ZeroPoint, low, high);
    }

    private static (float Min, float Max) Real(NodeInfo node, TfLiteFusedActivation activation) => activation switch
    {
        TfLiteFusedActivation.None => (float.NegativeInfinity, float.PositiveInfinity),
        TfLiteFusedActivation.Relu => (0, float.PositiveInfinity),
        TfLiteFusedActivation.ReluN1To1 => (-1, 1),
        TfLiteFusedActivation.Relu6 => (0, 6),
        _ => throw XnnpackLowering.Refused(node, $"a fused activation {activation}"),
    };
}
