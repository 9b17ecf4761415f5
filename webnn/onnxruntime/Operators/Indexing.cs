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
            var clamped = Read(operand.DataType, constant.Bytes.Span);
            for (var i = 0; i < clamped.Length; i++)
            {
                var size = sizes[i % sizes.Length];
                clamped[i] = Math.Clamp(clamped[i], -size, size - 1);
            }

            return op.Graph.Constant(OrtElementType.Int64, operand.Shape, clamped);
        }

        var indices = op.Cast(op.Input(1), OrtElementType.Int64);
        var (lowest, highest) = sizes is [var size0]
            ? (op.Graph.Scalar(OrtElementType.Int64, -size0), op.Graph.Scalar(OrtElementType.Int64, size0 - 1))
            : (op.Graph.Integers([.. sizes.Select(size => -size)]), op.Graph.Integers([.. sizes.Select(size => size - 1)]));
        return op.EmitLike("Max", [op.EmitLike("Min", [indices, highest]), lowest]);
    }

    /// <summary>The dimensions that the indices count along: one, or for operators named ND those of an index's parts.</summary>
    private static long[] Sizes(OperatorContext op, MLOperand indices)
    {
        var shape = op.Node.Input(0).Shape;
        return op.Node.Options is MLAxisAttributes { Axis: var axis }
            ? [shape[axis]]
            : [.. shape.Take(indices.Shape[^1]).Select(size => (long)size)];
    }

    private static long[] Read(MLOperandDataType type, ReadOnlySpan<byte> bytes) => type switch
    {
        MLOperandDataType.Int64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
        MLOperandDataType.Uint32 => Array.ConvertAll(MemoryMarshal.Cast<byte, uint>(bytes).ToArray(), value => (long)value),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (long)value),
    };
}
