using System.Globalization;
using WebNN.TfLite;

namespace WebNN.Cli.Inputs;

/// <summary>Draws of made-up values for a model.</summary>
internal sealed class MadeUpInputs(ModelProfile profile, ModelRunner runner, int seed)
{
    private const int EnoughBytes = 1024;
    private const int MaxEdgeDraws = 10;

    public IEnumerable<Draw> Random(int count)
    {
        for (var draw = 0; draw < count; draw++)
        {
            var random = new Random(seed + draw);
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"random values, seed {seed + draw}"),
                [.. runner.Inputs.Select(view => RandomInputs.Bytes(profile, view.Index, view.ByteLength, random))]);
        }
    }

    /// <summary>For each kind that one of the inputs has values of; the other inputs are random.</summary>
    public IEnumerable<Draw> Edges(IEnumerable<EdgeKind> kinds)
    {
        // A small input holds few values of a kind: it is drawn until there are enough of them.
        var count = Math.Clamp(EnoughBytes / Math.Max(1, runner.Inputs.Sum(view => view.ByteLength)), 1, MaxEdgeDraws);
        return kinds.SelectMany(kind => Enumerable.Range(seed, count).Select(each => Edge(kind, each)).OfType<Draw>());
    }

    /// <summary>Null where none of the inputs has values of the kind.</summary>
    private Draw? Edge(EdgeKind kind, int drawSeed)
    {
        var random = new Random(drawSeed);
        byte[]?[] edges = [.. runner.Inputs.Select(view => EdgeValues.Bytes(profile, view.Index, view.ByteLength, kind, random))];
        if (edges.All(bytes => bytes is null))
        {
            return null;
        }

        var inputs = runner.Inputs.Zip(edges, (view, bytes) => bytes ?? RandomInputs.Bytes(profile, view.Index, view.ByteLength, random));
        return new(string.Create(CultureInfo.InvariantCulture, $"{EdgeKinds.Describe(kind)}, seed {drawSeed}"), [.. inputs]) { MayBeRefused = true };
    }
}

/// <summary>The kinds' names on the command line and for people.</summary>
internal static class EdgeKinds
{
    public const string None = "none";
    public const string All = "all";

    public static IEnumerable<string> Names => Enum.GetNames<EdgeKind>().Select(name => name.ToLowerInvariant());

    /// <summary>Null where a name is not known.</summary>
    public static EdgeKind[]? Parse(string text)
    {
        if (text is None or All)
        {
            return text == All ? Enum.GetValues<EdgeKind>() : [];
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(Names.Contains) ? [.. names.Select(name => Enum.Parse<EdgeKind>(name, ignoreCase: true)).Distinct()] : null;
    }

    public static string Describe(EdgeKind kind) => kind switch
    {
        EdgeKind.Multiples => "multiples of 0.1, 1/4, 1/2 and 1",
        EdgeKind.Integers => "large integers",
        EdgeKind.Extremes => "the types' extremes",
        _ => "NaN among random values",
    };
}
