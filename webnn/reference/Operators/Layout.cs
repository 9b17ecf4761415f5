namespace WebNN.Reference.Operators;

/// <summary>expand, pad, reshape, reverse, slice, tile, transpose.</summary>
internal static class Layout
{
    public static readonly OperatorRow[] Rows =
    [
        new("expand", call => call.Input(0).Stretch(call.Output.Shape)),
        new("pad", Pad),
        new("reshape", call => call.Input(0).Take(call.Output, Positions.Axis((int)call.Output.ElementCount, 1))),
        new("reverse", Reverse),
        new("slice", Slice),
        new("tile", call => Move(call, (size, stride, _, index) => index % size * stride)),
        new("transpose", Transpose),
    ];

    /// <summary>Moves elements axis by axis.</summary>
    /// <param name="offset">From the input's size and stride along an axis, the axis, and the index in the output.</param>
    private static Tensor Move(OperatorCall call, Func<int, int, int, int, int> offset)
    {
        var x = call.Input(0);
        var strides = Positions.Strides(x.Shape);
        return x.Take(call.Output, Positions.Of(0, call.Output.Shape.Select((length, axis) =>
            Positions.Axis(length, index => offset(x.Shape[axis], strides[axis], axis, index)))));
    }

    private static Tensor Reverse(OperatorCall call)
    {
        var axes = call.Options<MLAxesAttributes>().Axes;
        return Move(call, (size, stride, axis, index) => (axes.Contains(axis) ? size - 1 - index : index) * stride);
    }

    private static Tensor Slice(OperatorCall call)
    {
        var options = call.Options<MLSliceAttributes>();
        return Move(call, (_, stride, axis, index) => (options.Starts[axis] + (index * options.Strides[axis])) * stride);
    }

    private static Tensor Transpose(OperatorCall call)
    {
        var (x, permutation) = (call.Input(0), call.Options<MLTransposeAttributes>().Permutation);
        return x.Take(call.Output, Positions.Along(x.Shape, permutation));
    }

    private static Tensor Pad(OperatorCall call)
    {
        var options = call.Options<MLPadOptions>();
        return options.Mode is MLPaddingMode.Constant
            ? PadConstant(call, options)
            : Move(call, (size, stride, axis, index) => Source(options.Mode, index - options.Beginning[axis], size) * stride);
    }

    private static Tensor PadConstant(OperatorCall call, MLPadOptions options)
    {
        var x = call.Input(0);
        var (count, strides) = (call.Output.ElementCount, Positions.Strides(call.Output.Shape));
        var filled = x.IsReal
            ? Tensor.Of(call.Output, Filled(count, options.Value.ToDouble()))
            : Tensor.Of(call.Output, Filled(count, Numbers.Integer(options.Value)));
        return filled.Replace(
            Positions.Of(0, x.Shape.Select((size, axis) => Positions.Axis(size, index => (options.Beginning[axis] + index) * strides[axis]))), x);
    }

    /// <summary>The nearest element, or its mirror image about the first or the last one, which are not repeated.</summary>
    private static int Source(MLPaddingMode mode, int index, int size) => mode is MLPaddingMode.Edge
        ? Math.Clamp(index, 0, size - 1)
        : index < 0 ? -index : index < size ? index : (2 * (size - 1)) - index;

    private static T[] Filled<T>(long count, T value)
    {
        var values = new T[count];
        values.AsSpan().Fill(value);
        return values;
    }
}
