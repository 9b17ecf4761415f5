using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>REVERSE_SEQUENCE, DYNAMIC_UPDATE_SLICE, SCATTER_ND, UNSORTED_SEGMENT_*: stored elements put where others say.</summary>
internal static class Scattering
{
    /// <summary>Elements of a comparison with every segment.</summary>
    private const long MaxElements = 1 << 24;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteReverseSequenceParams>(BuiltinOperator.ReverseSequence, maxVersion: 1, ReverseSequence).WithInt16(),
        OperatorRow.Of(BuiltinOperator.DynamicUpdateSlice, maxVersion: 2, DynamicUpdateSlice),
        OperatorRow.Of(BuiltinOperator.ScatterNd, maxVersion: 1, ScatterNd),
        OperatorRow.Of(BuiltinOperator.UnsortedSegmentSum, maxVersion: 1, op =>
            Segments(op, _ => 0, (values, options) => op.Builder.ReduceSum(values, options, op.Label))),
        OperatorRow.Of(BuiltinOperator.UnsortedSegmentProd, maxVersion: 1, op =>
            Segments(op, _ => 1, (values, options) => op.Builder.ReduceProduct(values, options, op.Label))),
        OperatorRow.Of(BuiltinOperator.UnsortedSegmentMax, maxVersion: 1, op =>
            Segments(op, type => Range(type).Lowest, (values, options) => op.Builder.ReduceMax(values, options, op.Label))),
        OperatorRow.Of(BuiltinOperator.UnsortedSegmentMin, maxVersion: 1, op =>
            Segments(op, type => Range(type).Highest, (values, options) => op.Builder.ReduceMin(values, options, op.Label))),
    ];

    /// <summary>Rows of batch and sequence, chosen by their number: those within the length from its end on.</summary>
    private static MLOperand ReverseSequence(OperatorContext op, TfLiteReverseSequenceParams p)
    {
        var (b, input) = (op.Builder, op.Stored(0));
        var (sequence, batch) = (op.Axis(p.SeqDim, input.Rank), op.Axis(p.BatchDim, input.Rank));
        op.Require(sequence != batch, $"sequence and batch along axis {batch}");
        int[] order = [batch, sequence, .. Enumerable.Range(0, input.Rank).Where(axis => axis != batch && axis != sequence)];
        var (count, steps) = (input.Shape[batch], input.Shape[sequence]);
        op.Require(op.InputTensor(1).Shape.AsSpan().SequenceEqual([count]), $"lengths {op.InputTensor(1)} of a batch of {count}");
        var lengths = op.Stored(1).DataType == MLOperandDataType.Int32 ? op.Stored(1) : b.Cast(op.Stored(1), MLOperandDataType.Int32, op.Label);
        lengths = op.Reshape(lengths, count, 1);
        var step = op.Constant([.. Enumerable.Range(0, steps)], 1, steps);
        var mirrored = b.Sub(b.Sub(lengths, op.Scalar(lengths, 1), op.Label), step, op.Label);
        var chosen = b.Where(b.Lesser(step, lengths, op.Label), mirrored, step, op.Label);
        var rows = b.Add(chosen, op.Constant([.. Enumerable.Range(0, count).Select(i => i * steps)], count, 1), op.Label);

        var ordered = b.Transpose(input, order, op.Label);
        var flat = op.Reshape(ordered, [count * steps, .. ordered.Shape.AsSpan()[2..]]);
        var result = op.Reshape(b.Gather(flat, op.Reshape(rows, count * steps), 0, op.Label), ordered.Shape.AsSpan());
        return b.Transpose(result, [.. Enumerable.Range(0, input.Rank).Select(axis => Array.IndexOf(order, axis))], op.Label);
    }

    /// <summary>A start that leaves no room is moved back until there is. Axes that the update fills are not looked at one by one.</summary>
    private static MLOperand DynamicUpdateSlice(OperatorContext op)
    {
        var (b, input, update, start) = (op.Builder, op.Stored(0), op.Stored(1), op.Stored(2));
        op.Require(update.Rank == input.Rank && start.Shape.AsSpan().SequenceEqual([input.Rank]), $"{update.Descriptor} at {start.Descriptor} of {input.Descriptor}");
        int[] room = [.. input.Shape.Zip(update.Shape, (whole, part) => whole - part)];
        op.Require(Array.TrueForAll(room, left => left >= 0), $"{update.Descriptor} in {input.Descriptor}");
        var axes = 1 + Array.FindLastIndex(room, left => left > 0);
        if (axes == 0)
        {
            return update;
        }

        var shape = update.Shape.AsSpan()[..axes].ToArray();
        var count = shape.Aggregate(1, (product, dimension) => product * dimension);
        var grid = new int[count * axes];
        for (var i = 0; i < count; i++)
        {
            for (var (axis, rest) = (axes - 1, i); axis >= 0; rest /= shape[axis], axis--)
            {
                grid[(i * axes) + axis] = rest % shape[axis];
            }
        }

        var first = start.DataType == MLOperandDataType.Int32 ? start : b.Cast(start, MLOperandDataType.Int32, op.Label);
        first = axes == input.Rank ? first : b.Slice(first, [0], [axes], label: op.Label);
        first = b.Max(b.Min(first, op.Constant(room[..axes], axes), op.Label), op.Scalar(first, 0), op.Label);
        var rows = op.Reshape(update, [count, .. update.Shape.AsSpan()[axes..]]);
        return b.ScatterND(input, b.Add(op.Constant(grid, count, axes), op.Reshape(first, 1, axes), op.Label), rows, op.Label);
    }

    /// <summary>TFLite adds what has the same index, WebNN lets one of them win: the indices have to be known to differ.</summary>
    private static MLOperand ScatterNd(OperatorContext op)
    {
        var (indices, updates, shape) = (op.Integers(0), op.Stored(1), op.Integers(2));
        var tensor = op.InputTensor(0);
        op.Require(tensor.Shape.Length >= 1 && tensor.Shape[^1] is > 0 and var width && width <= shape.Length, $"indices {tensor} of [{string.Join(',', shape)}]");
        width = tensor.Shape[^1];
        var places = new HashSet<long>();
        for (var i = 0; i < indices.Length; i += width)
        {
            long place = 0;
            for (var axis = 0; axis < width; axis++)
            {
                var index = indices[i + axis];
                op.Require(index >= 0 && index < shape[axis], $"the constant index {index} of axis {axis} with {shape[axis]} elements");
                place = (place * shape[axis]) + index;
            }

            op.Require(places.Add(place), $"the index {string.Join(',', indices[i..(i + width)])} twice: TFLite adds what is put there");
        }

        return op.Builder.ScatterND(op.Builder.Expand(op.Scalar(updates, 0), shape, op.Label), op.Stored(0), updates, op.Label);
    }

    /// <summary>Each segment reduces its own elements, and what is neutral of the others. A negative segment has no result.</summary>
    private static MLOperand Segments(OperatorContext op, Func<MLOperandDataType, double> neutral, Func<MLOperand, MLReduceOptions, MLOperand> reduce)
    {
        var (b, data, ids, count) = (op.Builder, op.Stored(0), op.Stored(1), op.Integer(2));
        op.Require(!op.InputTensor(0).IsQuantized(), $"input 0 is {op.InputTensor(0)} with a scale");
        op.Require(count > 0 && ids.Rank <= data.Rank && data.Shape.AsSpan()[..ids.Rank].SequenceEqual(ids.Shape.AsSpan()), $"{count} segments {ids.Descriptor} of {data.Descriptor}");
        var rows = ids.Shape.Aggregate(1, (product, dimension) => product * dimension);
        var elements = data.Shape.Aggregate(1L, (product, dimension) => product * dimension);
        op.Require(elements * count <= MaxElements, $"{count} segments of {data.Descriptor}: too many to compare");
        var segments = op.Constant([.. Enumerable.Range(0, count)], count, 1, 1);
        var wide = ids.DataType == MLOperandDataType.Int32 ? ids : b.Cast(ids, MLOperandDataType.Int32, op.Label);
        var own = b.Equal(op.Reshape(wide, 1, rows, 1), segments, op.Label);
        var values = op.Reshape(data, 1, rows, (int)(elements / rows));
        var chosen = b.Where(own, values, op.Scalar(values, neutral(values.DataType)), op.Label);
        return op.Reshape(reduce(chosen, new() { Axes = [1] }), [count, .. data.Shape.AsSpan()[ids.Rank..]]);
    }

    private static (double Lowest, double Highest) Range(MLOperandDataType type) => type switch
    {
        MLOperandDataType.Int32 => (int.MinValue, int.MaxValue),
        MLOperandDataType.Int64 => (long.MinValue, long.MaxValue),
        _ => (float.MinValue, float.MaxValue),
    };
}
