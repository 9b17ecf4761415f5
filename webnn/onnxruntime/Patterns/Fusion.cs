namespace WebNN.OnnxRuntime.Patterns;

/// <summary>What can stand for several operators of a graph.</summary>
/// <param name="Inner">
/// The operators that are computed with the last: where anything else reads one of their results, they are needed as they are and nothing is gained.
/// </param>
/// <param name="Make">Makes the value of the last operator.</param>
internal sealed record Fusion(IReadOnlyList<MLNode> Inner, Func<PatternGraph, MLOperand> Make);

/// <summary>Finds the pattern of which a node is the last; null where there is none.</summary>
internal delegate Fusion? FindPattern(PatternGraph graph, MLNode last);

/// <summary>A pattern, by the name that stands in docs and tests.</summary>
/// <param name="Last">The operator with which it ends.</param>
internal sealed record PatternRow(string Name, string Last, FindPattern Find);
