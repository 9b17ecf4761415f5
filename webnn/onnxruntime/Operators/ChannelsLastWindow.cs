using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// conv2d, maxPool2d, averagePool2d and reduceMean of channels-last float images for the kernels of webnn/kernels. A convolution is a draft,
/// with its filter as it is, until <see cref="WindowFusion"/> knows what follows it.
/// </summary>
internal static class ChannelsLastWindow
{
    /// <summary>The operator of a draft: image, filter, bias.</summary>
    public const string Draft = "DraftConvolution";

    private const string DepthwiseOrder = "Ihwo";
    private const string DenseOrder = "Ohwi";

    /// <summary>The convolution's draft; null where it is for ONNX Runtime.</summary>
    public static OnnxValue? Convolve(OperatorContext op)
    {
        var options = op.Options<MLConv2dOptions>();
        var (image, filter) = (op.Node.Input(0), op.Node.Input(1));
        var isDepthwise = options.Groups > 1;
        if (op.Lowering.OwnKernels is not { } target
            || options.InputLayout is not MLInputOperandLayout.Nhwc
            || image.DataType is not MLOperandDataType.Float32
            || (isDepthwise && options.Groups != image.Shape[3])
            || !HostConstant.TryResolve(filter, out _)
            || (op.Node.OptionalInput(2) is { } bias && !HostConstant.TryResolve(bias, out _)))
        {
            return null;
        }

        var order = Order(options.FilterLayout, isDepthwise ? DepthwiseOrder : DenseOrder);
        var kernel = HostConstants.Transpose(filter.Shape, order);
        var shape = Shape(op, new(kernel[1], kernel[2]), options.Strides, options.Dilations, options.Padding) with { Depthwise = isDepthwise };
        return WindowKernels.Support(WindowOperation.Convolution, shape, target)
            ? Emit(
                op,
                Draft,
                [op.Input(0), op.Lowering.Transpose(op.Input(1), order), op.OptionalInput(2)],
                OnnxAttribute.Ints(WindowOperator.ShapeAttribute, shape.ToIntegers().AsSpan()))
            : null;
    }

    /// <param name="options">With the padding that the output's size needs.</param>
    public static OnnxValue? Pool(OperatorContext op, WindowOperation operation, MLPool2dOptions options)
    {
        if (op.Lowering.OwnKernels is not { } target || options.Layout is not MLInputOperandLayout.Nhwc || op.Node.Input(0).DataType is not MLOperandDataType.Float32)
        {
            return null;
        }

        return Pool(op, target, operation, Shape(op, options.WindowDimensions!.Value, options.Strides, options.Dilations, options.Padding) with { Depthwise = true });
    }

    /// <summary>The mean of an image's height and width, in the shape of the operator's output.</summary>
    public static OnnxValue? Mean(OperatorContext op)
    {
        var input = op.Node.Input(0);
        if (op.Lowering.OwnKernels is not { } target || input.DataType is not MLOperandDataType.Float32)
        {
            return null;
        }

        return Pool(op, target, WindowOperation.Average, WindowShape.Whole(input.Shape));
    }

    private static OnnxValue? Pool(OperatorContext op, KernelTarget target, WindowOperation operation, WindowShape shape) =>
        WindowKernels.Support(operation, shape, target)
        ? Emit(op, WindowOperator.Name, [op.Input(0)], WindowOperator.Attributes(operation, target, op.OutputShape, new WindowStage(shape, OutputRange.Unlimited)).AsSpan())
        : null;

    private static OnnxValue Emit(OperatorContext op, string @operator, ReadOnlySpan<OnnxValue?> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Lowering.EmitIn(WindowOperator.Domain, @operator, inputs, OrtElementType.Float, op.OutputShape, attributes);

    private static WindowShape Shape(OperatorContext op, Size2D window, Size2D strides, Size2D dilations, Padding2D padding) =>
        WindowShape.Between(op.Node.Input(0).Shape, op.OutputShape) with
        {
            KernelHeight = window.Height,
            KernelWidth = window.Width,
            StrideY = strides.Height,
            StrideX = strides.Width,
            DilationY = dilations.Height,
            DilationX = dilations.Width,
            PadTop = padding.Top,
            PadLeft = padding.Left,
        };

    /// <summary>The axes of a layout, as its name spells them, in another order.</summary>
    private static int[] Order(MLConv2dFilterOperandLayout layout, string order)
    {
        var name = layout.ToString();
        return [.. order.Select(axis => name.IndexOf(axis, StringComparison.OrdinalIgnoreCase))];
    }
}
