using System.Collections.Immutable;

namespace WebNN;

// Indices select along an axis; an index that is negative counts from the end, and the backend clamps what is out of range.
public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> IndexingSignatures =
    [
        Gathering("gather", indexRank: 0) with { Options = _ => new MLAxisAttributes(0) },
        Gathering("gatherElements", indexRank: 1) with { Outputs = [ParameterRule.As("input", "output", minRank: 1)], Options = _ => new MLAxisAttributes(0) },
        Gathering("gatherND", indexRank: 1),
        Scattering("scatterElements", updateRank: 1) with { Options = _ => new MLAxisAttributes(0) },
        Scattering("scatterND", updateRank: 0),
    ];

    public MLOperand Gather(MLOperand input, MLOperand indices, int axis = 0, string label = "")
    {
        var require = Validated("gather", label, input, indices);
        require.Axis(axis, input);
        int[] shape = [.. input.Shape[..axis], .. indices.Shape, .. input.Shape[(axis + 1)..]];
        return Record("gather", [input, indices], require.Output(input.DataType, shape), new MLAxisAttributes(axis), label);
    }

    public MLOperand GatherElements(MLOperand input, MLOperand indices, int axis = 0, string label = "")
    {
        var require = Validated("gatherElements", label, input, indices);
        require.Axis(axis, input);
        RequireAlong(require, input, indices, axis);
        return Record(
            "gatherElements", [input, indices], require.Output(input.DataType, indices.Shape.AsSpan()), new MLAxisAttributes(axis), label);
    }

    public MLOperand GatherND(MLOperand input, MLOperand indices, string label = "")
    {
        var require = Validated("gatherND", label, input, indices);
        var depth = RequireDepth(require, input, indices);
        int[] shape = [.. indices.Shape[..^1], .. input.Shape[depth..]];
        return Record("gatherND", [input, indices], require.Output(input.DataType, shape), null, label);
    }

    public MLOperand ScatterElements(MLOperand input, MLOperand indices, MLOperand updates, int axis = 0, string label = "")
    {
        var require = Validated("scatterElements", label, input, indices, updates);
        require.Axis(axis, input);
        RequireAlong(require, input, indices, axis);
        require.Shape(updates, nameof(updates), indices.Shape.AsSpan());
        return Record("scatterElements", [input, indices, updates], input.Descriptor, new MLAxisAttributes(axis), label);
    }

    public MLOperand ScatterND(MLOperand input, MLOperand indices, MLOperand updates, string label = "")
    {
        var require = Validated("scatterND", label, input, indices, updates);
        var depth = RequireDepth(require, input, indices);
        require.Shape(updates, nameof(updates), [.. indices.Shape[..^1], .. input.Shape[depth..]]);
        return Record("scatterND", [input, indices, updates], input.Descriptor, null, label);
    }

    private static OperatorSignature Gathering(string name, int indexRank) => new(
        name,
        [ParameterRule.Of("input", DataTypes.Any, minRank: 1), ParameterRule.Of("indices", DataTypes.Indices, indexRank)],
        [ParameterRule.As("input", "output")]);

    private static OperatorSignature Scattering(string name, int updateRank) => new(
        name,
        [
            ParameterRule.Of("input", DataTypes.Any, minRank: 1), ParameterRule.Of("indices", DataTypes.Indices, minRank: 1),
            ParameterRule.As("input", "updates", updateRank),
        ],
        [ParameterRule.As("input", "output", minRank: 1)]);

    /// <summary>Indices with the input's shape, any length along the axis.</summary>
    private static void RequireAlong(Require require, MLOperand input, MLOperand indices, int axis)
    {
        require.Rank(indices, nameof(indices), input.Rank);
        int[] shape = [.. input.Shape];
        shape[axis] = indices.Shape[axis];
        require.Shape(indices, nameof(indices), shape);
    }

    /// <summary>The length of one index: how many axes it fixes.</summary>
    private static int RequireDepth(Require require, MLOperand input, MLOperand indices)
    {
        var depth = indices.Shape[^1];
        require.That(
            depth <= input.Rank, $"indices are too deep (expected a last dimension of at most {input.Rank}, found {indices.Descriptor})");
        return depth;
    }
}
