using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
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
        new("reduceMax", op => ReduceExtreme(op, "ReduceMax", largest: true)),
        new("reduceMean", Mean),
        new("reduceMin", op => ReduceExtreme(op, "ReduceMin", largest: false)),
        new("reduceProduct", op => Reduce(op, "ReduceProd", "Identity")),
        new("reduceSum", op => Reduce(op, "ReduceSum", "Identity")),
        new("reduceSumSquare", op => Reduce(op, "ReduceSumSquare", "Mul")),
    ];

    /// <summary>The mean of an image's height and width is a global pool, which runs in the blocked layout of convolutions.</summary>
    private static void Mean(OperatorContext op)
    {
        var (operand, options) = (op.Node.Input(0), op.Options<MLReduceOptions>());
        if (operand.Rank != 4 || options.Axes is not { Length: 2 } axes || !axes.Contains(1) || !axes.Contains(2))
        {
            Reduce(op, "ReduceMean", "Identity");
            return;
        }

        if (ChannelsLastWindow.Mean(op) is { } pooled)
        {
            op.Result(pooled);
            return;
        }

        var image = Convolution.ChannelsFirst(op, op.Input(0), MLInputOperandLayout.Nhwc);
        var mean = op.Emit("GlobalAveragePool", [image], image.Type, [image.Shape[0], image.Shape[1], 1, 1]);
        op.Result(op.Lowering.Reshape(mean, op.OutputShape));
    }

    /// <param name="overNothing">What is left of the reduction where it has no axis: it still applies to each element. Integers are reduced after it.</param>
    private static void Reduce(OperatorContext op, string @operator, string overNothing)
    {
        var options = op.Options<MLReduceOptions>();
        var original = op.Input(0);
        var axes = options.Axes!.Value;

        if (original.Type.IsFloat())
        {
            var type = KernelTypes.Computed(op, @operator, original.Type);
            op.Result(axes.IsEmpty
                ? op.EmitLike(overNothing, overNothing is "Mul" ? [original, original] : [original])
                : op.Cast(
                    op.Emit(@operator, [op.Cast(original, type), op.Graph.Integers(axes)], type, op.OutputShape, OnnxAttribute.Bool("keepdims", options.KeepDimensions)),
                    original.Type));
            return;
        }

        var elements = overNothing is "Identity" ? original : op.EmitLike(overNothing, overNothing is "Mul" ? [original, original] : [original]);
        op.Result(
            axes.IsEmpty ? op.EmitLike("Identity", [elements])
            : @operator is "ReduceProd" ? IntegerReduction.Product(op, elements, axes)
            : IntegerReduction.Sum(op, elements, axes));
    }

    /// <summary>ReduceMax or ReduceMin; shifted int8 keeps its order. Wide integers take the first of TopK (see <see cref="Extreme"/>).</summary>
    private static void ReduceExtreme(OperatorContext op, string @operator, bool largest)
    {
        var options = op.Options<MLReduceOptions>();
        var axes = options.Axes!.Value;
        var x = op.Stored(0);
        if (axes.IsEmpty)
        {
            op.Result(op.Move("Identity", [x]));
        }
        else if (x.Type is OrtElementType.UInt32 or OrtElementType.Int64 or OrtElementType.UInt64)
        {
            var first = First(op, Orderable.Of(op, x), axes, largest);
            op.Result(op.Lowering.Reshape(Orderable.Back(op, first, x.Type), op.OutputShape));
        }
        else
        {
            op.Result(op.Move(@operator, [x, op.Graph.Integers(axes)], OnnxAttribute.Bool("keepdims", options.KeepDimensions)));
        }
    }

    /// <summary>The largest or smallest of each row.</summary>
    private static OnnxValue First(OperatorContext op, OnnxValue x, ImmutableArray<int> axes, bool largest)
    {
        var rows = IntegerReduction.Rows(op, x, axes);
        return op.Graph.Add(
            "TopK", "", "TopK", [rows, op.Graph.Integers(1)],
            [(x.Type, [rows.Shape[0], 1]), (OrtElementType.Int64, [rows.Shape[0], 1])],
            OnnxAttribute.Int("axis", 1), OnnxAttribute.Bool("largest", largest))[0];
    }
}
