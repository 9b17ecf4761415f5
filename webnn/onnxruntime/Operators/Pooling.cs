using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>averagePool2d, l2Pool2d, maxPool2d.</summary>
internal static class Pooling
{
    public static readonly OperatorRow[] Rows =
    [
        new("averagePool2d", op => Pool(op, "AveragePool", OnnxAttribute.Int("count_include_pad", 0))),
        new("l2Pool2d", op => Pool(op, "LpPool", OnnxAttribute.Int("p", 2))),
        new("maxPool2d", MaxPool),
    ];

    /// <summary>Whether ONNX has to round the output's size up; null where neither rounding gives it.</summary>
    public static bool? RoundsUp(MLNode node)
    {
        var options = (MLPool2dOptions)node.Options!;
        var (input, output) = (node.Input(0).Shape, node.Output.Shape);
        var first = options.Layout is MLInputOperandLayout.Nhwc ? 1 : 2;
        var window = options.WindowDimensions!.Value;
        var height = Span(input[first], window.Height, options.Dilations.Height, options.Padding.Top + options.Padding.Bottom);
        var width = Span(input[first + 1], window.Width, options.Dilations.Width, options.Padding.Left + options.Padding.Right);
        if ((height / options.Strides.Height) + 1 == output[first] && (width / options.Strides.Width) + 1 == output[first + 1])
        {
            return false;
        }

        return Up(height, options.Strides.Height) == output[first] && Up(width, options.Strides.Width) == output[first + 1] ? true : null;

        static int Span(int size, int window, int dilation, int padding) => size + padding - ((window - 1) * dilation) - 1;
        static int Up(int span, int stride) => ((span + stride - 1) / stride) + 1;
    }

    public static OnnxAttribute[] Attributes(MLPool2dOptions options, bool roundsUp) =>
    [
        Convolution.Pair("kernel_shape", options.WindowDimensions!.Value),
        Convolution.Pads(options.Padding),
        Convolution.Pair("strides", options.Strides),
        OnnxAttribute.Bool("ceil_mode", roundsUp),
    ];

    /// <summary>maxPool2d of an NHWC u8 image.</summary>
    public static OnnxValue MaxPoolChannelsLast(OperatorContext op, OnnxValue image, MLNode node)
    {
        var options = (MLPool2dOptions)node.Options!;
        OnnxAttribute[] attributes = [.. Attributes(options, RoundsUp(node)!.Value), Convolution.Pair("dilations", options.Dilations)];
        return op.Lowering.EmitIn(OnnxGraph.Microsoft, "NhwcMaxPool", [image], image.Type, node.Output.Shape, attributes) with { Shifted = image.Shifted };
    }

    private static void MaxPool(OperatorContext op)
    {
        var options = op.Options<MLPool2dOptions>();
        if (op.Node.Input(0).DataType is MLOperandDataType.Int8 or MLOperandDataType.Uint8 && options.Layout is MLInputOperandLayout.Nhwc)
        {
            op.Require(RoundsUp(op.Node) is not null, "no rounding of the output's size gives the one asked for");
            op.Result(MaxPoolChannelsLast(op, op.Stored(0), op.Node));
            return;
        }

        Pool(op, "MaxPool", Convolution.Pair("dilations", options.Dilations));
    }

    private static void Pool(OperatorContext op, string @operator, OnnxAttribute attribute)
    {
        var options = op.Options<MLPool2dOptions>();
        op.Require(RoundsUp(op.Node) is not null, "no rounding of the output's size gives the one asked for");
        var image = Convolution.ChannelsFirst(op, op.Stored(0), options.Layout);
        var shape = options.Layout is MLInputOperandLayout.Nhwc ? HostConstants.Transpose(op.OutputShape, [0, 3, 1, 2]) : op.OutputShape;
        OnnxAttribute[] attributes = [.. Attributes(options, RoundsUp(op.Node)!.Value), attribute];
        if (@operator is not "MaxPool" && options.Dilations != new Size2D(1, 1))
        {
            attributes = [.. attributes, Convolution.Pair("dilations", options.Dilations)];
        }

        op.Result(Convolution.InLayout(op, op.Emit(@operator, [image], image.Type, shape, attributes) with { Shifted = image.Shifted }, options.Layout));
    }
}
