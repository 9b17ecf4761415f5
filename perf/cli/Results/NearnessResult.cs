namespace WebNN.Cli.Results;

/// <summary>Another arm's outputs beside the exact ones.</summary>
/// <param name="Runtime">Library, version and build.</param>
internal sealed record RivalResult(string Name, string Runtime, IReadOnlyList<OutputComparison> Outputs);

/// <summary>How far the arms are from the exact values of one output.</summary>
/// <param name="Node">The node that was run by itself, on exact inputs; null for the whole model.</param>
/// <param name="MeanAbs">Each arm's mean distance; infinite where one value is finite and its counterpart is not.</param>
/// <param name="Nearest">The arm with the smallest; several where they are equal.</param>
internal sealed record NearnessResult(int? Node, string? Op, string Output, IReadOnlyDictionary<string, double> MeanAbs, IReadOnlyList<string> Nearest)
{
    public static NearnessResult Of(int? node, string? op, string output, IEnumerable<(string Arm, OutputComparison Comparison)> arms)
    {
        var distances = arms.ToDictionary(
            each => each.Arm, each => each.Comparison.MaxAbs is { } worst && double.IsFinite(worst) ? each.Comparison.MeanAbs : double.PositiveInfinity);
        var least = distances.Values.Min();
        return new(node, op, output, distances, [.. distances.Where(each => each.Value == least).Select(each => each.Key)]);
    }
}
