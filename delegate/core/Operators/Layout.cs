using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>RESHAPE, TRANSPOSE and what is made of them: the stored elements in another order or shape.</summary>
internal static class Layout
{
    public static readonly OperatorRow[] Rows =
    [
        OfDimensions(BuiltinOperator.Reshape, maxVersion: 2, Reshape).WithInt16(),
        OfDimensions(BuiltinOperator.Squeeze, maxVersion: 2, Relaid).WithInt16(),
        OperatorRow.Of(BuiltinOperator.ExpandDims, maxVersion: 1, Relaid).WithInt16(),
        // A dense constant; a sparse one is made dense where it is read.
        OperatorRow.Of(BuiltinOperator.Densify, maxVersion: 1, op => op.Stored(0)),
        OperatorRow.Of(BuiltinOperator.Transpose, maxVersion: 6, Transpose).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Tile, maxVersion: 3, op => op.Builder.Tile(op.Stored(0), op.Integers(1), op.Label)),
        OperatorRow.Of(
            BuiltinOperator.BroadcastTo, maxVersion: 3, op => op.Builder.Expand(op.Stored(0), op.OutputShape(), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.ReverseV2, maxVersion: 3, Reverse).WithInt16(),
        OperatorRow.Of<TfLiteBlockParams>(BuiltinOperator.SpaceToDepth, maxVersion: 2, SpaceToDepth),
        OperatorRow.Of<TfLiteBlockParams>(BuiltinOperator.DepthToSpace, maxVersion: 2, DepthToSpace),
    ];

    /// <summary>What its parameters say is in the output's shape already.</summary>
    private static OperatorRow OfDimensions(BuiltinOperator code, int maxVersion, Func<OperatorContext, MLOperand> translate) =>
        new(code, maxVersion, static (data, _) => new ShapeOption(data.Dimensions()), (op, _) => [translate(op)]);

    /// <summary>The shape is the output's, resolved by TFLite, unless a tensor gives it at run time.</summary>
    private static MLOperand Reshape(OperatorContext op)
    {
        op.Require(!op.Has(1) || op.InputTensor(1).Data is not null, "its shape is computed at run time");
        return Relaid(op);
    }

    /// <summary>Complex numbers have the axis of their parts in front.</summary>
    private static MLOperand Relaid(OperatorContext op) => op.InputTensor(0).IsComplex()
        ? op.Reshape(op.Complex(0), [2, .. op.OutputShape()])
        : op.Reshape(op.Stored(0), op.OutputShape());

    private static MLOperand Transpose(OperatorContext op)
    {
        var input = op.Stored(0);
        var permutation = op.Integers(1);
        op.Require(permutation.Length == input.Rank, $"a permutation of {permutation.Length} axes; input 0 is {input.Descriptor}");
        return input.Rank == 0
            ? input
            : op.Builder.Transpose(input, Array.ConvertAll(permutation, axis => op.Axis(axis, input.Rank)), op.Label);
    }

    private static MLOperand Reverse(OperatorContext op)
    {
        var input = op.Stored(0);
        return op.Builder.Reverse(input, [.. op.Integers(1).Select(axis => op.Axis(axis, input.Rank)).Distinct()], op.Label);
    }

    /// <summary>Blocks of pixels side by side become one pixel: rows of blocks, columns, row in the block, column in the block and channel.</summary>
    private static MLOperand SpaceToDepth(OperatorContext op, TfLiteBlockParams p)
    {
        var (shape, block) = (op.Stored(0).Shape, p.BlockSize);
        op.Require(shape.Length == 4 && block > 0, $"input 0 is {op.Stored(0).Descriptor}, blocks of {block}");
        op.Require(shape[1] % block == 0 && shape[2] % block == 0, $"an image of {shape[1]} x {shape[2]} in blocks of {block}");
        var rows = op.Reshape(op.Stored(0), shape[0] * shape[1] / block, block, shape[2] / block, block * shape[3]);
        return op.Reshape(op.Builder.Transpose(rows, [0, 2, 1, 3], op.Label), op.OutputShape());
    }

    private static MLOperand DepthToSpace(OperatorContext op, TfLiteBlockParams p)
    {
        var (shape, block) = (op.Stored(0).Shape, p.BlockSize);
        op.Require(shape.Length == 4 && block > 0, $"input 0 is {op.Stored(0).Descriptor}, blocks of {block}");
        op.Require(shape[3] % ((long)block * block) == 0, $"{shape[3]} channels in blocks of {block}");
        var pixels = op.Reshape(op.Stored(0), shape[0] * shape[1], shape[2], block, shape[3] / block);
        return op.Reshape(op.Builder.Transpose(pixels, [0, 2, 1, 3], op.Label), op.OutputShape());
    }
}
