using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>What STRIDED_SLICE takes along one axis of its output, before axes are dropped.</summary>
/// <param name="Axis">The input's axis; -1 for an axis of size 1 that the slice adds.</param>
/// <param name="Stride">May be negative; <paramref name="Start"/> is then the last element taken from.</param>
/// <param name="Dropped">The axis has one element and leaves the shape.</param>
internal readonly record struct AxisSlice(int Axis, int Start, int Stride, int Count, bool Dropped);

/// <summary>The masks of STRIDED_SLICE, resolved against a shape as TFLite does.</summary>
internal static class StridedSlices
{
    /// <summary>One entry per axis of the input and per added axis, in order; null where the vectors do not fit the shape.</summary>
    public static ImmutableArray<AxisSlice>? Resolve(
        TfLiteStridedSliceParams masks, ImmutableArray<int> shape, int[] begin, int[] end, int[] strides)
    {
        if (begin.Length != end.Length || begin.Length != strides.Length || Array.IndexOf(strides, 0) >= 0)
        {
            return null;
        }

        // An axis that the slice adds has an entry in the vectors and none in the input; an ellipsis covers what no other entry does.
        var covered = Enumerable.Range(0, begin.Length).Count(i => !Bit(masks.EllipsisMask, i) && !Adds(masks, i));
        var slices = ImmutableArray.CreateBuilder<AxisSlice>();
        var axis = 0;
        for (var i = 0; i < begin.Length; i++)
        {
            if (Bit(masks.EllipsisMask, i))
            {
                axis = AddWhole(slices, shape, axis, axis + shape.Length - covered);
            }
            else if (Adds(masks, i))
            {
                slices.Add(new(-1, 0, 1, 1, false));
            }
            else if (axis < shape.Length)
            {
                slices.Add(Along(masks, i, axis, shape[axis], begin[i], end[i], strides[i]));
                axis++;
            }
            else
            {
                return null;
            }
        }

        AddWhole(slices, shape, axis, shape.Length);
        return slices.ToImmutable();
    }

    private static int AddWhole(ImmutableArray<AxisSlice>.Builder slices, ImmutableArray<int> shape, int axis, int end)
    {
        for (; axis < end && axis < shape.Length; axis++)
        {
            slices.Add(new(axis, 0, 1, shape[axis], false));
        }

        return axis;
    }

    private static AxisSlice Along(TfLiteStridedSliceParams masks, int bit, int axis, int size, int begin, int end, int stride)
    {
        var start = Bit(masks.BeginMask, bit) ? (stride > 0 ? 0 : size - 1) : FromFront(begin, size);
        start = stride > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, -1, size - 1);
        if (Bit(masks.ShrinkAxisMask, bit))
        {
            return new(axis, start, 1, start >= 0 && start < size ? 1 : 0, true);
        }

        var stop = Bit(masks.EndMask, bit) ? (stride > 0 ? size : -1) : FromFront(end, size);
        stop = stride > 0 ? Math.Clamp(stop, 0, size) : Math.Clamp(stop, -1, size - 1);
        // A stride may be as long as an int.
        var (distance, step) = stride > 0 ? ((long)stop - start, (long)stride) : ((long)start - stop, -(long)stride);
        return new(axis, start, stride, (int)Math.Max(0, (distance + step - 1) / step), false);
    }

    private static int FromFront(int index, int size) => index < 0 ? index + size : index;

    private static bool Adds(TfLiteStridedSliceParams masks, int bit) => Bit(masks.NewAxisMask, bit) && !Bit(masks.EllipsisMask, bit);

    private static bool Bit(int mask, int bit) => (mask >> bit & 1) != 0;
}
