namespace WebNN.Reference.Operators;

/// <summary>resample2d.</summary>
internal static class Resizing
{
    public static readonly OperatorRow[] Rows = [new("resample2d", Resample2d)];

    private static Tensor Resample2d(OperatorCall call)
    {
        var options = call.Options<MLResample2dOptions>();
        return options.Mode is MLInterpolationMode.NearestNeighbor ? Nearest(call) : Linear(call, options);
    }

    /// <summary>The element at <c>ceil(coordinate - 0.5)</c>, in integers: half an element is never lost.</summary>
    private static Tensor Nearest(OperatorCall call)
    {
        var x = call.Input(0);
        var strides = Positions.Strides(x.Shape);
        return x.Take(call.Output, Positions.Of(0, call.Output.Shape.Select((output, axis) => Positions.Axis(output, index =>
        {
            long input = x.Shape[axis];
            var numerator = (((2L * index) + 1) * input) - (2L * output);
            return (int)Math.Clamp((long)Math.Ceiling(Exact(numerator, 2L * output)), 0, input - 1) * strides[axis];
        }))));
    }

    /// <summary>A quotient that is an integer only where the division comes out even.</summary>
    private static decimal Exact(long numerator, long denominator) => (decimal)numerator / denominator;

    /// <summary>Along one axis after the other, in double; integers are rounded at the end, halves to even.</summary>
    private static Tensor Linear(OperatorCall call, MLResample2dOptions options)
    {
        var x = call.Input(0);
        var values = x.IsReal ? [.. x.Reals] : Array.ConvertAll(x.Integers, value => (double)value);
        int[] shape = [.. x.Shape];
        foreach (var axis in new[] { options.Axes.First, options.Axes.Second })
        {
            values = Along(values, shape, axis, call.Output.Shape[axis]);
            shape[axis] = call.Output.Shape[axis];
        }

        return x.IsReal
            ? Tensor.Of(call.Output, values)
            : Tensor.Of(call.Output, Array.ConvertAll(values, value => Numbers.Truncate(call.Output.DataType, Math.Round(value, MidpointRounding.ToEven))));
    }

    private static double[] Along(double[] values, int[] shape, int axis, int length)
    {
        var (size, stride) = (shape[axis], Positions.Strides([.. shape])[axis]);
        var results = new double[values.Length / size * length];
        for (var i = 0; i < results.Length; i++)
        {
            var (outer, index, inner) = (i / stride / length, i / stride % length, i % stride);
            var coordinate = ((((2.0 * index) + 1) * size) - length) / (2.0 * length);
            var (below, share) = (Math.Floor(coordinate), coordinate - Math.Floor(coordinate));
            var first = values[At(below)];
            results[i] = share == 0 ? first : (first * (1 - share)) + (values[At(below + 1)] * share);

            int At(double position) => (((outer * size) + (int)Math.Clamp(position, 0, size - 1)) * stride) + inner;
        }

        return results;
    }
}
