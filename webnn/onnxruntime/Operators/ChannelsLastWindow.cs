using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Kernels;
using WebNN.OnnxRuntime.Layouts;
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
    public static OnnxValue? Convolve(OperatorContext op) =>
        op.Lowering.OwnKernels is not null && Options(op.Node).InputLayout is MLInputOperandLayout.Nhwc
            && Window(op.Node, op.Node.Input(0).Shape, op.OutputShape) is { } shape
        ? Emit(
            op,
            Draft,
            [op.Input(0), op.Lowering.Transpose(op.Input(1), FilterOrder(op.Node)), op.OptionalInput(2)],
            OnnxAttribute.Ints(WindowOperator.ShapeAttribute, shape.ToIntegers().AsSpan()))
        : null;

    /// <summary>The draft of a row times a matrix [outputs, depth], with the operator's bias.</summary>
    public static OnnxValue Row(OperatorContext op, OnnxValue row, OnnxValue matrix)
    {
        var shape = new WindowShape { Batch = 1, Height = 1, Width = 1, Channels = matrix.Shape[1], OutputHeight = 1, OutputWidth = 1, Filters = matrix.Shape[0] };
        return Emit(op, Draft, [row, matrix, op.OptionalInput(2)], OnnxAttribute.Ints(WindowOperator.ShapeAttribute, shape.ToIntegers().AsSpan()));
    }

    /// <summary>Whether a convolution of images with channels first would become a draft, had they these last.</summary>
    public static bool WouldRun(MLNode convolution) =>
        Window(convolution, AxisOrder.Moved(convolution.Input(0).Shape), AxisOrder.Moved(convolution.Output.Shape)) is not null;

    /// <summary>The window of a convolution between two channels-last images; null where it is for ONNX Runtime.</summary>
    private static WindowShape? Window(MLNode node, ImmutableArray<int> image, ImmutableArray<int> output)
    {
        var (options, filter) = (Options(node), node.Input(1));
        var isDepthwise = options.Groups > 1;
        if (filter.DataType is not MLOperandDataType.Float32
            || (isDepthwise && options.Groups != image[3])
            || !HostConstant.TryResolve(filter, out _)
            || (node.OptionalInput(2) is { } bias && !HostConstant.TryResolve(bias, out _)))
        {
            return null;
        }

        var kernel = HostConstants.Transpose(filter.Shape, FilterOrder(node));
        var shape = Shape(image, output, new(kernel[1], kernel[2]), options.Strides, options.Dilations, options.Padding) with { Depthwise = isDepthwise };
        return WindowKernels.Support(WindowOperation.Convolution, shape) ? shape : null;
    }

    private static MLConv2dOptions Options(MLNode convolution) => (MLConv2dOptions)convolution.Options!;

    /// <param name="options">With the padding that the output's size needs.</param>
    public static OnnxValue? Pool(OperatorContext op, WindowOperation operation, MLPool2dOptions options)
    {
        if (op.Lowering.OwnKernels is not { } target || options.Layout is not MLInputOperandLayout.Nhwc || op.Node.Input(0).DataType is not MLOperandDataType.Float32)
        {
            return null;
        }

        return Pool(op, target, operation, Shape(op.Node.Input(0).Shape, op.OutputShape, options.WindowDimensions!.Value, options.Strides, options.Dilations, options.Padding) with { Depthwise = true });
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
        WindowKernels.Support(operation, shape)
        ? Emit(op, WindowOperator.Name, [op.Input(0)], WindowOperator.Attributes(operation, target, op.OutputShape, new WindowStage(shape, OutputRange.Unlimited)).AsSpan())
        : null;

    private static OnnxValue Emit(OperatorContext op, string @operator, ReadOnlySpan<OnnxValue?> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Lowering.EmitIn(WindowOperator.Domain, @operator, inputs, OrtElementType.Float, op.OutputShape, attributes);

    private static WindowShape Shape(
        ImmutableArray<int> image, ImmutableArray<int> output, Size2D window, Size2D strides, Size2D dilations, Padding2D padding) =>
        WindowShape.Between(image, output) with
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

    /// <summary>The filter's axes, as the name of its layout spells them, in the order of kernels.</summary>
    private static int[] FilterOrder(MLNode convolution)
    {
        var (options, order) = (Options(convolution), Options(convolution).Groups > 1 ? DepthwiseOrder : DenseOrder);
        var name = options.FilterLayout.ToString();
        return [.. order.Select(axis => name.IndexOf(axis, StringComparison.OrdinalIgnoreCase))];
    }
}
