using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>SHAPE, RANK, ZEROS_LIKE, FILL, RANGE, BROADCAST_ARGS: values that follow from shapes and constants.</summary>
internal static class ShapeValues
{
    private const int MaxElements = 1 << 24;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Shape, maxVersion: 1, op => Integers(op, [.. op.InputTensor(0).Shape.Select(dimension => (long)dimension)])).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Rank, maxVersion: 1, op => Integers(op, [op.InputTensor(0).Shape.Length], scalar: true)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.ZerosLike, maxVersion: 1, ZerosLike),
        OperatorRow.Of(BuiltinOperator.Fill, maxVersion: 4, op => Spread(op, Value(op, 1), op.Integers(0))).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Range, maxVersion: 2, Range),
        OperatorRow.Of(BuiltinOperator.BroadcastArgs, maxVersion: 1, op => Integers(op, Broadcast(op))),
    ];

    /// <summary>Both shapes aligned at their ends: the larger dimension, where one of them is 1.</summary>
    public static long[]? Broadcast(long[] a, long[] b)
    {
        var result = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (left != right && left != 1 && right != 1)
            {
                return null;
            }

            result[^i] = left == 1 ? right : left;
        }

        return result;
    }

    private static long[] Broadcast(OperatorContext op)
    {
        var (a, b) = (op.Integers(0), op.Integers(1));
        var shape = Broadcast(Array.ConvertAll(a, value => (long)value), Array.ConvertAll(b, value => (long)value));
        op.Require(shape is not null, $"[{string.Join(',', a)}] and [{string.Join(',', b)}] do not broadcast");
        return shape!;
    }

    private static MLOperand ZerosLike(OperatorContext op)
    {
        var zero = op.Builder.Constant(new MLOperandDescriptor(op.OutputTensor().Descriptor().DataType), new byte[sizeof(long)].AsMemory(0, (int)new MLOperandDescriptor(op.OutputTensor().Descriptor().DataType).ByteLength));
        return Spread(op, zero, [.. op.InputTensor(0).Shape]);
    }

    private static MLOperand Value(OperatorContext op, int input)
    {
        var value = op.Stored(input);
        op.Require(value.Rank == 0, $"input {input} is {value.Descriptor}; expected a scalar");
        return value;
    }

    private static MLOperand Spread(OperatorContext op, MLOperand value, int[] shape) => shape.Length == 0 ? value : op.Builder.Expand(value, shape, op.Label);

    /// <summary>Floats add up step by step, as in TFLite's kernel.</summary>
    private static MLOperand Range(OperatorContext op)
    {
        if (op.InputTensor(0).Type != TfLiteType.Float32)
        {
            var (first, last, step) = (op.Integer(0), op.Integer(1), op.Integer(2));
            return Integers(op, [.. Enumerable.Range(0, Count(op, first, last, step)).Select(i => first + ((long)i * step))]);
        }

        var (start, limit, delta) = (Float(op, 0), Float(op, 1), Float(op, 2));
        var values = new float[Count(op, start, limit, delta)];
        for (var (i, value) = (0, start); i < values.Length; i++, value += delta)
        {
            values[i] = value;
        }

        return op.Constant(values, values.Length);
    }

    private static int Count(OperatorContext op, double start, double limit, double delta)
    {
        op.Require(delta != 0 && (delta > 0) == (limit > start) && limit != start, $"from {start} to {limit} by {delta}");
        var count = Math.Ceiling(Math.Abs((limit - start) / delta));
        op.Require(count <= MaxElements, $"{count} elements");
        return (int)count;
    }

    private static float Float(OperatorContext op, int input)
    {
        var tensor = op.InputTensor(input);
        op.Require(tensor is { Type: TfLiteType.Float32, Data.Length: sizeof(float) }, $"input {input} '{tensor.Name}' is {tensor}; expected a constant float");
        return MemoryMarshal.Read<float>(tensor.Data!.Value.Span);
    }

    /// <summary>Integers of the output's type.</summary>
    private static MLOperand Integers(OperatorContext op, long[] values, bool scalar = false)
    {
        var type = op.OutputTensor().Descriptor().DataType;
        byte[] bytes = type == MLOperandDataType.Int64
            ? MemoryMarshal.AsBytes<long>(values).ToArray()
            : MemoryMarshal.AsBytes<int>(Array.ConvertAll(values, value => (int)value)).ToArray();
        return op.Builder.Constant(new MLOperandDescriptor(type, scalar ? [] : [values.Length]), bytes);
    }
}
