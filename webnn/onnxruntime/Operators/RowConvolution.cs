using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// conv2d of a channels-last image with few channels, a camera's: the image is read as one channel whose rows are the pixels' channels in
/// turn, and the window and the stride grow along the row by as much. The same sums of the same bytes, without the transpose that
/// channels first would need: 0.1 to 0.2 ms for 224x224x3.
/// </summary>
internal static class RowConvolution
{
    /// <summary>From here on the channels fill ONNX Runtime's blocked layout, in which the transpose disappears.</summary>
    private const int FewChannels = 8;

    public static bool Applies(MLNode node)
    {
        var options = (MLConv2dOptions)node.Options!;
        return options is { InputLayout: MLInputOperandLayout.Nhwc, Groups: 1, Dilations.Width: 1 }
            && node.Input(0) is { DataType: MLOperandDataType.Float32 } image
            && image.Shape[3] is > 1 and < FewChannels
            && Math.Max(options.Strides.Width, Math.Max(options.Padding.Left, options.Padding.Right)) < int.MaxValue / FewChannels
            && HostConstant.TryResolve(node.Input(1), out _);
    }

    public static OnnxValue Lower(OperatorContext op)
    {
        var options = op.Options<MLConv2dOptions>();
        var image = op.Input(0);
        var (batches, height, width, channels) = (image.Shape[0], image.Shape[1], image.Shape[2], image.Shape[3]);
        var rows = op.Lowering.Reshape(image, [batches, 1, height, width * channels]);

        int[] toOhwi = options.FilterLayout switch
        {
            MLConv2dFilterOperandLayout.Oihw => [0, 2, 3, 1],
            MLConv2dFilterOperandLayout.Hwio => [3, 0, 1, 2],
            MLConv2dFilterOperandLayout.Ohwi => [0, 1, 2, 3],
            _ => [3, 1, 2, 0],
        };
        var ohwi = op.Lowering.Transpose(op.Input(1), toOhwi);
        var filter = op.Lowering.Reshape(ohwi, [ohwi.Shape[0], 1, ohwi.Shape[1], ohwi.Shape[2] * channels]);
        var padding = options.Padding;
        var along = options with
        {
            Padding = padding with { Left = padding.Left * channels, Right = padding.Right * channels },
            Strides = options.Strides with { Width = options.Strides.Width * channels },
        };
        var shape = HostConstants.Transpose(op.OutputShape, [0, 3, 1, 2]);
        var result = op.Emit("Conv", [rows, filter, op.OptionalInput(2)], OrtElementType.Float, shape, Convolution.Attributes(along, filter));
        return Convolution.InLayout(op, result, MLInputOperandLayout.Nhwc);
    }
}
