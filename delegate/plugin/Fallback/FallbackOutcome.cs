using System.Collections.Immutable;

namespace WebNN.TfLite.Plugin.Fallback;

/// <summary>What became of the nodes that WebNN left.</summary>
/// <param name="Library">Where XNNPACK is; null where it was not used.</param>
/// <param name="Version">That library's version, where it tells.</param>
/// <param name="Nodes">What XNNPACK runs.</param>
/// <param name="Reason">Why XNNPACK has nothing; null where it has something.</param>
internal sealed record FallbackOutcome(string? Library, string? Version, ImmutableArray<int> Nodes, string? Reason)
{
    public static FallbackOutcome None(string reason) => new(null, null, [], reason);
}
