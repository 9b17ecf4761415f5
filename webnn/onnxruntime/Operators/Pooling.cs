using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>averagePool2d, l2Pool2d, maxPool2d.</summary>
internal static class Pooling
{
    public static readonly OperatorRow[] Rows =
    [
        new("averagePool2d", op => Pool(op, "AveragePool", WindowOperation.Average, OnnxAttribute.Int("count_include_pad", 0))),
        new("l2Pool2d", op => Pool(op, "LpPool", null, OnnxAttribute.Int("p", 2))),
        new("maxPool2d", MaxPool),
    ];

    /// <summary>
    /// The options with the padding that gives the output's size when sizes are rounded down: a size rounded up is one that more padding
    /// at the end gives. Null where the window would then see nothing but padding, which ONNX Runtime refuses.
    /// </summary>
    public static MLPool2dOptions? Padded(MLNode node)
    {
        var options = (MLPool2dOptions)node.Options!;
        var (input, output) = (node.Input(0).Shape, node.Output.Shape);
        var first = options.Layout is MLInputOperandLayout.Nhwc ? 1 : 2;
        var (window, strides, dilations, padding) = (options.WindowDimensions!.Value, options.Strides, options.Dilations, options.Padding);
        var bottom = Math.Max(padding.Bottom, End(input[first], output[first], window.Height, strides.Height, dilations.Height) - padding.Top);
        var right = Math.Max(padding.Right, End(input[first + 1], output[first + 1], window.Width, strides.Width, dilations.Width) - padding.Left);
        return Math.Max(padding.Top, bottom) < window.Height && Math.Max(padding.Left, right) < window.Width
            ? options with { Padding = padding with { Bottom = (int)bottom, Right = (int)right } }
            : null;

        static long End(int input, int output, int window, int stride, int dilation) => ((output - 1L) * stride) + ((window - 1L) * dilation) + 1 - input;
    }

    public static OnnxAttribute[] Attributes(MLPool2dOptions options) =>
    [
        Convolution.Pair("kernel_shape", options.WindowDimensions!.Value),
        Convolution.Pads(options.Padding),
        Convolution.Pair("strides", options.Strides),
    ];

    /// <summary>maxPool2d of an NHWC u8 image.</summary>
    /// <param name="options">With the padding that <c>Padded</c> gives.</param>
    public static OnnxValue MaxPoolChannelsLast(OperatorContext op, OnnxValue image, MLNode node, MLPool2dOptions options) =>
        op.Lowering.EmitIn(OnnxGraph.Microsoft, "NhwcMaxPool", [image], image.Type, node.Output.Shape, [.. Attributes(options), Convolution.Pair("dilations", options.Dilations)])
            with { Shifted = image.Shifted };

    private static void MaxPool(OperatorContext op)
    {
        var options = op.Options<MLPool2dOptions>();
        if (op.Node.Input(0).DataType is MLOperandDataType.Int8 or MLOperandDataType.Uint8 && options.Layout is MLInputOperandLayout.Nhwc)
        {
            op.Result(MaxPoolChannelsLast(op, op.Stored(0), op.Node, Padded(op)));
            return;
        }

        Pool(op, "MaxPool", WindowOperation.Maximum);
    }

    private static MLPool2dOptions Padded(OperatorContext op) => Padded(op.Node) ?? throw op.Refuse("a window lies in the padding alone");

    private static void Pool(OperatorContext op, string @operator, WindowOperation? operation, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var options = Padded(op);
        if (operation is { } own && ChannelsLastWindow.Pool(op, own, options) is { } pooled)
        {
            op.Result(pooled);
            return;
        }

        var image = Convolution.ChannelsFirst(op, op.Stored(0), options.Layout);

        // ONNX Runtime's maxima have no kernel of 32-bit integers, but one of double, which holds each of them.
        var computed = image.Type is OrtElementType.Int32 or OrtElementType.UInt32 ? OrtElementType.Double : image.Type;
        op.Require(
            computed.IsFloat() || computed is OrtElementType.Double || KernelTypes.Computed(op, @operator, computed) == computed,
            $"no kernel of {@operator} takes {image.Type}");
        var shape = options.Layout is MLInputOperandLayout.Nhwc ? HostConstants.Transpose(op.OutputShape, [0, 3, 1, 2]) : op.OutputShape;
        var result = op.Emit(@operator, [op.Cast(image, computed)], computed, shape, [.. Attributes(options), Convolution.Pair("dilations", options.Dilations), .. attributes]);
        op.Result(Convolution.InLayout(op, op.Cast(result, image.Type) with { Shifted = image.Shifted }, options.Layout));
    }
}
