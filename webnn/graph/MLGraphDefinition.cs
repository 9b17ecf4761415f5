using System.Collections.Immutable;
using WebNN.JavaScript;

namespace WebNN;

/// <summary>A named operand at the border of a graph.</summary>
public readonly record struct MLNamedOperand(string Name, MLOperand Operand);

/// <summary>A validated graph, ready to be compiled: only what its outputs need, in an order in which it can run.</summary>
/// <param name="Inputs">In the order in which the builder made them; one that no output needs is not among them.</param>
/// <param name="Outputs">In the caller's order.</param>
public sealed record MLGraphDefinition(
    ImmutableArray<MLNamedOperand> Inputs,
    ImmutableArray<MLNode> Nodes,
    ImmutableArray<MLNamedOperand> Outputs)
{
    /// <summary>The graph's text form: what tests compare, errors quote and reports print.</summary>
    public string ToText() => GraphText.Of(this);

    /// <summary>
    /// The graph as a module of JavaScript for any implementation of WebNN: it exports <c>inputs</c> and <c>outputs</c>, their descriptors by
    /// name, and <c>build(context, weights)</c>, which resolves to the MLGraph.
    /// </summary>
    /// <param name="weights">Gets the bytes of the constants, which <c>build</c> takes as an ArrayBuffer.</param>
    public string ToJavaScript(Stream weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return JavaScriptModule.Of(this, weights);
    }
}
