using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>The options <see cref="DelegateOptions.Include"/> and <see cref="DelegateOptions.Exclude"/>, understood.</summary>
internal sealed class NodeFilter
{
    private static readonly FrozenDictionary<string, BuiltinOperator> operators =
        Enum.GetValues<BuiltinOperator>().ToFrozenDictionary(code => code.SchemaName(), StringComparer.OrdinalIgnoreCase);

    private readonly ImmutableArray<Term> include;
    private readonly ImmutableArray<Term> exclude;

    /// <exception cref="ArgumentException">An entry is neither a node, nor a range of nodes, nor an operator of TFLite.</exception>
    public NodeFilter(DelegateOptions options)
    {
        include = [.. options.Include.Select(entry => Parse(nameof(options.Include), entry))];
        exclude = [.. options.Exclude.Select(entry => Parse(nameof(options.Exclude), entry))];
    }

    /// <summary>Why the options keep a node with TFLite; null where they do not.</summary>
    public string? Objection(NodeInfo node) =>
        exclude.Any(term => term.Matches(node)) ? "excluded by option"
        : include.Length > 0 && !include.Any(term => term.Matches(node)) ? "excluded by option: not among the included"
        : null;

    private static Term Parse(string option, string entry)
    {
        var text = entry.Trim();
        if (operators.TryGetValue(text, out var code))
        {
            return new(code, 0, 0);
        }

        var bounds = text.Split('-');
        if (bounds.Length is 1 or 2
            && int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last)
        {
            return new(null, first, last);
        }

        throw new ArgumentException(
            $"{option}: '{entry}' is neither a node (12), nor a range of nodes (3-9), nor an operator of TFLite (CONV_2D)");
    }

    private readonly record struct Term(BuiltinOperator? Code, int First, int Last)
    {
        public bool Matches(NodeInfo node) => Code is { } code ? node.Code == code : node.Index >= First && node.Index <= Last;
    }
}
