namespace WebNN.Reference.Operators;

/// <summary>conv2d, convTranspose2d.</summary>
internal static class Convolution
{
    public static readonly OperatorRow[] Rows = [new("conv2d", Conv2d), new("convTranspose2d", ConvTranspose2d)];

    /// <summary>The axes of a filter.</summary>
    private readonly record struct FilterAxes(int Output, int Input, int Height, int Width);

    /// <summary>Each output is the sum of its window's elements times the filter's; padding is 0.</summary>
    private static Tensor Conv2d(OperatorCall call)
    {
        var options = call.Options<MLConv2dOptions>();
        FilterAxes axes = options.FilterLayout switch
        {
            MLConv2dFilterOperandLayout.Hwio => new(3, 2, 0, 1),
            MLConv2dFilterOperandLayout.Ohwi => new(0, 3, 1, 2),
            MLConv2dFilterOperandLayout.Ihwo => new(3, 0, 1, 2),
            _ => new(0, 1, 2, 3),
        };
        var (x, y, filter) = Operands(call, options.InputLayout);
        var (rows, columns) = Windows(filter, axes, options.Padding, options.Strides, options.Dilations);
        return Sum(
            call, x, y, axes, options.Groups, rows.Within(y.Height, x.Height), columns.Within(y.Width, x.Width), (output, _) => (output, 0));
    }

    /// <summary>Each input element times the filter is added to a window of the output: an output sums over the windows that it lies in.</summary>
    private static Tensor ConvTranspose2d(OperatorCall call)
    {
        var options = call.Options<MLConvTranspose2dOptions>();
        FilterAxes axes = options.FilterLayout switch
        {
            MLConvTranspose2dFilterOperandLayout.Hwoi => new(2, 3, 0, 1),
            MLConvTranspose2dFilterOperandLayout.Ohwi => new(0, 3, 1, 2),
            _ => new(1, 0, 2, 3),
        };
        var (x, y, filter) = Operands(call, options.InputLayout);
        var (rows, columns) = Windows(filter, axes, options.Padding, options.Strides, options.Dilations);
        var perGroup = filter.Shape[axes.Output];
        return Sum(
            call, x, y, axes, options.Groups, rows.Around(y.Height, x.Height), columns.Around(y.Width, x.Width), (output, first) => (output % perGroup, first));
    }

    private static (Image Input, Image Output, Tensor Filter) Operands(OperatorCall call, MLInputOperandLayout layout) =>
        (Image.Of(call.Input(0), layout), Image.Of(Tensor.Zeros(call.Output), layout), call.Input(1));

    private static (Window Rows, Window Columns) Windows(Tensor filter, FilterAxes axes, Padding2D padding, Size2D strides, Size2D dilations) => (
        new(padding.Top, strides.Height, dilations.Height, filter.Shape[axes.Height]),
        new(padding.Left, strides.Width, dilations.Width, filter.Shape[axes.Width]));

    /// <param name="rows">For each row of the output the filter's rows that count there, each with its row of the input.</param>
    /// <param name="columns">The same for columns.</param>
    /// <param name="weights">Where an output channel's weights begin in the filter, by output channel and by the first input channel of its group.</param>
    private static Tensor Sum(
        OperatorCall call,
        Image x,
        Image y,
        FilterAxes axes,
        int groups,
        (int Element, int Position)[][] rows,
        (int Element, int Position)[][] columns,
        Func<int, int, (int Output, int Input)> weights)
    {
        var (filter, bias) = (call.Input(1), call.OptionalInput(2));
        var strides = Positions.Strides(filter.Shape);
        var (outputs, inputs) = (y.Channels / groups, x.Channels / groups);
        y.Fill((batch, output, row, column) =>
        {
            var (sum, first) = (bias?.Reals[output] ?? 0, output / outputs * inputs);
            var start = weights(output, first);
            foreach (var (ky, iy) in rows[row])
            {
                foreach (var (kx, ix) in columns[column])
                {
                    var position = x.Position(batch, first, iy, ix);
                    var weight = (start.Output * strides[axes.Output]) + (start.Input * strides[axes.Input]) + (ky * strides[axes.Height]) + (kx * strides[axes.Width]);
                    for (var channel = 0; channel < inputs; channel++)
                    {
                        sum += x.Reals[position] * filter.Reals[weight];
                        position += x.ChannelStride;
                        weight += strides[axes.Input];
                    }
                }
            }

            return sum;
        });
        return Tensor.Of(call.Output, y.Reals);
    }
}
