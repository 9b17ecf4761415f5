using System.Collections.Immutable;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Patterns;

/// <summary>
/// pad → conv2d as the convolution's own padding; space to batch → conv2d → batch to space as a dilation. Both multiply the same elements
/// with the same weights. A convolution takes what lies outside of the image for zero, or leaves it out: that differs only where a weight
/// is infinite or no number, and then it is the spelled out that gives none.
/// </summary>
internal static class ConvolutionPatterns
{
    /// <summary>An activation, and a quantization with its bounds, are three; more is looked at for nothing.</summary>
    private const int MostBetween = 8;

    public static readonly PatternRow[] Rows =
    [
        new("pad conv2d", "conv2d", Padded),
        new("dilation", "reshape", Dilated),
        new("dilation", "slice", Dilated),
    ];

    private static Fusion? Padded(PatternGraph graph, MLNode last)
    {
        var options = (MLConv2dOptions)last.Options!;
        var source = ImageSource.Of(last.Input(0));
        if (Margins(source.Stored.Producer, source.Zero, options.InputLayout) is not { } margins || Sum(options.Padding, new(1, 1), margins, default) is not { } padding)
        {
            return null;
        }

        var pad = source.Stored.Producer!;
        return new(
            source.Dequantization is { } dequantization ? [pad, dequantization] : [pad],
            made => made.Add("conv2d", [source.Real(made, pad.Input(0)), .. last.Inputs[1..]], last.Output.Descriptor, options with { Padding = padding }, last.Label));
    }

    /// <summary>
    /// With blocks of b, image (i, j) of the batch has the rows i, i + b, i + 2b … of the padded image and the columns j, j + b, …: neighbours in it
    /// are b apart in the image, and so are the results, which batch to space puts back. Rows of padding of such an image are b rows of the image.
    /// </summary>
    private static Fusion? Dilated(PatternGraph graph, MLNode last)
    {
        var (back, result) = ElementOrder.Behind(last.Operator is "slice" ? last.Input(0) : last.Output);
        var (between, value) = Between(result);
        if (back.Count == 0 || value.Producer is not { Operator: "conv2d", Options: MLConv2dOptions { InputLayout: MLInputOperandLayout.Nhwc, Strides: { Height: 1, Width: 1 } } options } convolution)
        {
            return null;
        }

        var source = ImageSource.Of(convolution.Input(0));
        var (forth, image) = ElementOrder.Behind(source.Stored);
        if (Blocks(image, forth, source.Stored) is not { } blocks || !IsBatchToSpace(result, back, blocks, image.Shape[0]) || Crops(last, back[0].Output.Shape) is not { } crops)
        {
            return null;
        }

        var margins = Margins(image.Producer, source.Zero, options.InputLayout);
        if (Sum(options.Padding, blocks, margins ?? default, crops) is not { } padding || Product(options.Dilations, blocks) is not { } dilations)
        {
            return null;
        }

        var (pad, unpadded) = margins is null ? (null, image) : (image.Producer, image.Producer!.Input(0));
        var dilated = options with { Padding = padding, Dilations = dilations };
        MLNode?[] inner = [pad, source.Dequantization, convolution, .. forth, .. between, .. back];
        return new(
            [.. inner.OfType<MLNode>().Where(node => node != last)],
            made =>
            {
                var shape = last.Output.Shape;
                var output = made.Add(
                    "conv2d", [source.Real(made, unpadded), .. convolution.Inputs[1..]], value.Descriptor.WithShape(shape.AsSpan()), dilated, convolution.Label);
                return Enumerable.Reverse(between).Aggregate(output, (input, node) =>
                    made.Add(node.Operator, [input, .. node.Inputs[1..]], node.Output.Descriptor.WithShape(shape.AsSpan()), node.Options, node.Label));
            });
    }

    /// <summary>The operators between a convolution and what moves its elements, the last first: each of an element by itself.</summary>
    private static (List<MLNode> Nodes, MLOperand Source) Between(MLOperand operand)
    {
        var nodes = new List<MLNode>();
        while (nodes.Count < MostBetween && operand.Producer is { } node
            && (node.Operator is "relu" or "clamp" or "elu" or "leakyRelu" or "hardSwish" or "sigmoid" or "tanh"
                || (node.Operator is "quantizeLinear" or "dequantizeLinear" && QuantizationParameters.Of(node) is { PerTensor: true })))
        {
            nodes.Add(node);
            operand = node.Input(0);
        }

        return (nodes, operand);
    }

    /// <summary>The blocks of a space to batch; null where the moves are none, or none along the height and width.</summary>
    private static Size2D? Blocks(MLOperand image, List<MLNode> moves, MLOperand batch)
    {
        if (moves.Count == 0 || image.Rank != 4 || batch.Rank != 4)
        {
            return null;
        }

        var (height, width, channels) = (image.Shape[1], image.Shape[2], image.Shape[3]);
        var blocks = new Size2D(height / batch.Shape[1], width / batch.Shape[2]);
        if (blocks.Height * batch.Shape[1] != height || blocks.Width * batch.Shape[2] != width || batch.Shape[3] != channels)
        {
            return null;
        }

        var row = (long)width * channels;
        return IsOrder(
            image,
            moves,
            [
                new(blocks.Height, row),
                new(blocks.Width, channels),
                new(image.Shape[0], height * row),
                new(batch.Shape[1], blocks.Height * row),
                new(batch.Shape[2], blocks.Width * channels),
                new(channels, 1),
            ])
            ? blocks
            : null;
    }

    private static bool IsBatchToSpace(MLOperand batch, List<MLNode> moves, Size2D blocks, int images)
    {
        var (height, width, channels) = (batch.Shape[1], batch.Shape[2], batch.Shape[3]);
        ImmutableArray<int> expected = [images, height * blocks.Height, width * blocks.Width, channels];
        var image = (long)height * width * channels;
        return moves[0].Output.Shape.AsSpan().SequenceEqual(expected.AsSpan()) && IsOrder(
            batch,
            moves,
            [
                new(images, image),
                new(height, (long)width * channels),
                new(blocks.Height, blocks.Width * images * image),
                new(width, channels),
                new(blocks.Width, images * image),
                new(channels, 1),
            ]);
    }

    private static bool IsOrder(MLOperand source, List<MLNode> moves, ElementOrder.Extent[] expected) =>
        ElementOrder.Of(source, moves) is { } order && order.AsSpan().SequenceEqual(ElementOrder.Merged(expected).AsSpan());

    /// <summary>What is cut off the height and width; null where anything else is.</summary>
    private static Padding2D? Crops(MLNode last, ImmutableArray<int> shape)
    {
        if (last.Options is not MLSliceAttributes slice)
        {
            return default(Padding2D);
        }

        int[] ends = [.. shape.Select((size, axis) => size - slice.Starts[axis] - slice.Sizes[axis])];
        return slice.Strides.All(stride => stride == 1) && slice.Starts[0] + slice.Starts[3] + ends[0] + ends[3] == 0
            ? new(slice.Starts[1], ends[1], slice.Starts[2], ends[2])
            : null;
    }

    /// <summary>The zeros that a pad puts around an image; null where it is none, or puts other values, or others elsewhere.</summary>
    private static Padding2D? Margins(MLNode? pad, MLNumber zero, MLInputOperandLayout layout)
    {
        if (pad is not { Operator: "pad", Options: MLPadOptions { Mode: MLPaddingMode.Constant } options } || options.Value.ToDouble() != zero.ToDouble())
        {
            return null;
        }

        var (height, width, channels) = layout is MLInputOperandLayout.Nhwc ? (1, 2, 3) : (2, 3, 1);
        var (before, after) = (options.Beginning, options.Ending);
        return before[0] + after[0] + before[channels] + after[channels] == 0 ? new(before[height], after[height], before[width], after[width]) : null;
    }

    /// <summary>The padding of the whole; null where it is none: less than was cut off.</summary>
    private static Padding2D? Sum(Padding2D own, Size2D blocks, Padding2D margins, Padding2D crops)
    {
        var top = ((long)own.Top * blocks.Height) + margins.Top - crops.Top;
        var bottom = ((long)own.Bottom * blocks.Height) + margins.Bottom - crops.Bottom;
        var left = ((long)own.Left * blocks.Width) + margins.Left - crops.Left;
        var right = ((long)own.Right * blocks.Width) + margins.Right - crops.Right;
        return IsSize(top) && IsSize(bottom) && IsSize(left) && IsSize(right) ? new((int)top, (int)bottom, (int)left, (int)right) : null;
    }

    private static Size2D? Product(Size2D a, Size2D b)
    {
        var (height, width) = ((long)a.Height * b.Height, (long)a.Width * b.Width);
        return IsSize(height) && IsSize(width) ? new((int)height, (int)width) : null;
    }

    private static bool IsSize(long value) => value is >= 0 and <= int.MaxValue;

    /// <summary>The image of a convolution, or the integers that it is dequantized from, of which the zero point is zero.</summary>
    private readonly record struct ImageSource(MLOperand Stored, MLNode? Dequantization, MLNumber Zero)
    {
        public static ImageSource Of(MLOperand image) =>
            image.Producer is { Operator: "dequantizeLinear" } node && QuantizationParameters.Of(node) is { PerTensor: true } parameters
                ? new(node.Input(0), node, parameters.ZeroPoint)
                : new(image, null, 0);

        /// <summary>What <paramref name="stored"/> stands for.</summary>
        public MLOperand Real(PatternGraph made, MLOperand stored) => Dequantization is { } node
            ? made.Add("dequantizeLinear", [stored, .. node.Inputs[1..]], node.Output.Descriptor.WithShape(stored.Shape.AsSpan()), node.Options, node.Label)
            : stored;
    }
}
