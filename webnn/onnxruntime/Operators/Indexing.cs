using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>gather, gatherElements, gatherND, scatterElements, scatterND.</summary>
internal static class Indexing
{
    public static readonly OperatorRow[] Rows =
    [
        new("gather", op => Gather(op, "Gather", OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis))),
        new("gatherElements", op => Gather(op, "GatherElements", OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis))),
        new("gatherND", op => Gather(op, "GatherND")),
        new("scatterElements", op => Scatter(op, "ScatterElements", OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis))),
        new("scatterND", op => Scatter(op, "ScatterND")),
    ];

    private static void Gather(OperatorContext op, string @operator, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Result(op.Move(@operator, [op.Stored(0), Indices(op)], attributes));

    private static void Scatter(OperatorContext op, string @operator, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Result(op.Move(@operator, [op.Stored(0), Indices(op), op.Stored(2)], attributes));

    /// <summary>
    /// Indices that the kernels take. WebNN clamps one that is out of range; ONNX Runtime fails the whole run, so what is not
    /// constant, or out of range already, is clamped here.
    /// </summary>
    private static OnnxValue Indices(OperatorContext op)
    {
        var operand = op.Node.Input(1);
        var sizes = Sizes(op, operand);
        if (HostConstant.TryResolve(operand, out var constant))
        {
            return op.Graph.Constant(OrtElementType.Int64, operand.Shape, new HostData(() => Clamped(Read(operand.DataType, constant.Bytes.Span), sizes)));
        }

        var indices = op.Input(1);
        indices = indices.Type is OrtElementType.Int32 ? indices : op.Cast(indices, OrtElementType.Int64);
        var limited = Extreme.Smaller(op, indices, Limits(size => size - 1), indices.Shape);
        limited = Extreme.Larger(op, limited, Limits(size => -size), indices.Shape);

        // The kernels named ND take int64 alone.
        return op.Node.Options is MLAxisAttributes ? limited : op.Cast(limited, OrtElementType.Int64);

        OnnxValue Limits(Func<long, long> limit) => sizes is [var size]
            ? op.Graph.Scalar(indices.Type, limit(size))
            : op.Cast(op.Graph.Integers([.. sizes.Select(limit)]), indices.Type);
    }

    /// <summary>The dimensions that the indices count along: one, or for operators named ND those of an index's parts.</summary>
    private static long[] Sizes(OperatorContext op, MLOperand indices)
    {
        var shape = op.Node.Input(0).Shape;
        return op.Node.Options is MLAxisAttributes { Axis: var axis }
            ? [shape[axis]]
            : [.. shape.Take(indices.Shape[^1]).Select(size => (long)size)];
    }

    private static byte[] Clamped(long[] indices, long[] sizes)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var size = sizes[i % sizes.Length];
            indices[i] = Math.Clamp(indices[i], -size, size - 1);
        }

        return MemoryMarshal.AsBytes<long>(indices).ToArray();
    }

    private static long[] Read(MLOperandDataType type, ReadOnlySpan<byte> bytes) => type switch
    {
        MLOperandDataType.Int64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
        MLOperandDataType.Uint32 => Array.ConvertAll(MemoryMarshal.Cast<byte, uint>(bytes).ToArray(), value => (long)value),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (long)value),
    };
}
