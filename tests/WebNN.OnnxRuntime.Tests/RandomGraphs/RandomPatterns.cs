using static WebNN.OnnxRuntime.Tests.RandomGraphs.Types;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>Operators between dequantizeLinear and quantizeLinear: what may become an integer kernel.</summary>
internal static class RandomPatterns
{
    public static readonly RandomOperator Any = new("pattern", Pattern);

    private static MLOperand Pattern(Draw draw)
    {
        var type = draw.Of(I8, U8);
        var (x, scale) = (draw.Operand(type, draw.Shape(4)), draw.Of(0.02f, 0.5f, 1));
        var result = Apply(draw, Real(draw, x, scale), () => Real(draw, draw.Operand(type, draw.Broadcastable(x.Shape.AsSpan())), scale));
        if (draw.Chance(20))
        {
            result = draw.Builder.Reshape(result, [(int)result.Descriptor.ElementCount]);
        }

        return draw.Builder.QuantizeLinear(result, Single(draw, F32, result.Rank, draw.Of(0.02, 0.5, 1)), Single(draw, draw.Of(I8, U8), result.Rank, draw.Below(9)));
    }

    private static MLOperand Apply(Draw draw, MLOperand x, Func<MLOperand> other)
    {
        var builder = draw.Builder;
        return draw.Below(15) switch
        {
            0 or 1 => Conv2d(draw, x),
            2 => builder.AveragePool2d(x, RandomWindows.Pool(draw)),
            3 => builder.MaxPool2d(x, RandomWindows.Pool(draw)),
            4 => builder.ReduceMean(x, new() { Axes = [.. draw.Axes(4, 1 + draw.Below(4))], KeepDimensions = draw.Flip() }),
            5 => builder.Mul(x, other()),
            6 => builder.Sub(x, other()),
            7 => builder.Add(x, other()),
            8 => builder.Clamp(x, new() { MinValue = draw.Number(), MaxValue = draw.Number() }),
            9 => builder.Sigmoid(x),
            10 => builder.LeakyRelu(x, draw.Single()),
            11 => builder.Relu(x),
            12 => builder.Concat([x, x], draw.Axis(4)),
            13 => builder.Matmul(x, Weights(draw, channelAxis: 1, x.Shape[3], draw.Dimension())),
            _ => Gemm(draw, builder.Reshape(x, [x.Shape[0] * x.Shape[1] * x.Shape[2], x.Shape[3]])),
        };
    }

    private static MLOperand Conv2d(Draw draw, MLOperand x)
    {
        var (groups, channels) = (draw.Of(1, 1, x.Shape[3]), draw.Of(1, 2, 8));
        var filter = Weights(draw, channelAxis: 0, groups * channels, 1 + draw.Below(3), 1 + draw.Below(3), x.Shape[3] / groups);
        return draw.Builder.Conv2d(x, filter, Bias(draw, groups * channels), new()
        {
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Ohwi,
            Padding = RandomWindows.Padding(draw),
            Strides = RandomWindows.Size(draw),
            Dilations = draw.Chance(75) ? new(1, 1) : RandomWindows.Size(draw),
            Groups = groups,
        });
    }

    private static MLOperand Gemm(Draw draw, MLOperand rows)
    {
        var (columns, turned) = (draw.Dimension(), draw.Flip());
        var weights = turned ? Weights(draw, channelAxis: 0, columns, rows.Shape[1]) : Weights(draw, channelAxis: 1, rows.Shape[1], columns);
        return draw.Builder.Gemm(rows, weights, Bias(draw, columns), new() { BTranspose = turned, Alpha = draw.Of(1, 1, 0.5f), Beta = draw.Of(1, 1, 0) });
    }

    /// <summary>Constant integers with one scale, or one per channel.</summary>
    private static MLOperand Weights(Draw draw, int channelAxis, params int[] shape)
    {
        int[] scales = [.. Enumerable.Repeat(1, shape.Length)];
        scales[channelAxis] = draw.Flip() ? shape[channelAxis] : 1;
        var weights = draw.Operand(draw.Of(I8, U8), shape);
        return draw.Builder.DequantizeLinear(weights, draw.Operand(F32, scales, Elements.Positive), draw.Operand(weights.DataType, scales, draw.Of(Elements.Any, Elements.Positive)));
    }

    private static MLOperand? Bias(Draw draw, int channels) => draw.Below(3) switch
    {
        0 => null,
        1 => draw.Operand(F32, [channels]),
        _ => draw.Builder.DequantizeLinear(
            draw.Operand(I32, [channels]), draw.Operand(F32, [channels], Elements.Positive), draw.Builder.Constant(new MLOperandDescriptor(I32, channels), new byte[4 * channels])),
    };

    private static MLOperand Real(Draw draw, MLOperand x, float scale) =>
        draw.Builder.DequantizeLinear(x, Single(draw, F32, x.Rank, scale), Single(draw, x.DataType, x.Rank, draw.Below(9)));

    private static MLOperand Single(Draw draw, MLOperandDataType type, int rank, double value) =>
        draw.Builder.Constant(new MLOperandDescriptor(type, [.. Enumerable.Repeat(1, rank)]), draw.Builder.Constant(type, value).ConstantData!.Value);
}
