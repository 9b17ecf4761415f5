using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>reduceL1 … reduceSumSquare.</summary>
internal static class Reduction
{
    public static readonly OperatorRow[] Rows =
    [
        new("reduceL1", op => Reduce(op, "ReduceL1", "Abs")),
        new("reduceL2", op => Reduce(op, "ReduceL2", "Abs")),
        new("reduceLogSum", op => Reduce(op, "ReduceLogSum", "Log")),
        new("reduceLogSumExp", op => Reduce(op, "ReduceLogSumExp", "Identity")),
        new("reduceMax", op => Reduce(op, "ReduceMax", "Identity")),
        new("reduceMean", op => Reduce(op, "ReduceMean", "Identity")),
        new("reduceMin", op => Reduce(op, "ReduceMin", "Identity")),
        new("reduceProduct", op => Reduce(op, "ReduceProd", "Identity")),
        new("reduceSum", op => Reduce(op, "ReduceSum", "Identity")),
        new("reduceSumSquare", op => Reduce(op, "ReduceSumSquare", "Mul")),
    ];

    /// <param name="overNothing">What is left of the reduction where it has no axis: it still applies to each element.</param>
    private static void Reduce(OperatorContext op, string @operator, string overNothing)
    {
        var options = op.Options<MLReduceOptions>();
        var original = op.Input(0);
        var axes = options.Axes ?? [.. Enumerable.Range(0, original.Rank)];
        var type = KernelTypes.Computed(op, axes.IsEmpty ? overNothing : @operator, original.Type);
        var x = op.Cast(original, type);
        var result = axes.IsEmpty
            ? op.EmitLike(overNothing, overNothing is "Mul" ? [x, x] : [x])
            : op.Emit(@operator, [x, op.Graph.Integers(axes)], type, op.OutputShape, OnnxAttribute.Bool("keepdims", options.KeepDimensions));
        op.Result(op.Cast(result, original.Type));
    }
}
