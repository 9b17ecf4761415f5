using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// Sums and products of integers that wrap around. ONNX Runtime's Reduce operators saturate instead and add int64 in double (measured:
/// 1.30.0 on x64; ReduceSum of [2^53, 1, 1] is 2^53); its MatMul and Mul of integers are exact.
/// </summary>
internal static class IntegerReduction
{
    /// <summary>Each row times a column of ones.</summary>
    public static OnnxValue Sum(OperatorContext op, OnnxValue x, ImmutableArray<int> axes)
    {
        var rows = Rows(op, x, axes);
        var ones = op.Graph.Constant(x.Type, [rows.Shape[1], 1], Ones(x.Type, rows.Shape[1]));
        return op.Lowering.Reshape(op.Emit("MatMul", [rows, ones], x.Type, [rows.Shape[0], 1]), op.OutputShape);
    }

    /// <summary>The first half of each row times its second, until one column is left.</summary>
    public static OnnxValue Product(OperatorContext op, OnnxValue x, ImmutableArray<int> axes)
    {
        var rows = Rows(op, x, axes);
        while (rows.Shape[1] > 1)
        {
            rows = Halved(op, rows);
        }

        return op.Lowering.Reshape(rows, op.OutputShape);
    }

    /// <summary>A matrix of what is reduced together in each of its rows: the axes are moved last and joined.</summary>
    public static OnnxValue Rows(OperatorContext op, OnnxValue x, ImmutableArray<int> axes)
    {
        var length = axes.Aggregate(1, (product, axis) => checked(product * x.Shape[axis]));
        var count = x.Shape.Aggregate(1, (product, dimension) => checked(product * dimension)) / length;
        int[] order = [.. Enumerable.Range(0, x.Rank).Except(axes), .. axes];
        var moved = order.SequenceEqual(Enumerable.Range(0, x.Rank)) ? x : op.Lowering.Transpose(x, order);
        return op.Lowering.Reshape(moved, [count, length]);
    }

    private static OnnxValue Halved(OperatorContext op, OnnxValue rows)
    {
        var (count, half, odd) = (rows.Shape[0], rows.Shape[1] / 2, rows.Shape[1] % 2);
        long[] sizes = odd == 0 ? [half, half] : [half, half, odd];
        var parts = op.Graph.Add(
            "Split", "", "Split", [rows, op.Graph.Integers(sizes)],
            [.. sizes.Select(size => (rows.Type, (ImmutableArray<int>)[count, (int)size]))], OnnxAttribute.Int("axis", 1));
        var product = op.Emit("Mul", [parts[0], parts[1]], rows.Type, [count, half]);
        return odd == 0 ? product : op.Emit("Concat", [product, parts[2]], rows.Type, [count, half + odd], OnnxAttribute.Int("axis", 1));
    }

    private static HostData Ones(OrtElementType type, int count) => new(() =>
    {
        var size = type is OrtElementType.Int64 or OrtElementType.UInt64 ? sizeof(long) : sizeof(int);
        var bytes = new byte[checked(count * size)];
        for (var i = 0; i < bytes.Length; i += size)
        {
            bytes[i] = 1;
        }

        return bytes;
    });
}
