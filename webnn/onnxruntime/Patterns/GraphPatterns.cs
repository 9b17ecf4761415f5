using System.Collections.Frozen;

namespace WebNN.OnnxRuntime.Patterns;

/// <summary>
/// Operators that together are one that this backend runs as such, whoever spelled them out: a converter, a framework, a caller. What the
/// caller built, and its text, stay as they are: this is part of lowering. A pattern fires where the one operator gives the same result: by
/// algebra the same function, within the conformance suite's tolerance, and never no number where the spelled out gives one.
/// ONNX Runtime's optimizer knows others, and some of these as one framework writes them (docs/decisions/0011-patterns.md).
/// </summary>
internal static class GraphPatterns
{
    /// <summary>What one pattern leaves may be part of another, but hardly of a fourth: a chain of a hundred thousand pads is none.</summary>
    private const int MostPasses = 4;

    private static readonly FrozenDictionary<string, PatternRow[]> Rows = new[]
    {
        ActivationPatterns.Rows,
        ConvolutionPatterns.Rows,
        NormalizationPatterns.Rows,
    }.SelectMany(family => family).GroupBy(row => row.Last).ToFrozenDictionary(rows => rows.Key, rows => rows.ToArray(), StringComparer.Ordinal);

    /// <summary>The patterns' names.</summary>
    public static IEnumerable<string> Names => Rows.Values.SelectMany(rows => rows).Select(row => row.Name).Distinct().Order(StringComparer.Ordinal);

    public static ReadOnlySpan<PatternRow> EndingWith(string @operator) => Rows.GetValueOrDefault(@operator, []);

    /// <summary>The graph with its patterns fused.</summary>
    public static MLGraphDefinition Apply(MLGraphDefinition definition)
    {
        for (var pass = 0; pass < MostPasses && new PatternGraph(definition).Fused() is { } fused; pass++)
        {
            definition = fused;
        }

        return definition;
    }
}
