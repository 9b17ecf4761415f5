using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>SLICE, STRIDED_SLICE, GATHER, GATHER_ND: a choice among the stored elements.</summary>
internal static class Indexing
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Slice, maxVersion: 6, Slice).WithInt16(),
        OperatorRow.Of<TfLiteStridedSliceParams>(BuiltinOperator.StridedSlice, maxVersion: 7, StridedSlice).WithInt16(),
        OperatorRow.OfGrown<TfLiteGatherParams, TfLiteGatherParamsV5>(
            BuiltinOperator.Gather, maxVersion: 7, since: 5, old => new(old.Axis, 0), Gather).WithInt16(),
        OperatorRow.Of(BuiltinOperator.GatherNd, maxVersion: 5, GatherNd).WithInt16(),
    ];

    /// <summary>A size of -1 is all that is left.</summary>
    private static MLOperand Slice(OperatorContext op)
    {
        var input = op.Stored(0);
        var (begin, size) = (op.Integers(1), op.Integers(2));
        op.Require(begin.Length == input.Rank && size.Length == input.Rank, $"{begin.Length} beginnings, {size.Length} sizes of {input.Descriptor}");
        for (var axis = 0; axis < size.Length; axis++)
        {
            size[axis] = size[axis] < 0 ? input.Shape[axis] - begin[axis] : size[axis];
        }

        return op.Builder.Slice(input, begin, size, label: op.Label);
    }

    /// <summary>WebNN's strides are positive: an axis that runs backwards is reversed first.</summary>
    private static MLOperand StridedSlice(OperatorContext op, TfLiteStridedSliceParams p)
    {
        var input = op.Stored(0);
        var resolved = StridedSlices.Resolve(p, input.Shape, op.Integers(1), op.Integers(2), op.Integers(3));
        op.Require(resolved is not null, $"beginnings, ends and strides do not fit {input.Descriptor}");
        AxisSlice[] slices = [.. resolved!.Value.Where(slice => slice.Axis >= 0)];
        op.Require(Array.TrueForAll(slices, slice => slice.Count > 0), "an empty slice");

        if (slices.Any(slice => slice.Stride < 0))
        {
            input = op.Builder.Reverse(input, [.. slices.Where(slice => slice.Stride < 0).Select(slice => slice.Axis)], op.Label);
        }

        var starts = Array.ConvertAll(slices, slice => slice.Stride > 0 ? slice.Start : op.InputTensor(0).Shape[slice.Axis] - 1 - slice.Start);
        var strides = Array.ConvertAll(slices, slice => Math.Abs(slice.Stride));
        var sizes = slices.Select((slice, i) => ((slice.Count - 1) * strides[i]) + 1).ToArray();
        var whole = sizes.AsSpan().SequenceEqual(input.Shape.AsSpan());
        var taken = whole && strides.All(stride => stride == 1) ? input : op.Builder.Slice(input, starts, sizes, strides, op.Label);
        return op.Reshape(taken, [.. resolved.Value.Where(slice => !slice.Dropped).Select(slice => slice.Count)]);
    }

    private static MLOperand Gather(OperatorContext op, TfLiteGatherParamsV5 p)
    {
        var (input, indices) = (op.Stored(0), op.Stored(1));
        var axis = op.Axis(p.Axis, input.Rank);
        RequireIndices(op, input, _ => axis);
        if (p.BatchDims == 0)
        {
            return op.Builder.Gather(input, indices, axis, op.Label);
        }

        var batchDims = p.BatchDims < 0 ? p.BatchDims + indices.Rank : p.BatchDims;
        op.Require(batchDims >= 0 && batchDims <= Math.Min(axis, indices.Rank), $"{batchDims} batch dimensions, axis {axis}");
        return BatchGather(op, input, indices, axis, batchDims);
    }

    private static MLOperand GatherNd(OperatorContext op)
    {
        var (input, indices) = (op.Stored(0), op.Stored(1));
        if (indices.Rank > 0 && indices.Shape[^1] <= input.Rank)
        {
            RequireIndices(op, input, i => i % indices.Shape[^1]);
        }

        return op.Builder.GatherND(input, indices, op.Label);
    }

    /// <summary>WebNN counts a negative index from the end and clamps one beyond it; TFLite answers both with an error.</summary>
    /// <param name="axis">Which axis an element of the indices is of.</param>
    private static void RequireIndices(OperatorContext op, MLOperand input, Func<int, int> axis)
    {
        if (op.InputTensor(1) is not { Type: TfLiteType.Int32 or TfLiteType.Int64, Data: not null })
        {
            return;
        }

        var indices = op.Integers(1);
        for (var i = 0; i < indices.Length; i++)
        {
            var size = input.Shape[axis(i)];
            op.Require(indices[i] >= 0 && indices[i] < size, $"the constant index {indices[i]} of axis {axis(i)} with {size} elements; TFLite answers it with an error");
        }
    }

    /// <summary>
    /// One gather over rows: the input as [batch * outer * size, inner], each index moved to its batch's and outer element's rows.
    /// </summary>
    private static MLOperand BatchGather(OperatorContext op, MLOperand input, MLOperand indices, int axis, int batchDims)
    {
        var batch = Product(input.Shape.AsSpan()[..batchDims]);
        var outer = Product(input.Shape.AsSpan()[batchDims..axis]);
        var inner = Product(input.Shape.AsSpan()[(axis + 1)..]);
        var size = input.Shape[axis];
        var offsets = Enumerable.Range(0, batch * outer).Select(row => row * size).ToArray();
        var chosen = op.Reshape(indices, batch, 1, Product(indices.Shape.AsSpan()[batchDims..]));
        if (chosen.DataType != MLOperandDataType.Int32)
        {
            chosen = op.Builder.Cast(chosen, MLOperandDataType.Int32, op.Label);
        }

        var rows = op.Builder.Gather(
            op.Reshape(input, batch * outer * size, inner), op.Builder.Add(chosen, op.Constant(offsets, batch, outer, 1), op.Label), 0, op.Label);
        return op.Reshape(rows, op.OutputShape());
    }

    private static int Product(ReadOnlySpan<int> dimensions)
    {
        var product = 1;
        foreach (var dimension in dimensions)
        {
            product *= dimension;
        }

        return product;
    }
}
