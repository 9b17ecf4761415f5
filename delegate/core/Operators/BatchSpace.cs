using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>SPACE_TO_BATCH_ND, BATCH_TO_SPACE_ND, one axis of blocks after the other, of the stored elements.</summary>
internal static class BatchSpace
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.SpaceToBatchNd, maxVersion: 3, SpaceToBatch),
        OperatorRow.Of(BuiltinOperator.BatchToSpaceNd, maxVersion: 3, BatchToSpace),
    ];

    /// <summary>From the last axis on: the first axis of blocks counts slowest in the batch.</summary>
    private static MLOperand SpaceToBatch(OperatorContext op)
    {
        var (input, blocks, margins) = Operands(op);
        var zero = op.OutputTensor() is { Quantization: { } quantization } tensor && tensor.IsQuantized() ? quantization.ZeroPoints[0] : 0;
        var (before, after) = (new int[input.Rank], new int[input.Rank]);
        for (var axis = 1; axis <= blocks.Length; axis++)
        {
            (before[axis], after[axis]) = (margins[2 * (axis - 1)], margins[(2 * axis) - 1]);
        }

        var result = Array.TrueForAll(margins, margin => margin == 0) ? input : op.Builder.Pad(input, before, after, new() { Value = zero }, op.Label);
        for (var axis = blocks.Length; axis >= 1; axis--)
        {
            var (shape, block) = (result.Shape, blocks[axis - 1]);
            op.Require(shape[axis] % block == 0, $"{shape[axis]} elements of axis {axis} in blocks of {block}");
            var (outer, inner) = Around(shape.AsSpan(), axis);
            var parted = op.Reshape(result, shape[0], outer, shape[axis] / block, block, inner);
            result = op.Reshape(
                op.Builder.Transpose(parted, [3, 0, 1, 2, 4], op.Label), shape.SetItem(0, shape[0] * block).SetItem(axis, shape[axis] / block).AsSpan());
        }

        return result;
    }

    private static MLOperand BatchToSpace(OperatorContext op)
    {
        var (result, blocks, margins) = Operands(op);
        for (var axis = 1; axis <= blocks.Length; axis++)
        {
            var (shape, block) = (result.Shape, blocks[axis - 1]);
            op.Require(shape[0] % block == 0, $"a batch of {shape[0]} in blocks of {block}");
            var (outer, inner) = Around(shape.AsSpan(), axis);
            var parted = op.Reshape(result, block, shape[0] / block, outer, shape[axis], inner);
            result = op.Reshape(
                op.Builder.Transpose(parted, [1, 2, 3, 0, 4], op.Label), shape.SetItem(0, shape[0] / block).SetItem(axis, shape[axis] * block).AsSpan());
        }

        if (Array.TrueForAll(margins, margin => margin == 0))
        {
            return result;
        }

        var (starts, sizes) = (new int[result.Rank], result.Shape.ToArray());
        for (var axis = 1; axis <= blocks.Length; axis++)
        {
            starts[axis] = margins[2 * (axis - 1)];
            sizes[axis] -= margins[2 * (axis - 1)] + margins[(2 * axis) - 1];
        }

        op.Require(Array.TrueForAll(sizes, size => size > 0), $"crops [{string.Join(',', margins)}] of {result.Descriptor}");
        return op.Builder.Slice(result, starts, sizes, label: op.Label);
    }

    private static (MLOperand Input, int[] Blocks, int[] Margins) Operands(OperatorContext op)
    {
        var (input, blocks, margins) = (op.Stored(0), op.Integers(1), op.Integers(2));
        op.Require(
            blocks.Length < input.Rank && margins.Length == 2 * blocks.Length && Array.TrueForAll(blocks, block => block is > 0 and < 1 << 15),
            $"blocks [{string.Join(',', blocks)}] of {input.Descriptor}");
        op.Require(Array.TrueForAll(margins, margin => margin >= 0), $"margins [{string.Join(',', margins)}]");
        return (input, blocks, margins);
    }

    /// <summary>How many elements lie between batch and axis, and how many behind the axis.</summary>
    private static (int Outer, int Inner) Around(ReadOnlySpan<int> shape, int axis)
    {
        var (outer, inner) = (1, 1);
        for (var i = 1; i < shape.Length; i++)
        {
            (outer, inner) = (i < axis ? outer * shape[i] : outer, i > axis ? inner * shape[i] : inner);
        }

        return (outer, inner);
    }
}
