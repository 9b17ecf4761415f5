using System.Collections.Immutable;
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
        var x = op.Stored(0);
        if (options.Mode is MLInterpolationMode.NearestNeighbor || options.Axes is (1, 2) or (2, 1) or (2, 3) or (3, 2))
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
