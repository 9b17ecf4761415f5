using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>CONCATENATION, PACK and their inverses SPLIT, SPLIT_V, UNPACK.</summary>
internal static class Joining
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteConcatenationParams>(BuiltinOperator.Concatenation, maxVersion: 4, Concatenation).WithInt16(),
        OperatorRow.Of<TfLitePackParams>(BuiltinOperator.Pack, maxVersion: 4, Pack).WithInt16(),
        OperatorRow.OfMany<TfLiteUnpackParams>(BuiltinOperator.Unpack, maxVersion: 4, Unpack).WithInt16(),
        OperatorRow.OfMany<TfLiteSplitParams>(BuiltinOperator.Split, maxVersion: 4, Split).WithInt16(),
        OperatorRow.OfMany<TfLiteSplitParams>(BuiltinOperator.SplitV, maxVersion: 2, SplitV).WithInt16(),
    ];

    /// <summary>The only operator of stored elements that changes scales: an input of bytes with another one is brought to the output's.</summary>
    private static MLOperand Concatenation(OperatorContext op, TfLiteConcatenationParams p)
    {
        var parts = new List<MLOperand>();
        for (var i = 0; i < op.InputCount; i++)
        {
            var agrees = !op.OutputTensor().IsQuantizedByte() || op.InputTensor(i).HasQuantizationOf(op.OutputTensor());
            parts.Add(agrees ? op.Stored(i) : op.Store(op.Input(i)));
        }

        op.Require(parts.Count > 0, "no input");
        var joined = parts.Count == 1
            ? parts[0]
            : op.Builder.Concat(parts.ToArray(), op.Axis(p.Axis, parts[0].Rank), op.Label);
        return op.Activate(joined, p.Activation);
    }

    private static MLOperand Pack(OperatorContext op, TfLitePackParams p)
    {
        op.Require(op.InputCount > 0, "no input");
        var first = op.Stored(0);
        var axis = op.Axis(p.Axis, first.Rank + 1);
        var layer = first.Shape.Insert(axis, 1);
        var layers = Enumerable.Range(0, op.InputCount).Select(i => op.Reshape(op.Stored(i), layer.AsSpan())).ToArray();
        return layers.Length == 1 ? layers[0] : op.Builder.Concat(layers, axis, op.Label);
    }

    private static ImmutableArray<MLOperand> Unpack(OperatorContext op, TfLiteUnpackParams p)
    {
        var input = op.Stored(0);
        var axis = op.Axis(p.Axis, input.Rank);
        op.Require(p.Num == op.OutputCount, $"has {op.OutputCount} outputs; expected {p.Num}");
        op.Require(input.Shape[axis] == p.Num, $"{p.Num} outputs of axis {axis} of {input.Descriptor}");
        var sizes = new int[p.Num];
        Array.Fill(sizes, 1);
        var layer = input.Shape.RemoveAt(axis);
        return [.. Parts(op, input, sizes, axis).Select(part => op.Reshape(part, layer.AsSpan()))];
    }

    private static ImmutableArray<MLOperand> Split(OperatorContext op, TfLiteSplitParams p)
    {
        var input = op.Stored(1);
        var axis = op.Axis(op.Integer(0), input.Rank);
        op.Require(p.NumSplits > 0 && input.Shape[axis] % p.NumSplits == 0, $"{p.NumSplits} parts of axis {axis} of {input.Descriptor}");
        op.Require(p.NumSplits == op.OutputCount, $"has {op.OutputCount} outputs; expected {p.NumSplits}");
        var sizes = new int[p.NumSplits];
        Array.Fill(sizes, input.Shape[axis] / p.NumSplits);
        return Parts(op, input, sizes, axis);
    }

    /// <summary>One size may be -1: what the others leave.</summary>
    private static ImmutableArray<MLOperand> SplitV(OperatorContext op, TfLiteSplitParams p)
    {
        var input = op.Stored(0);
        var axis = op.Axis(op.Integer(2), input.Rank);
        var sizes = op.Integers(1);
        var open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            sizes[open] = input.Shape[axis] - (sizes.Sum() + 1);
        }

        op.Require(sizes.All(size => size > 0), $"parts of [{string.Join(',', sizes)}] elements");
        return Parts(op, input, sizes, axis);
    }

    private static ImmutableArray<MLOperand> Parts(OperatorContext op, MLOperand input, int[] sizes, int axis) =>
        sizes.Length == 1 ? [input] : op.Builder.Split(input, sizes, axis, op.Label);
}
