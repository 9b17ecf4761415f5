using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> JoiningSignatures =
    [
        new("concat", [ParameterRule.Of("inputs", DataTypes.Any, minRank: 1)], [ParameterRule.As("inputs", "output", minRank: 1)])
        {
            Options = _ => new MLAxisAttributes(0),
        },
        new("split", [ParameterRule.Of("input", DataTypes.Any, minRank: 1)], [ParameterRule.As("input", "outputs", minRank: 1)])
        {
            Options = _ => new MLSplitAttributes(0, [1]),
        },
    ];

    public MLOperand Concat(ReadOnlySpan<MLOperand> inputs, int axis, string label = "")
    {
        RequireOpen();
        ArgumentNullException.ThrowIfNull(label);
        var require = new Require("concat", label);
        require.That(!inputs.IsEmpty, "inputs are empty (expected at least 1, found 0)");
        require.That(inputs.Length <= MaxParts, $"inputs are too many (expected at most {MaxParts}, found {inputs.Length})");
        var first = inputs[0];
        require.Follows(OperatorSignatures.Find("concat").Inputs[0], first, "inputs[0]", null);
        require.Axis(axis, first);

        int[] shape = [.. first.Shape];
        long length = shape[axis];
        for (var i = 1; i < inputs.Length; i++)
        {
            var input = inputs[i];
            require.SameType(input, $"inputs[{i}]", first, "inputs[0]");
            require.Rank(input, $"inputs[{i}]", first.Rank);
            shape[axis] = input.Shape[axis];
            require.Shape(input, $"inputs[{i}]", shape);
            length += input.Shape[axis];
        }

        shape[axis] = require.Dimension(length, "the joined dimension");
        return Record("concat", [.. inputs], require.Output(first.DataType, shape), new MLAxisAttributes(axis), label);
    }

    /// <summary>Cuts <paramref name="input"/> along <paramref name="axis"/> into parts of the given sizes, which add up to its dimension.</summary>
    public ImmutableArray<MLOperand> Split(MLOperand input, ReadOnlySpan<int> sizes, int axis = 0, string label = "")
    {
        var require = Validated("split", label, input);
        require.Axis(axis, input);

        require.That(sizes.Length <= MaxParts, $"sizes are too many (expected at most {MaxParts}, found {sizes.Length})");
        long sum = 0;
        foreach (var size in sizes)
        {
            require.AtLeast(size, nameof(sizes), 1);
            sum += size;
        }

        require.That(sum == input.Shape[axis], $"sizes do not add up to the dimension (expected {input.Shape[axis]}, found {sizes.Text()})");
        var attributes = new MLSplitAttributes(axis, [.. sizes]);
        return Record("split", [input], [.. attributes.Sizes.Select(size => Part(input, axis, size))], attributes, label);
    }

    /// <summary>Cuts <paramref name="input"/> along <paramref name="axis"/> into <paramref name="parts"/> parts of one size.</summary>
    public ImmutableArray<MLOperand> Split(MLOperand input, int parts, int axis = 0, string label = "")
    {
        var require = Validated("split", label, input);
        require.Axis(axis, input);
        require.That(parts is >= 1 and <= MaxParts, $"parts are out of range (expected 1 to {MaxParts}, found {parts})");
        var size = input.Shape[axis];
        require.That(size % parts == 0, $"parts do not divide the dimension (expected a divisor of {size}, found {parts})");
        return Split(input, [.. Enumerable.Repeat(size / parts, parts)], axis, label);
    }

    private static MLOperandDescriptor Part(MLOperand input, int axis, int size)
    {
        int[] shape = [.. input.Shape];
        shape[axis] = size;
        return input.Descriptor.WithShape(shape);
    }
}
