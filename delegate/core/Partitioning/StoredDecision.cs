using System.Collections.Immutable;
using System.Globalization;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>A decision as a file has it: JSON that a person can read and change.</summary>
/// <param name="Nodes">The nodes that WebNN runs.</param>
/// <param name="Source">How it was made.</param>
/// <param name="Model">The model's name, for people.</param>
public sealed record StoredDecision(DecisionKey Key, ImmutableArray<int> Nodes, PartitioningMode Source, string Model, ImmutableArray<string> Evidence)
{
    private const int Format = 1;

    /// <summary>No model has as many nodes.</summary>
    private const int MostNodes = 1_000_000;

    /// <exception cref="FormatException">It is no decision; the message says what is wrong, and where.</exception>
    public static StoredDecision Parse(string text)
    {
        var root = JsonFields.Parse(text, Format);
        var key = root.Object("key");
        var source = root.Text("source");
        return new(
            new(key.Text("structure"), key.Text("options"), key.Text("backend"), key.Text("host"), key.Text("processor")),
            ParseRanges(root.Texts("webnn")),
            PartitioningModes.Find(source) ?? throw new FormatException($"its source is '{source}'; expected one of {string.Join(", ", PartitioningModes.Names)}"),
            root.Text("model"),
            root.Texts("evidence"));
    }

    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("model", Model);
        json.WriteString("source", Source.Name());
        json.WriteTexts("webnn", Ranges(Nodes));
        json.WriteTexts("evidence", Evidence);
        json.WriteStartObject("key");
        json.WriteString("structure", Key.Structure);
        json.WriteString("options", Key.Options);
        json.WriteString("backend", Key.Backend);
        json.WriteString("host", Key.Host);
        json.WriteString("processor", Key.Processor);
        json.WriteEndObject();
    });

    /// <summary>Runs of neighbours as <c>3-9</c>, single nodes as <c>12</c>.</summary>
    public static ImmutableArray<string> Ranges(ImmutableArray<int> nodes)
    {
        var ranges = ImmutableArray.CreateBuilder<string>();
        int[] sorted = [.. nodes.Order()];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end + 1 < sorted.Length && sorted[end + 1] <= sorted[end] + 1)
            {
                end++;
            }

            var (first, last) = (sorted[start], sorted[end]);
            ranges.Add(first == last ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}"));
            start = end + 1;
        }

        return ranges.ToImmutable();
    }

    private static ImmutableArray<int> ParseRanges(ImmutableArray<string> ranges)
    {
        var nodes = new SortedSet<int>();
        foreach (var range in ranges)
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || Node(ends[0]) is not { } first || Node(ends[^1]) is not { } last || first > last)
            {
                throw new FormatException($"'{range}' in webnn is neither a node (12) nor a range of nodes (3-9)");
            }

            nodes.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. nodes];
    }

    private static int? Node(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var node) && node < MostNodes ? node : null;
}
