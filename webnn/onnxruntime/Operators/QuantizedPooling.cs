using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Pooling of quantized images.</summary>
internal static class QuantizedPooling
{
    public static LowerQuantized? AveragePool2d(MLNode node, QuantizationParameters output)
    {
        var options = (MLPool2dOptions)node.Options!;
        if (options.Dilations != new Size2D(1, 1) || QuantizedSource.Of(node.Input(0)) is not { } x)
        {
            return null;
        }

        var first = options.Layout is MLInputOperandLayout.Nhwc ? 1 : 2;
        if (options.Padding == default && options.WindowDimensions == new Size2D(x.Shape[first], x.Shape[first + 1]))
        {
            return Global(x, node, output, options.Layout);
        }

        return Pooling.Padded(node) is not { } padded ? null : padded.Padding == default
            ? op => AsDepthwise(op, x, node, output)
            : op => QuantizedOperators.Emit(
                op,
                "QLinearAveragePool",
                [x.Value(op), x.Scale(op), x.ZeroPoint(op), QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output)],
                node.Output.Shape,
                output,
                [.. Pooling.Attributes(padded), .. QuantizedOperators.ChannelsLast(options.Layout)]);
    }

    /// <summary>maxPool2d moves integers where input and output share their parameters.</summary>
    public static LowerQuantized? MaxPool2d(MLNode node, QuantizationParameters output) =>
        QuantizedSource.Of(node.Input(0)) is { } x
        && x.Parameters.Matches(output)
        && Pooling.Padded(node) is { } options
            ? op => options.Layout is MLInputOperandLayout.Nhwc
                ? Pooling.MaxPoolChannelsLast(op, x.Value(op), node, options)
                : op.Emit("MaxPool", [x.Value(op)], OrtElementType.UInt8, node.Output.Shape, [.. Pooling.Attributes(options), Convolution.Pair("dilations", options.Dilations)])
                    with { Shifted = output.Type is MLOperandDataType.Int8 }
            : null;

    /// <summary>The mean over height and width of an image in either layout.</summary>
    public static LowerQuantized? ReduceMean(MLNode node, QuantizationParameters output)
    {
        if (QuantizedSource.Of(node.Input(0)) is not { Shape.Length: 4 } x || ((MLReduceOptions)node.Options!).Axes is not { Length: 2 } axes)
        {
            return null;
        }

        MLInputOperandLayout? layout = axes.Contains(1) && axes.Contains(2) ? MLInputOperandLayout.Nhwc
            : axes.Contains(2) && axes.Contains(3) ? MLInputOperandLayout.Nchw
            : null;
        return layout is { } images ? op => op.Lowering.Reshape(Global(x, node, output, images)(op), node.Output.Shape) : null;
    }

    private static LowerQuantized Global(QuantizedSource x, MLNode node, QuantizationParameters output, MLInputOperandLayout layout) => op => QuantizedOperators.Emit(
        op,
        "QLinearGlobalAveragePool",
        [x.Value(op), x.Scale(op), x.ZeroPoint(op), QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output)],
        layout is MLInputOperandLayout.Nhwc ? [x.Shape[0], 1, 1, x.Shape[3]] : [x.Shape[0], x.Shape[1], 1, 1],
        output,
        QuantizedOperators.ChannelsLast(layout));

    /// <summary>A depthwise convolution with weights 1 and weight scale 1/n: 20 times faster than QLinearAveragePool (64 channels, 56x56).</summary>
    private static OnnxValue AsDepthwise(OperatorContext op, QuantizedSource x, MLNode node, QuantizationParameters output)
    {
        var options = (MLPool2dOptions)node.Options!;
        var window = options.WindowDimensions!.Value;
        var isLast = options.Layout is MLInputOperandLayout.Nhwc;
        var channels = x.Shape[isLast ? 3 : 1];
        var ones = new sbyte[channels * window.Height * window.Width];
        Array.Fill(ones, (sbyte)1);
        return op.Lowering.EmitIn(
            isLast ? OnnxGraph.Microsoft : "",
            "QLinearConv",
            [
                x.Value(op), x.Scale(op), x.ZeroPoint(op),
                op.Graph.Constant(OrtElementType.Int8, [channels, 1, window.Height, window.Width], ones),
                op.Graph.Scalar(OrtElementType.Float, 1.0 / (window.Height * window.Width)),
                op.Graph.Scalar(OrtElementType.Int8, 0),
                QuantizedOperators.Scale(op, output), QuantizedOperators.ZeroPoint(op, output),
            ],
            OrtElementType.UInt8,
            node.Output.Shape,
            [
                OnnxAttribute.Ints("kernel_shape", window.Height, window.Width),
                OnnxAttribute.Ints("strides", options.Strides.Height, options.Strides.Width),
                OnnxAttribute.Int("group", channels),
                .. QuantizedOperators.ChannelsLast(options.Layout),
            ]) with { Shifted = output.Type is MLOperandDataType.Int8 };
    }
}
