using static WebNN.OnnxRuntime.Tests.RandomGraphs.Types;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>Calls of operators over images, of matrix products, normalizations and quantization.</summary>
internal static class RandomWindows
{
    public static readonly RandomOperator[] All =
    [
        new("conv2d", Conv2d), new("convTranspose2d", ConvTranspose2d),
        new("averagePool2d", d => d.Builder.AveragePool2d(Image(d, d.Float()), Pool(d))),
        new("l2Pool2d", d => d.Builder.L2Pool2d(Image(d, d.Float()), Pool(d))),
        new("maxPool2d", d => d.Builder.MaxPool2d(Image(d, d.Chance(25) ? d.Type() : d.Type(F32, F16, I8, U8)), Pool(d))),
        new("resample2d", Resample2d), new("gemm", Gemm), new("matmul", Matmul),
        new("batchNormalization", BatchNormalization), new("instanceNormalization", InstanceNormalization), new("layerNormalization", LayerNormalization),
        new("quantizeLinear", d => Quantize(d, d.Float(), d.Type(I8, U8, I32, U32))), new("dequantizeLinear", Dequantize),
    ];

    private static MLOperand Image(Draw draw, MLOperandDataType type) => draw.Operand(type, draw.Shape(draw.Chance(draw.Oddity) ? draw.Rank() : 4));

    public static Size2D Size(Draw draw, int most = 3) => new(draw.Odd(1 + draw.Below(most)), draw.Odd(1 + draw.Below(most)));

    public static Padding2D Padding(Draw draw) => draw.Flip()
        ? default
        : new(draw.Odd(draw.Below(3)), draw.Odd(draw.Below(3)), draw.Odd(draw.Below(3)), draw.Odd(draw.Below(3)));

    public static MLPool2dOptions Pool(Draw draw) => new()
    {
        WindowDimensions = draw.Chance(20) ? null : Size(draw, 4),
        Padding = Padding(draw),
        Strides = Size(draw),
        Dilations = draw.Chance(75) ? new(1, 1) : Size(draw),
        Layout = draw.Choice<MLInputOperandLayout>(),
        OutputShapeRounding = draw.Choice<MLRoundingType>(),
        OutputSizes = draw.Chance(10) ? Size(draw, 5) : null,
    };

    private static MLOperand Conv2d(Draw draw)
    {
        var (groups, inputs, outputs) = (draw.Of(1, 1, 2, 5), draw.Dimension(), draw.Dimension());
        var (kernel, type) = (Size(draw), draw.Float());
        var (layout, order) = (draw.Choice<MLInputOperandLayout>(), draw.Choice<MLConv2dFilterOperandLayout>());
        outputs *= draw.Chance(90) ? groups : 1;
        int[] filter = order switch
        {
            MLConv2dFilterOperandLayout.Hwio => [kernel.Height, kernel.Width, inputs, outputs],
            MLConv2dFilterOperandLayout.Ohwi => [outputs, kernel.Height, kernel.Width, inputs],
            MLConv2dFilterOperandLayout.Ihwo => [inputs, kernel.Height, kernel.Width, outputs],
            _ => [outputs, inputs, kernel.Height, kernel.Width],
        };
        return draw.Builder.Conv2d(Channels(draw, type, layout, inputs * groups), draw.Operand(type, filter), draw.Optional(type, outputs), new()
        {
            Padding = Padding(draw),
            Strides = Size(draw),
            Dilations = draw.Chance(75) ? new(1, 1) : Size(draw),
            Groups = draw.Odd(groups),
            InputLayout = layout,
            FilterLayout = order,
        });
    }

    private static MLOperand ConvTranspose2d(Draw draw)
    {
        var (groups, inputs, outputs) = (draw.Of(1, 1, 2, 5), draw.Dimension(), draw.Dimension());
        var (kernel, type, strides) = (Size(draw), draw.Float(), Size(draw));
        var (layout, order) = (draw.Choice<MLInputOperandLayout>(), draw.Choice<MLConvTranspose2dFilterOperandLayout>());
        inputs *= groups;
        int[] filter = order switch
        {
            MLConvTranspose2dFilterOperandLayout.Hwoi => [kernel.Height, kernel.Width, outputs, inputs],
            MLConvTranspose2dFilterOperandLayout.Ohwi => [outputs, kernel.Height, kernel.Width, inputs],
            _ => [inputs, outputs, kernel.Height, kernel.Width],
        };
        return draw.Builder.ConvTranspose2d(Channels(draw, type, layout, inputs), draw.Operand(type, filter), draw.Optional(type, outputs * groups), new()
        {
            Padding = Padding(draw),
            Strides = strides,
            Dilations = draw.Chance(75) ? new(1, 1) : Size(draw),
            OutputPadding = new(draw.Odd(draw.Below(Math.Clamp(strides.Height, 1, 4))), draw.Odd(draw.Below(Math.Clamp(strides.Width, 1, 4)))),
            OutputSizes = draw.Chance(10) ? Size(draw, 20) : null,
            Groups = draw.Odd(groups),
            InputLayout = layout,
            FilterLayout = order,
        });
    }

    private static MLOperand Channels(Draw draw, MLOperandDataType type, MLInputOperandLayout layout, int channels)
    {
        var shape = draw.Shape(3);
        return draw.Operand(type, layout is MLInputOperandLayout.Nhwc ? [.. shape, channels] : [shape[0], channels, shape[1], shape[2]]);
    }

    private static MLOperand Resample2d(Draw draw)
    {
        var x = Image(draw, draw.Type(F32, F16, I8, U8));
        var axes = draw.Axes(4, 2);
        return draw.Builder.Resample2d(x, new()
        {
            Mode = draw.Choice<MLInterpolationMode>(),
            Scales = (draw.Chance(80) ? draw.Of(0.3f, 0.5f, 1, 1.7f, 3) : draw.Single(), draw.Chance(80) ? draw.Of(0.3f, 0.5f, 1, 1.7f, 3) : draw.Single()),
            Sizes = draw.Flip() ? (draw.Odd(draw.Dimension()), draw.Odd(draw.Dimension())) : null,
            Axes = (axes[0], axes[1]),
        });
    }

    private static MLOperand Gemm(Draw draw)
    {
        var type = draw.Float();
        var (rows, inner, columns) = (draw.Dimension(), draw.Dimension(), draw.Dimension());
        var options = new MLGemmOptions { Alpha = draw.Single(), Beta = draw.Single(), ATranspose = draw.Flip(), BTranspose = draw.Flip() };
        return draw.Builder.Gemm(
            draw.Operand(type, options.ATranspose ? [inner, rows] : [rows, inner]),
            draw.Operand(type, options.BTranspose ? [columns, inner] : [inner, columns]),
            draw.Optional(type, draw.Broadcastable([rows, columns])),
            options);
    }

    private static MLOperand Matmul(Draw draw)
    {
        var (type, batches) = (draw.Float(), draw.Shape(draw.Of(0, 0, 1, 2, 3, 6)));
        var (rows, inner, columns) = (draw.Dimension(), draw.Dimension(), draw.Dimension());
        return draw.Builder.Matmul(
            draw.Operand(type, [.. draw.Broadcastable(batches), rows, inner]), draw.Operand(type, [.. draw.Broadcastable(batches), inner, columns]));
    }

    private static MLOperand BatchNormalization(Draw draw)
    {
        var x = draw.Operand(draw.Float(), draw.Shape(draw.Rank(1)));
        var axis = draw.Axis(x.Rank);
        var channels = axis >= 0 && axis < x.Rank ? x.Shape[axis] : 1;
        return draw.Builder.BatchNormalization(
            x, draw.Operand(x.DataType, [channels]), draw.Operand(x.DataType, [channels]), draw.Optional(x.DataType, channels), draw.Optional(x.DataType, channels),
            new() { Axis = axis, Epsilon = Epsilon(draw) });
    }

    private static MLOperand InstanceNormalization(Draw draw)
    {
        var (layout, channels, type) = (draw.Choice<MLInputOperandLayout>(), draw.Dimension(), draw.Float());
        return draw.Builder.InstanceNormalization(
            Channels(draw, type, layout, channels), draw.Optional(type, channels), draw.Optional(type, channels), new() { Layout = layout, Epsilon = Epsilon(draw) });
    }

    private static MLOperand LayerNormalization(Draw draw)
    {
        var x = draw.Operand(draw.Float(), draw.Shape(draw.Rank()));
        int[]? axes = draw.Chance(20) ? null : draw.Axes(x.Rank, draw.Below(x.Rank + 1));
        int[] shape = [.. (axes ?? Enumerable.Range(1, Math.Max(x.Rank - 1, 0))).Select(axis => axis >= 0 && axis < x.Rank ? x.Shape[axis] : 1)];
        return draw.Builder.LayerNormalization(
            x, draw.Optional(x.DataType, shape), draw.Optional(x.DataType, shape), new() { Axes = axes is null ? null : [.. axes], Epsilon = Epsilon(draw) });
    }

    private static float Epsilon(Draw draw) => draw.Flip() ? 1e-5f : draw.Single();

    private static MLOperand Quantize(Draw draw, MLOperandDataType from, MLOperandDataType to)
    {
        var x = draw.Operand(from, draw.Shape(draw.Rank()));
        var blocks = Blocks(draw, x);
        return draw.Builder.QuantizeLinear(x, draw.Operand(from, blocks, draw.Of(Elements.Positive, Elements.Any)), draw.Operand(to, blocks));
    }

    private static MLOperand Dequantize(Draw draw)
    {
        var x = draw.Operand(draw.Type(I8, U8, I32, U32), draw.Shape(draw.Rank()));
        var blocks = Blocks(draw, x);
        return draw.Builder.DequantizeLinear(x, draw.Operand(draw.Float(), blocks, draw.Of(Elements.Positive, Elements.Any)), draw.Operand(x.DataType, blocks));
    }

    /// <summary>A shape that divides the operand into blocks: one, one per element of an axis, or some of each.</summary>
    private static int[] Blocks(Draw draw, MLOperand x)
    {
        var kept = draw.Axis(x.Rank);
        var kind = draw.Below(3);
        return [.. x.Shape.Select((size, axis) => kind switch
        {
            0 => 1,
            1 => axis == kept ? size : 1,
            _ => draw.Odd(draw.Of(1, size, size % 2 == 0 ? 2 : size, size % 4 == 0 ? size / 4 : 1)),
        })];
    }
}
