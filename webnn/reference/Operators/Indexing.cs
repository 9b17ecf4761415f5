namespace WebNN.Reference.Operators;

/// <summary>gather, gatherElements, gatherND, scatterElements, scatterND.</summary>
internal static class Indexing
{
    public static readonly OperatorRow[] Rows =
    [
        new("gather", Gather),
        new("gatherElements", call => call.Input(0).Take(call.Output, AlongAxis(call))),
        new("gatherND", call => call.Input(0).Take(call.Output, Slices(call))),
        new("scatterElements", call => call.Input(0).Replace(AlongAxis(call), call.Input(2))),
        new("scatterND", call => call.Input(0).Replace(Slices(call), call.Input(2))),
    ];

    private static Tensor Gather(OperatorCall call)
    {
        var (x, indices, axis) = (call.Input(0), call.Input(1), call.Options<MLAxisAttributes>().Axis);
        var strides = Positions.Strides(x.Shape);
        var axes = x.Shape.Select((size, i) => i == axis
            ? Array.ConvertAll(indices.Integers, index => Index(index, size) * strides[i])
            : Positions.Axis(size, strides[i]));
        return x.Take(call.Output, Positions.Of(0, axes));
    }

    /// <summary>For each index the element at its own place, save that along the axis it is the index that counts.</summary>
    private static int[] AlongAxis(OperatorCall call)
    {
        var (x, indices, axis) = (call.Input(0), call.Input(1), call.Options<MLAxisAttributes>().Axis);
        var strides = Positions.Strides(x.Shape);
        var positions = Positions.Of(0, indices.Shape.Select((size, i) => Positions.Axis(size, i == axis ? 0 : strides[i])));
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] += Index(indices.Integers[i], x.Shape[axis]) * strides[axis];
        }

        return positions;
    }

    /// <summary>The last axis of the indices holds indices of the input's first axes; each selects all elements of the axes behind those.</summary>
    private static int[] Slices(OperatorCall call)
    {
        var (x, indices) = (call.Input(0), call.Input(1));
        var (strides, depth) = (Positions.Strides(x.Shape), indices.Shape[^1]);
        var starts = new int[indices.Integers.Length / depth];
        for (var i = 0; i < indices.Integers.Length; i++)
        {
            starts[i / depth] += Index(indices.Integers[i], x.Shape[i % depth]) * strides[i % depth];
        }

        return Positions.Of(0, [starts, .. x.Shape.Skip(depth).Select((size, i) => Positions.Axis(size, strides[depth + i]))]);
    }

    /// <summary>A negative index counts from the end; one out of range is the last or the first in its direction.</summary>
    private static int Index(Int128 index, int size)
    {
        var clamped = (int)Int128.Clamp(index, -size, size - 1);
        return clamped < 0 ? clamped + size : clamped;
    }
}
