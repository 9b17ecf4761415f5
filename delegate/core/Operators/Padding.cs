using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>PAD, PADV2, MIRROR_PAD, on the stored elements.</summary>
internal static class Padding
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Pad, maxVersion: 4, Pad).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Padv2, maxVersion: 4, PadV2).WithInt16(),
        OperatorRow.Of<TfLiteMirrorPaddingParams>(BuiltinOperator.MirrorPad, maxVersion: 3, MirrorPad),
    ];

    /// <summary>With what stands for zero.</summary>
    private static MLOperand Pad(OperatorContext op) =>
        Constant(op, op.OutputTensor() is { Quantization: { } quantization } tensor && tensor.IsQuantized() ? quantization.ZeroPoints[0] : 0);

    private static MLOperand PadV2(OperatorContext op) => Constant(op, Value(op, 2));

    /// <summary>A constant to pad with.</summary>
    public static double Value(OperatorContext op, int input)
    {
        var tensor = op.InputTensor(input);
        op.Require(tensor.Data is { Length: > 0 }, $"the padding value '{tensor.Name}' is computed at run time; expected a constant");
        var data = tensor.Data!.Value.Span;
        return tensor.Type switch
        {
            TfLiteType.Float32 => MemoryMarshal.Read<float>(data),
            TfLiteType.Int32 => MemoryMarshal.Read<int>(data),
            TfLiteType.Int64 => MemoryMarshal.Read<long>(data),
            TfLiteType.Int8 => MemoryMarshal.Read<sbyte>(data),
            TfLiteType.UInt8 => data[0],
            TfLiteType.Int16 => MemoryMarshal.Read<short>(data),
            _ => throw new UnsupportedException($"{op.Label}: a padding value of type {tensor.Type}"),
        };
    }

    private static MLOperand Constant(OperatorContext op, double value)
    {
        var input = op.Stored(0);
        var (beginning, ending) = Lengths(op, input);
        return op.Builder.Pad(input, beginning, ending, new() { Value = value }, op.Label);
    }

    private static MLOperand MirrorPad(OperatorContext op, TfLiteMirrorPaddingParams p)
    {
        var input = op.Stored(0);
        var (beginning, ending) = Lengths(op, input);
        if (p.Mode == TfLiteMirrorPaddingMode.Symmetric)
        {
            return Mirrored(op, input, beginning, ending);
        }

        op.Require(p.Mode == TfLiteMirrorPaddingMode.Reflect, $"mode {p.Mode}");
        return op.Builder.Pad(input, beginning, ending, new() { Mode = MLPaddingMode.Reflection }, op.Label);
    }

    /// <summary>With the edge, which WebNN's reflection leaves out: a choice of elements, axis by axis.</summary>
    private static MLOperand Mirrored(OperatorContext op, MLOperand input, int[] beginning, int[] ending)
    {
        for (var axis = 0; axis < beginning.Length; axis++)
        {
            var size = input.Shape[axis];
            op.Require(beginning[axis] <= size && ending[axis] <= size, $"{beginning[axis]} and {ending[axis]} elements mirrored of {size}");
            if (beginning[axis] + ending[axis] > 0)
            {
                int[] chosen = [.. Enumerable.Range(0, beginning[axis]).Reverse(), .. Enumerable.Range(0, size), .. Enumerable.Range(0, ending[axis]).Select(i => size - 1 - i)];
                input = op.Builder.Gather(input, op.Constant(chosen, chosen.Length), axis, op.Label);
            }
        }

        return input;
    }

    /// <summary>TFLite's paddings are pairs, one per axis.</summary>
    private static (int[] Beginning, int[] Ending) Lengths(OperatorContext op, MLOperand input)
    {
        var paddings = op.Integers(1);
        op.Require(paddings.Length == 2 * input.Rank, $"{paddings.Length} paddings of a tensor of rank {input.Rank}");
        op.Require(paddings.All(length => length >= 0), $"paddings [{string.Join(',', paddings)}]");
        return (
            [.. Enumerable.Range(0, input.Rank).Select(axis => paddings[2 * axis])],
            [.. Enumerable.Range(0, input.Rank).Select(axis => paddings[(2 * axis) + 1])]);
    }
}
