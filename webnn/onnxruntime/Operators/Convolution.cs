using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// conv2d, convTranspose2d. ONNX has channels first only: channels-last images are transposed around each convolution, and ONNX Runtime's
/// optimizer removes all but the outermost of these transposes.
/// </summary>
internal static class Convolution
{
    public static readonly OperatorRow[] Rows = [new("conv2d", Conv2d), new("convTranspose2d", ConvTranspose2d)];

    /// <summary>The axes that make OIHW, ONNX's layout, of a filter.</summary>
    public static int[] FilterPermutation(MLConv2dFilterOperandLayout layout) => layout switch
    {
        MLConv2dFilterOperandLayout.Oihw => [0, 1, 2, 3],
        MLConv2dFilterOperandLayout.Hwio => [3, 2, 0, 1],
        MLConv2dFilterOperandLayout.Ohwi => [0, 3, 1, 2],
        MLConv2dFilterOperandLayout.Ihwo => [3, 0, 1, 2],
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "not a filter layout"),
    };

    public static OnnxAttribute[] Attributes(MLConv2dOptions options, OnnxValue filter) =>
    [
        OnnxAttribute.Ints("kernel_shape", filter.Shape[2], filter.Shape[3]),
        Pads(options.Padding),
        Pair("strides", options.Strides),
        Pair("dilations", options.Dilations),
        OnnxAttribute.Int("group", options.Groups),
    ];

    public static OnnxAttribute Pads(Padding2D padding) => OnnxAttribute.Ints("pads", padding.Top, padding.Left, padding.Bottom, padding.Right);

    public static OnnxAttribute Pair(string name, Size2D size) => OnnxAttribute.Ints(name, size.Height, size.Width);

    /// <summary>An image with channels first.</summary>
    public static OnnxValue ChannelsFirst(OperatorContext op, OnnxValue image, MLInputOperandLayout layout) =>
        layout is MLInputOperandLayout.Nhwc ? op.Lowering.Transpose(image, 0, 3, 1, 2) : image;

    /// <summary>An image with channels first in the caller's layout.</summary>
    public static OnnxValue InLayout(OperatorContext op, OnnxValue image, MLInputOperandLayout layout) =>
        layout is MLInputOperandLayout.Nhwc ? op.Lowering.Transpose(image, 0, 2, 3, 1) : image;

    private static void Conv2d(OperatorContext op)
    {
        var options = op.Options<MLConv2dOptions>();
        if (ChannelsLastWindow.Convolve(op) is { } draft)
        {
            op.Result(draft);
            return;
        }

        if (RowConvolution.Applies(op.Node))
        {
            op.Result(RowConvolution.Lower(op));
            return;
        }

        var image = ChannelsFirst(op, op.Input(0), options.InputLayout);
        var filter = op.Lowering.Transpose(op.Input(1), FilterPermutation(options.FilterLayout));
        var shape = ImageShape(op, options.InputLayout);
        op.Result(InLayout(op, op.Emit("Conv", [image, filter, op.OptionalInput(2)], image.Type, shape, Attributes(options, filter)), options.InputLayout));
    }

    private static void ConvTranspose2d(OperatorContext op)
    {
        var options = op.Options<MLConvTranspose2dOptions>();
        var image = ChannelsFirst(op, op.Input(0), options.InputLayout);
        var filter = op.Lowering.Transpose(op.Input(1), options.FilterLayout switch
        {
            MLConvTranspose2dFilterOperandLayout.Iohw => [0, 1, 2, 3],
            MLConvTranspose2dFilterOperandLayout.Hwoi => [3, 2, 0, 1],
            _ => [3, 0, 1, 2],
        });
        var shape = ImageShape(op, options.InputLayout);
        var extra = new Size2D(
            Extra(image.Shape[2], shape[2], filter.Shape[2], options.Strides.Height, options.Dilations.Height, options.Padding.Top + (long)options.Padding.Bottom),
            Extra(image.Shape[3], shape[3], filter.Shape[3], options.Strides.Width, options.Dilations.Width, options.Padding.Left + (long)options.Padding.Right));
        op.Require(extra is { Height: >= 0, Width: >= 0 }, $"output [{shape[2]},{shape[3]}] is smaller than the strides and padding give");
        op.Result(InLayout(op, op.Emit(
            "ConvTranspose",
            [image, filter, op.OptionalInput(2)],
            image.Type,
            shape,
            OnnxAttribute.Ints("kernel_shape", filter.Shape[2], filter.Shape[3]),
            Pads(options.Padding),
            Pair("strides", options.Strides),
            Pair("dilations", options.Dilations),
            Pair("output_padding", extra),
            OnnxAttribute.Int("group", options.Groups)), options.InputLayout));
    }

    /// <summary>ONNX's output_padding: the rows that the output has beyond what the strides and padding give.</summary>
    private static int Extra(int input, int output, int kernel, int stride, int dilation, long padding) =>
        (int)(output - (((input - 1L) * stride) + ((kernel - 1L) * dilation) + 1 - padding));

    private static System.Collections.Immutable.ImmutableArray<int> ImageShape(OperatorContext op, MLInputOperandLayout layout) =>
        layout is MLInputOperandLayout.Nhwc ? HostConstants.Transpose(op.OutputShape, [0, 3, 1, 2]) : op.OutputShape;
}
