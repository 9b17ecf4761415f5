using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>argMin, argMax, cumulativeSum: what runs along one axis.</summary>
internal static class Ranking
{
    public static readonly OperatorRow[] Rows =
    [
        new("argMax", op => ArgMinMax(op, "ArgMax")),
        new("argMin", op => ArgMinMax(op, "ArgMin")),
        new("cumulativeSum", CumulativeSum),
    ];

    /// <summary>The first of equals wins in both.</summary>
    private static void ArgMinMax(OperatorContext op, string @operator)
    {
        var options = op.Options<MLArgMinMaxOptions>();
        var indices = op.Emit(
            @operator, [Orderable.Of(op, op.Stored(0))], OrtElementType.Int64, op.OutputShape,
            OnnxAttribute.Int("axis", options.Axis), OnnxAttribute.Bool("keepdims", options.KeepDimensions));
        op.Result(op.Cast(indices, OnnxTypes.Of(options.OutputDataType)));
    }

    /// <summary>Unsigned sums are the signed ones' bits.</summary>
    private static void CumulativeSum(OperatorContext op)
    {
        var options = op.Options<MLCumulativeSumOptions>();
        var x = op.Input(0);
        var type = x.Type is OrtElementType.UInt32 or OrtElementType.UInt64 ? OrtElementType.Int64 : x.Type;
        var sum = op.EmitLike(
            "CumSum", [op.Cast(x, type), op.Graph.Scalar(OrtElementType.Int64, options.Axis)],
            OnnxAttribute.Bool("exclusive", options.Exclusive), OnnxAttribute.Bool("reverse", options.Reversed));
        op.Result(op.Cast(sum, x.Type));
    }
}
