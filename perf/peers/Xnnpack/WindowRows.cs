using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>Convolutions, products, pools and means.</summary>
internal static class WindowRows
{
    public static void Convolution(XnnpackLowering lowering, NodeInfo node)
    {
        var p = (TfLiteConvParams)node.Params!;
        var filter = Constant(lowering, node, 1);
        var (image, padding) = lowering.Image(node);
        RequireAlike(node, image, filter);
        var window = new XnnpackWindow(
            filter.Shape[1], filter.Shape[2], p.StrideHeight, p.StrideWidth, p.DilationHeightFactor, p.DilationWidthFactor, padding, p.Padding == TfLitePadding.Same);
        lowering.Steps.Add(new ConvolutionStep(
            node.Label, image, filter, Bias(lowering, node), node.Outputs[0], window, image.Shape[3] / filter.Shape[3], IsDepthwise: false,
            ElementRows.Bounds(node, p.Activation, node.Outputs[0])));
    }

    public static void Depthwise(XnnpackLowering lowering, NodeInfo node)
    {
        var p = (TfLiteDepthwiseConvParams)node.Params!;
        var filter = Constant(lowering, node, 1);
        var (image, padding) = lowering.Image(node);
        RequireAlike(node, image, filter);
        var window = new XnnpackWindow(
            filter.Shape[1], filter.Shape[2], p.StrideHeight, p.StrideWidth, p.DilationHeightFactor, p.DilationWidthFactor, padding, p.Padding == TfLitePadding.Same);
        lowering.Steps.Add(new ConvolutionStep(
            node.Label, image, filter, Bias(lowering, node), node.Outputs[0], window, image.Shape[3], IsDepthwise: true,
            ElementRows.Bounds(node, p.Activation, node.Outputs[0])));
    }

    public static void FullyConnected(XnnpackLowering lowering, NodeInfo node)
    {
        var p = (TfLiteFullyConnectedParams)node.Params!;
        if (p.WeightsFormat != TfLiteFullyConnectedWeightsFormat.Default)
        {
            throw XnnpackLowering.Refused(node, $"weights in the format {p.WeightsFormat}");
        }

        var (input, weights) = (lowering.Input(node, 0), Constant(lowering, node, 1));
        RequireAlike(node, input, weights);
        lowering.Steps.Add(new ProductStep(
            node.Label, input, weights, Bias(lowering, node), node.Outputs[0], ElementRows.Bounds(node, p.Activation, node.Outputs[0])));
    }

    public static void MaxPool(XnnpackLowering lowering, NodeInfo node)
    {
        var p = (TfLitePoolParams)node.Params!;
        var window = new XnnpackWindow(p.FilterHeight, p.FilterWidth, p.StrideHeight, p.StrideWidth, 1, 1, default, p.Padding == TfLitePadding.Same);
        lowering.Steps.Add(new MaxPoolStep(node.Label, lowering.Input(node, 0), node.Outputs[0], window, ElementRows.Bounds(node, p.Activation, node.Outputs[0])));
    }

    /// <summary>Of the whole image: a mean. There is no operator for others.</summary>
    public static void AveragePool(XnnpackLowering lowering, NodeInfo node)
    {
        var p = (TfLitePoolParams)node.Params!;
        var input = lowering.Input(node, 0);
        if (node.Outputs[0].Shape is not [_, 1, 1, _] || p.FilterHeight != input.Shape[1] || p.FilterWidth != input.Shape[2])
        {
            throw XnnpackLowering.Refused(node, $"a window of {p.FilterHeight} by {p.FilterWidth} over {input}: the library exports no average but that of a whole image");
        }

        Mean(lowering, node, [1, 2]);
        ElementRows.ClampAfter(lowering, node, p.Activation);
    }

    public static void Mean(XnnpackLowering lowering, NodeInfo node)
    {
        var input = lowering.Input(node, 0);
        ImmutableArray<int> axes =
            [.. XnnpackLowering.Integers(node, lowering.Input(node, 1)).Select(axis => axis < 0 ? axis + input.Shape.Length : axis).Distinct().Order()];
        Mean(lowering, node, axes);
    }

    private static void Mean(XnnpackLowering lowering, NodeInfo node, ImmutableArray<int> axes)
    {
        var (input, output) = (lowering.Input(node, 0), node.Outputs[0]);
        if (Elements.Datatype(input) == XnnpackDatatype.Float32)
        {
            lowering.Steps.Add(new MeanStep(node.Label, input, output, axes));
        }
        else if (input.Type == output.Type && axes.SequenceEqual(Enumerable.Range(axes[0], input.Shape.Length - 1 - axes[0])))
        {
            lowering.Steps.Add(new IntegerMeanStep(node.Label, input, output));
        }
        else
        {
            throw XnnpackLowering.Refused(node, $"{input} to {output} along {string.Join(", ", axes)}");
        }
    }

    private static TensorInfo Constant(XnnpackLowering lowering, NodeInfo node, int index) => lowering.Input(node, index) is { Data: not null } constant
        ? constant
        : throw XnnpackLowering.Refused(node, "weights that are computed: the library exports no operator for them");

    private static TensorInfo? Bias(XnnpackLowering lowering, NodeInfo node) => lowering.Optional(node, 2) switch
    {
        null => null,
        { Data: not null } bias => bias,
        _ => throw XnnpackLowering.Refused(node, "a bias that is computed"),
    };

    /// <summary>Floats by floats, or integers of one type.</summary>
    private static void RequireAlike(NodeInfo node, TensorInfo input, TensorInfo weights)
    {
        if (input.Type != weights.Type || (weights.Type == TfLiteType.Int8 && weights.Quantization?.ZeroPoints.Any(zeroPoint => zeroPoint != 0) != false))
        {
            throw XnnpackLowering.Refused(node, $"{input} by weights {weights}");
        }
    }
}
