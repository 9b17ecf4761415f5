using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> LayoutSignatures =
    [
        OperatorSignature.Unary("expand", DataTypes.Any),
        OperatorSignature.Unary("reshape", DataTypes.Any),
        OperatorSignature.Unary("reverse", DataTypes.Any, new MLAxesAttributes([])),
        OperatorSignature.Unary("slice", DataTypes.Any, new MLSliceAttributes([], [], [])),
        OperatorSignature.Unary("tile", DataTypes.Any, new MLTileAttributes([])),
        OperatorSignature.Unary("transpose", DataTypes.Any, new MLTransposeAttributes([])),
    ];

    public MLOperand Expand(MLOperand input, ReadOnlySpan<int> newShape, string label = "")
    {
        var require = Validated("expand", label, input);
        var output = require.Output(input.DataType, newShape);
        Broadcasting.RequireTo(require, input, nameof(input), newShape);
        return Record("expand", [input], output, null, label);
    }

    public MLOperand Reshape(MLOperand input, ReadOnlySpan<int> newShape, string label = "")
    {
        var require = Validated("reshape", label, input);
        var output = require.Output(input.DataType, newShape);
        require.That(
            output.ElementCount == input.Descriptor.ElementCount,
            $"newShape holds another number of elements (expected {input.Descriptor.ElementCount} of {input.Descriptor}, found {output.ElementCount} of {output})");
        return Record("reshape", [input], output, null, label);
    }

    /// <param name="axes">Null: every axis.</param>
    public MLOperand Reverse(MLOperand input, ImmutableArray<int>? axes = null, string label = "")
    {
        var require = Validated("reverse", label, input);
        var resolved = require.List(axes, nameof(axes)) ?? [.. Enumerable.Range(0, input.Rank)];
        require.Axes(resolved.AsSpan(), input);
        return Record("reverse", [input], input.Descriptor, new MLAxesAttributes(resolved), label);
    }

    /// <param name="sizes">The extent of the window along each axis, before the strides thin it out.</param>
    /// <param name="strides">Empty: 1 along each axis.</param>
    public MLOperand Slice(
        MLOperand input, ReadOnlySpan<int> starts, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides = default, string label = "")
    {
        var require = Validated("slice", label, input);
        ImmutableArray<int> steps = strides.IsEmpty ? [.. Enumerable.Repeat(1, input.Rank)] : [.. strides];
        require.PerAxis(starts, nameof(starts), input, minimum: 0);
        require.PerAxis(sizes, nameof(sizes), input, minimum: 1);
        require.PerAxis(steps.AsSpan(), nameof(strides), input, minimum: 1);
        var shape = new int[input.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            require.That(
                (long)starts[i] + sizes[i] <= input.Shape[i],
                $"the slice leaves axis {i} (expected to end at {input.Shape[i]} or before, found {starts[i]} + {sizes[i]})");
            shape[i] = (int)(((long)sizes[i] + steps[i] - 1) / steps[i]);
        }

        return Record("slice", [input], input.Descriptor.WithShape(shape), new MLSliceAttributes([.. starts], [.. sizes], steps), label);
    }

    public MLOperand Tile(MLOperand input, ReadOnlySpan<int> repetitions, string label = "")
    {
        var require = Validated("tile", label, input);
        require.PerAxis(repetitions, nameof(repetitions), input, minimum: 1);
        var shape = new int[input.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = require.Dimension((long)input.Shape[i] * repetitions[i], $"dimension {i}");
        }

        return Record("tile", [input], require.Output(input.DataType, shape), new MLTileAttributes([.. repetitions]), label);
    }

    /// <param name="permutation">Output axis i is input axis <c>permutation[i]</c>. Empty: the axes reversed.</param>
    public MLOperand Transpose(MLOperand input, ReadOnlySpan<int> permutation = default, string label = "")
    {
        var require = Validated("transpose", label, input);
        ImmutableArray<int> axes = permutation.IsEmpty ? [.. Enumerable.Range(0, input.Rank).Reverse()] : [.. permutation];
        require.That(axes.Length == input.Rank, $"permutation has the wrong length (expected {input.Rank}, found {permutation.Text()})");
        require.Axes(axes.AsSpan(), input);
        int[] shape = [.. axes.Select(axis => input.Shape[axis])];
        return Record("transpose", [input], input.Descriptor.WithShape(shape), new MLTransposeAttributes(axes), label);
    }
}
