namespace WebNN.Reference.Operators;

/// <summary>batchNormalization, instanceNormalization, layerNormalization.</summary>
internal static class Normalization
{
    public static readonly OperatorRow[] Rows =
    [
        new("batchNormalization", BatchNormalization),
        new("instanceNormalization", InstanceNormalization),
        new("layerNormalization", LayerNormalization),
    ];

    private static Tensor BatchNormalization(OperatorCall call)
    {
        var options = call.Options<MLNormalizationOptions>();
        var (x, mean, variance, scale, bias) = (call.Input(0), call.Input(1).Reals, call.Input(2).Reals, call.OptionalInput(3), call.OptionalInput(4));
        var (channels, stride) = (x.Shape[options.Axis], Positions.Strides(x.Shape)[options.Axis]);
        var results = new double[x.Reals.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var channel = i / stride % channels;
            results[i] = Scaled((x.Reals[i] - mean[channel]) / Math.Sqrt(variance[channel] + options.Epsilon), scale, bias, channel);
        }

        return Tensor.Of(call.Output, results);
    }

    /// <summary>Each image's channel by itself.</summary>
    private static Tensor InstanceNormalization(OperatorCall call)
    {
        var options = call.Options<MLNormalizationOptions>();
        var channelAxis = options.Layout is MLInputOperandLayout.Nhwc ? 3 : 1;
        int[] axes = channelAxis == 3 ? [1, 2] : [2, 3];
        var channels = call.Input(0).Shape[channelAxis];
        return Normalized(call, axes, options.Epsilon, (row, _) => row % channels);
    }

    private static Tensor LayerNormalization(OperatorCall call)
    {
        var options = call.Options<MLNormalizationOptions>();
        return Normalized(call, [.. options.Axes!.Value], options.Epsilon, (_, element) => element);
    }

    /// <summary>Rows along some axes with their mean taken off, by the root of their variance.</summary>
    /// <param name="parameter">Which element of scale and bias belongs to an element of a row.</param>
    private static Tensor Normalized(OperatorCall call, int[] axes, double epsilon, Func<int, int, int> parameter)
    {
        var x = call.Input(0);
        var (starts, offsets) = Reference.Rows.Along(x.Shape, axes);
        var (results, row) = (new double[x.Reals.Length], new double[offsets.Length]);
        for (var i = 0; i < starts.Length; i++)
        {
            Reference.Rows.Read(x.Reals, starts[i], offsets, row);
            var mean = Reduction.Sum<double>(row) / row.Length;
            var deviation = Math.Sqrt((Reduction.SumSquare<double>(Array.ConvertAll(row, value => value - mean)) / row.Length) + epsilon);
            for (var element = 0; element < row.Length; element++)
            {
                results[starts[i] + offsets[element]] =
                    Scaled((row[element] - mean) / deviation, call.OptionalInput(1), call.OptionalInput(2), parameter(i, element));
            }
        }

        return Tensor.Of(call.Output, results);
    }

    private static double Scaled(double value, Tensor? scale, Tensor? bias, int parameter) =>
        (value * (scale?.Reals[parameter] ?? 1)) + (bias?.Reals[parameter] ?? 0);
}
