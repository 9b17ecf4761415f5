using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// CONV_3D, CONV_3D_TRANSPOSE over NDHWC: WebNN convolves images, so each layer of the filter convolves the layers of the volume, all at once as a
/// batch, and the results are added up.
/// </summary>
internal static class Volume
{
    /// <summary>A filter with more layers becomes a graph too large.</summary>
    private const int MaxLayers = 64;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteConv3DParams>(BuiltinOperator.Conv3D, maxVersion: 1, Conv3D),
        OperatorRow.Of<TfLiteConv3DParams>(BuiltinOperator.Conv3DTranspose, maxVersion: 1, Conv3DTranspose),
    ];

    private static MLOperand Conv3D(OperatorContext op, TfLiteConv3DParams p)
    {
        var (b, input, filter) = (op.Builder, op.Input(0, rank: 5), op.Input(1, rank: 5));
        op.Require(input.Shape[4] == filter.Shape[3], $"{input.Shape[4]} channels; filters of {filter.Shape[3]}");
        var (image, kernel) = (new Size2D(input.Shape[2], input.Shape[3]), new Size2D(filter.Shape[1], filter.Shape[2]));
        var (strides, dilations) = (new Size2D(p.StrideHeight, p.StrideWidth), new Size2D(p.DilationHeight, p.DilationWidth));
        var options = new MLConv2dOptions
        {
            Padding = Window.Padding(op, p.Padding, image, kernel, strides, dilations),
            Strides = strides,
            Dilations = dilations,
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Hwio,
        };

        var (layers, depth) = (filter.Shape[0], Depth(op, p, input.Shape[1], filter.Shape[0], p.DilationDepth));
        input = depth is (0, 0) ? input : b.Pad(input, [0, depth.Before, 0, 0, 0], [0, depth.After, 0, 0, 0], new(), op.Label);
        var count = ((input.Shape[1] - ((layers - 1) * p.DilationDepth) - 1) / p.StrideDepth) + 1;
        op.Require(count > 0, $"a window of {layers} layers over {input.Descriptor}");
        MLOperand? sum = null;
        for (var layer = 0; layer < layers; layer++)
        {
            int[] sizes = [input.Shape[0], ((count - 1) * p.StrideDepth) + 1, .. input.Shape.AsSpan()[2..]];
            var taken = b.Slice(input, [0, layer * p.DilationDepth, 0, 0, 0], sizes, [1, p.StrideDepth, 1, 1, 1], op.Label);
            var images = op.Reshape(taken, [input.Shape[0] * count, .. input.Shape.AsSpan()[2..]]);
            var part = b.Conv2d(images, Layer(op, filter, layer), null, options, op.Label);
            sum = sum is null ? part : b.Add(sum, part, op.Label);
        }

        return Finished(op, op.Reshape(sum!, [input.Shape[0], count, .. sum!.Shape.AsSpan()[1..]]), 2, p);
    }

    private static MLOperand Conv3DTranspose(OperatorContext op, TfLiteConv3DParams p)
    {
        var (b, shape, filter, input) = (op.Builder, op.Integers(0), op.Input(1, rank: 5), op.Input(2, rank: 5));
        op.Require(shape.Length == 5 && input.Shape[4] == filter.Shape[4], $"output shape [{string.Join(',', shape)}], {input.Shape[4]} channels; filters of {filter.Shape[4]}");
        op.Require(p is { DilationDepth: 1, DilationHeight: 1, DilationWidth: 1 }, "dilations");
        var (sizes, kernel) = (new Size2D(shape[2], shape[3]), new Size2D(filter.Shape[1], filter.Shape[2]));
        var strides = new Size2D(p.StrideHeight, p.StrideWidth);
        var options = new MLConvTranspose2dOptions
        {
            Padding = Window.Padding(op, p.Padding, sizes, kernel, strides, new(1, 1)),
            Strides = strides,
            OutputSizes = sizes,
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConvTranspose2dFilterOperandLayout.Hwoi,
        };

        var (layers, before) = (filter.Shape[0], Depth(op, p, shape[1], filter.Shape[0], 1).Before);
        var images = op.Reshape(input, [input.Shape[0] * input.Shape[1], .. input.Shape.AsSpan()[2..]]);
        MLOperand? sum = null;
        for (var layer = 0; layer < layers; layer++)
        {
            var part = b.ConvTranspose2d(images, Layer(op, filter, layer), null, options, op.Label);
            part = op.Reshape(part, [input.Shape[0], input.Shape[1], .. part.Shape.AsSpan()[1..]]);
            part = Spreading.Spread(op, part, 1, p.StrideDepth - 1, 0);
            part = layers == 1 ? part : b.Pad(part, [0, layer, 0, 0, 0], [0, layers - 1 - layer, 0, 0, 0], new(), op.Label);
            sum = sum is null ? part : b.Add(sum, part, op.Label);
        }

        return Finished(op, Cut(op, sum!, before, shape[1]), 3, p);
    }

    /// <summary>The layers from one on, with empty ones where there are too few.</summary>
    private static MLOperand Cut(OperatorContext op, MLOperand volume, int before, int count)
    {
        var missing = Math.Max(0, before + count - volume.Shape[1]);
        volume = missing == 0 ? volume : op.Builder.Pad(volume, [0, 0, 0, 0, 0], [0, missing, 0, 0, 0], new(), op.Label);
        return volume.Shape[1] == count
            ? volume
            : op.Builder.Slice(volume, [0, before, 0, 0, 0], [volume.Shape[0], count, .. volume.Shape.AsSpan()[2..]], label: op.Label);
    }

    /// <summary>As along the other axes, by the same rules.</summary>
    private static (int Before, int After) Depth(OperatorContext op, TfLiteConv3DParams p, int size, int layers, int dilation)
    {
        op.Require(layers <= MaxLayers, $"a filter of {layers} layers");
        var padding = Window.Padding(op, p.Padding, new(size, 1), new(layers, 1), new(p.StrideDepth, 1), new(dilation, 1));
        return (padding.Top, padding.Bottom);
    }

    private static MLOperand Layer(OperatorContext op, MLOperand filter, int layer) => op.Reshape(
        op.Builder.Slice(filter, [layer, 0, 0, 0, 0], [1, .. filter.Shape.AsSpan()[1..]], label: op.Label), filter.Shape.AsSpan()[1..]);

    private static MLOperand Finished(OperatorContext op, MLOperand volume, int bias, TfLiteConv3DParams p) =>
        op.Activate(op.Has(bias) ? op.Builder.Add(volume, op.Input(bias, rank: 1), op.Label) : volume, p.Activation);
}
