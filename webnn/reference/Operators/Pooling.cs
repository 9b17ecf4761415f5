namespace WebNN.Reference.Operators;

/// <summary>averagePool2d, l2Pool2d, maxPool2d. Padding does not take part.</summary>
internal static class Pooling
{
    public static readonly OperatorRow[] Rows =
    [
        new("averagePool2d", call => Tensor.Of(call.Output, Pool(call, call.Input(0).Reals, window => Reduction.Sum(window) / window.Length))),
        new("l2Pool2d", call => Tensor.Of(call.Output, Pool(call, call.Input(0).Reals, window => Math.Sqrt(Reduction.SumSquare(window))))),
        new("maxPool2d", MaxPool2d),
    ];

    /// <summary>A window of nothing but padding has the least value that there is.</summary>
    private static Tensor MaxPool2d(OperatorCall call)
    {
        var x = call.Input(0);
        return x.IsReal
            ? Tensor.Of(call.Output, Pool(call, x.Reals, window => window.IsEmpty ? double.NegativeInfinity : Reduction.Largest(window)))
            : Tensor.Of(call.Output, Pool(call, x.Integers, window => window.IsEmpty ? Numbers.Range(call.Output.DataType).Least : Reduction.Largest(window)));
    }

    private static T[] Pool<T>(OperatorCall call, T[] elements, RowFunction<T> function)
    {
        var options = call.Options<MLPool2dOptions>();
        var (x, y) = (Image.Of(call.Input(0), options.Layout), Image.Of(Tensor.Zeros(call.Output), options.Layout));
        var (sizes, strides, dilations) = (options.WindowDimensions!.Value, options.Strides, options.Dilations);
        var rows = new Window(options.Padding.Top, strides.Height, dilations.Height, sizes.Height).Within(y.Height, x.Height);
        var columns = new Window(options.Padding.Left, strides.Width, dilations.Width, sizes.Width).Within(y.Width, x.Width);
        var results = new T[call.Output.ElementCount];
        y.ForEach((batch, channel, row, column) =>
        {
            T[] window = [.. rows[row].SelectMany(_ => columns[column], (iy, ix) => elements[x.Position(batch, channel, iy.Position, ix.Position)])];
            results[y.Position(batch, channel, row, column)] = function(window);
        });
        return results;
    }
}
