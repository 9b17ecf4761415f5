using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>STABLEHLO_PAD, DILATE: a constant between the elements of an axis, and before and after them.</summary>
internal static class Spreading
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteStablehloPadParams>(BuiltinOperator.StablehloPad, maxVersion: 1, Pad),
        OperatorRow.Of(BuiltinOperator.Dilate, maxVersion: 1, Dilate),
    ];

    /// <summary>A negative length takes elements away.</summary>
    private static MLOperand Pad(OperatorContext op, TfLiteStablehloPadParams p)
    {
        var input = op.Stored(0);
        op.Require(input.Rank <= TfLiteAxisLengths.Count, $"input 0 is {input.Descriptor}");
        var value = Padding.Value(op, 1);
        for (var axis = 0; axis < input.Rank; axis++)
        {
            op.Require(p.Interior[axis] is >= 0 and < 1 << 20, $"{p.Interior[axis]} between the elements of axis {axis}");
            op.Require(Math.Abs(p.Low[axis]) < 1 << 24 && Math.Abs(p.High[axis]) < 1 << 24, $"{p.Low[axis]} before and {p.High[axis]} after axis {axis}");
            input = Spread(op, input, axis, (int)p.Interior[axis], value);
        }

        int[] low = [.. Enumerable.Range(0, input.Rank).Select(axis => (int)p.Low[axis])];
        int[] high = [.. Enumerable.Range(0, input.Rank).Select(axis => (int)p.High[axis])];
        var padded = Array.Exists(low, length => length > 0) || Array.Exists(high, length => length > 0)
            ? op.Builder.Pad(input, Array.ConvertAll(low, length => Math.Max(length, 0)), Array.ConvertAll(high, length => Math.Max(length, 0)), new() { Value = value }, op.Label)
            : input;
        if (Array.TrueForAll(low, length => length >= 0) && Array.TrueForAll(high, length => length >= 0))
        {
            return padded;
        }

        var starts = Array.ConvertAll(low, length => Math.Max(-length, 0));
        int[] sizes = [.. padded.Shape.Select((size, axis) => size - starts[axis] - Math.Max(-high[axis], 0))];
        op.Require(Array.TrueForAll(sizes, size => size > 0), $"nothing is left of {padded.Descriptor}");
        return op.Builder.Slice(padded, starts, sizes, label: op.Label);
    }

    private static MLOperand Dilate(OperatorContext op)
    {
        var (input, dilations) = (op.Stored(0), op.Integers(1));
        op.Require(dilations.Length == input.Rank && Array.TrueForAll(dilations, factor => factor is > 0 and < 1 << 20), $"dilations [{string.Join(',', dilations)}] of {input.Descriptor}");
        var value = Padding.Value(op, 2);
        for (var axis = 0; axis < dilations.Length; axis++)
        {
            input = Spread(op, input, axis, dilations[axis] - 1, value);
        }

        return input;
    }

    /// <summary>So many values after each element of an axis, but for the last.</summary>
    public static MLOperand Spread(OperatorContext op, MLOperand input, int axis, int between, double value)
    {
        var size = input.Shape[axis];
        if (between == 0 || size == 1)
        {
            return input;
        }

        var (outer, inner) = (1, 1);
        for (var i = 0; i < input.Rank; i++)
        {
            (outer, inner) = (i < axis ? outer * input.Shape[i] : outer, i > axis ? inner * input.Shape[i] : inner);
        }

        var padded = op.Builder.Pad(op.Reshape(input, outer, size, 1, inner), [0, 0, 0, 0], [0, 0, between, 0], new() { Value = value }, op.Label);
        var length = ((size - 1) * (between + 1)) + 1;
        var cut = op.Builder.Slice(op.Reshape(padded, outer, size * (between + 1), inner), [0, 0, 0], [outer, length, inner], label: op.Label);
        return op.Reshape(cut, input.Shape.SetItem(axis, length).AsSpan());
    }
}
