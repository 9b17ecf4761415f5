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
        var nearest = options.Mode is MLInterpolationMode.NearestNeighbor;

        // WebNN's ceil(x - 0.5) is round half down. Shifting commutes with interpolation.
        op.Result(op.Move(
            "Resize",
            [x, null, null, op.Graph.Integers(op.OutputShape)],
            OnnxAttribute.String("mode", nearest ? "nearest" : "linear"),
            OnnxAttribute.String("coordinate_transformation_mode", "half_pixel"),
            OnnxAttribute.String("nearest_mode", "round_prefer_floor")));
    }
}
