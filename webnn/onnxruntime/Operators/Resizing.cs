using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>resample2d.</summary>
internal static class Resizing
{
    public static readonly OperatorRow[] Rows = [new("resample2d", Resample2d)];

    private static void Resample2d(OperatorContext op)
    {
        var options = op.Options<MLResample2dOptions>();
        ResizedAxis[] axes = [.. Resized(op, options.Axes.First), .. Resized(op, options.Axes.Second)];
        if (!axes.All(axis => axis.IsInSingle(options.Mode)))
        {
            // The axis that shrinks goes first.
            Exact(op, [.. axes.OrderBy(axis => (double)axis.To / axis.From)]);
            return;
        }

        var x = op.Stored(0);
        if (options.Mode is MLInterpolationMode.NearestNeighbor || (IsKnown(options.Axes.First, options.Axes.Second) && !MayBeMoved(op.Node)))
        {
            op.Result(Resize(op, x, op.OutputShape));
            return;
        }

        // The kernel interpolates along the two last axes, or the two in the middle: others are moved last.
        var (first, second) = options.Axes;
        int[] order = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != first && axis != second), first, second];
        var moved = op.Lowering.Transpose(x, order);
        var shape = HostConstants.Transpose(op.OutputShape, order);
        var resized = Resize(op, op.Lowering.Reshape(moved, Apart(moved.Shape)), Apart(shape));
        op.Result(op.Lowering.Transpose(op.Lowering.Reshape(resized, shape), [.. Enumerable.Range(0, x.Rank).Select(axis => Array.IndexOf(order, axis))]));
    }

    private static IEnumerable<ResizedAxis> Resized(OperatorContext op, int axis)
    {
        var (from, to) = (op.Node.Input(0).Shape[axis], op.OutputShape[axis]);
        return from == to ? [] : [new(axis, from, to)];
    }

    /// <summary>Without ONNX Runtime's places: elements are chosen by constant indices, and interpolated with constant weights.</summary>
    private static void Exact(OperatorContext op, ResizedAxis[] axes)
    {
        if (op.Options<MLResample2dOptions>().Mode is MLInterpolationMode.NearestNeighbor)
        {
            op.Result(axes.Aggregate(op.Stored(0), (x, axis) => Choose(op, x, axis, axis.Nearest)));
            return;
        }

        var image = op.Input(0);
        var resized = axes.Aggregate(op.Cast(image, OrtElementType.Float), (x, axis) => Interpolate(op, x, axis));
        op.Result(op.Cast(op.Node.Output.DataType.IsFloat() ? resized : op.EmitLike("Round", [resized]), image.Type));
    }

    private static OnnxValue Choose(OperatorContext op, OnnxValue x, ResizedAxis axis, Func<int, long> index)
    {
        var indices = PerElement(op, axis, OrtElementType.Int64, [axis.To], index);
        return op.Emit("Gather", [x, indices], x.Type, x.Shape.SetItem(axis.Axis, axis.To), OnnxAttribute.Int("axis", axis.Axis)) with { Shifted = x.Shifted };
    }

    private static OnnxValue Interpolate(OperatorContext op, OnnxValue x, ResizedAxis axis)
    {
        ImmutableArray<int> weights = [axis.To, .. Enumerable.Repeat(1, x.Rank - axis.Axis - 1)];
        var below = PerElement(op, axis, OrtElementType.Float, weights, i => (float)(1 - axis.Neighbours(i).Share));
        var above = PerElement(op, axis, OrtElementType.Float, weights, i => (float)axis.Neighbours(i).Share);
        return op.EmitLike("Add",
        [
            op.EmitLike("Mul", [Choose(op, x, axis, i => axis.Neighbours(i).Below), below]),
            op.EmitLike("Mul", [Choose(op, x, axis, i => axis.Neighbours(i).Above), above]),
        ]);
    }

    /// <summary>A constant with a value for each place of the axis, which takes memory only when a graph is compiled.</summary>
    private static OnnxValue PerElement<T>(OperatorContext op, ResizedAxis axis, OrtElementType type, ImmutableArray<int> shape, Func<int, T> value)
        where T : unmanaged =>
        op.Graph.Constant(type, shape, new HostData(() => MemoryMarshal.AsBytes<T>(Enumerable.Range(0, axis.To).Select(value).ToArray()).ToArray()));

    private static bool IsKnown(int first, int second) => (first, second) is (1, 2) or (2, 1) or (2, 3) or (3, 2);

    /// <summary>
    /// Whether a transpose before it, or one that another operator is written out with, would bring the resized axes to places that the kernel
    /// does not know. One that turns channels to their other side is welcome.
    /// </summary>
    private static bool MayBeMoved(MLNode resize)
    {
        var (first, second) = ((MLResample2dOptions)resize.Options!).Axes;
        var (open, seen, transposes) = (new Queue<MLNode>([resize]), new HashSet<MLNode>(), 0);
        while (seen.Count < HostConstant.LongestChain && open.TryDequeue(out var node))
        {
            foreach (var producer in node.Inputs.Select(input => input?.Producer).OfType<MLNode>().Where(seen.Add))
            {
                transposes += producer.Operator is "transpose" ? 1 : 0;
                if (transposes > 1 || Moves(producer, first, second))
                {
                    return true;
                }

                open.Enqueue(producer);
            }
        }

        return false;
    }

    private static bool Moves(MLNode node, int first, int second) => node.Options switch
    {
        MLTransposeAttributes { Permutation: { Length: 4 } permutation } => !IsKnown(permutation[first], permutation[second]),
        MLConv2dOptions { InputLayout: MLInputOperandLayout.Nhwc } or MLConvTranspose2dOptions { InputLayout: MLInputOperandLayout.Nhwc }
            or MLPool2dOptions { Layout: MLInputOperandLayout.Nhwc } or MLNormalizationOptions { Layout: MLInputOperandLayout.Nhwc } => Math.Max(first, second) == 3,
        _ => node.Operator is "layerNormalization" or "resample2d",
    };

    /// <summary>
    /// Another shape for an image whose two last axes are resized: ONNX Runtime's optimizer moves a transpose through a Resize that follows
    /// it, back to axes that the kernel does not know.
    /// </summary>
    private static ImmutableArray<int> Apart(ImmutableArray<int> shape) => shape switch
    {
        [1, 1, var height, var width] => [height, width],
        [var outer, 1, var height, var width] => [1, outer, height, width],
        [var outer, var inner, var height, var width] => [outer * inner, 1, height, width],
        _ => throw new ArgumentException("an image has four axes", nameof(shape)),
    };

    /// <summary>WebNN's ceil(x - 0.5) is round half down. Shifting commutes with interpolation.</summary>
    private static OnnxValue Resize(OperatorContext op, OnnxValue x, ImmutableArray<int> shape) => op.Emit(
        "Resize",
        [x, null, null, op.Graph.Integers(shape)],
        x.Type,
        shape,
        OnnxAttribute.String("mode", op.Options<MLResample2dOptions>().Mode is MLInterpolationMode.Linear ? "linear" : "nearest"),
        OnnxAttribute.String("coordinate_transformation_mode", "half_pixel"),
        OnnxAttribute.String("nearest_mode", "round_prefer_floor")) with { Shifted = x.Shifted };
}
