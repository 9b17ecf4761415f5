using System.Text.Json;
using System.Text.RegularExpressions;
using WebNN.Cli;

namespace WebNN.Peers.Figures;

/// <summary>
/// A page whose figures are between <c>&lt;!-- figures: bench|peers|ratios MACHINE SET --&gt;</c> and <c>&lt;!-- end of figures --&gt;</c>: the newest
/// file MACHINE/*-SET.json, by its name, which begins with the date.
/// </summary>
internal sealed partial class FiguresPage(string page, string results)
{
    private const string PictureFolder = "figures";

    private readonly string folder = Path.GetDirectoryName(Path.GetFullPath(page))!;
    private readonly Dictionary<string, string> pictures = new(StringComparer.Ordinal);

    /// <summary>The page and its pictures, as they should be.</summary>
    /// <exception cref="InputException">A place names results that are not there, or that cannot be read.</exception>
    public IReadOnlyList<(string Path, string Text)> Files()
    {
        pictures.Clear();
        var text = Place().Replace(File.ReadAllText(page), place => $"{place.Groups["begin"].Value}\n\n{Figure(place)}\n{place.Groups["end"].Value}");
        return [(Path.GetFullPath(page), text), .. pictures.Select(picture => (picture.Key, picture.Value)).OrderBy(picture => picture.Key, StringComparer.Ordinal)];
    }

    private string Figure(Match place)
    {
        var (machine, set) = (place.Groups["machine"].Value, place.Groups["set"].Value);
        var file = Newest(machine, set);
        var source = $"[{Path.GetFileName(file)}]({Path.GetRelativePath(folder, file).Replace('\\', '/')})";
        return place.Groups["kind"].Value switch
        {
            "bench" => BenchFigure.Of(Read(file, text => JsonSerializer.Deserialize(text, FigureJson.Default.ListBenchResult)), source, chart => Picture($"{machine}-{set}", chart)),
            "ratios" => RatiosFigure.Of(Read(file, text => JsonSerializer.Deserialize(text, PeersJson.Default.ListPeersResult)), source),
            _ => PeersFigure.Of(
                Read(file, text => JsonSerializer.Deserialize(text, PeersJson.Default.ListPeersResult)), source, (name, chart) => Picture($"{machine}-{set}-{name}", chart)),
        };
    }

    /// <summary>By the name: a date, with a time (<c>2026-11-26T2340-…</c>) for those of a day that are not its first, and the commit, which tells no order.</summary>
    private string Newest(string machine, string set)
    {
        var at = Path.Combine(results, machine);
        string[] files = [.. (Directory.Exists(at) ? Directory.GetFiles(at, $"*-{set}.json") : []).OrderBy(Path.GetFileName, StringComparer.Ordinal).TakeLast(2)];
        if (files.Length == 2 && Stamp().Match(Path.GetFileName(files[0])) is { Success: true } before && before.Value == Stamp().Match(Path.GetFileName(files[1])).Value)
        {
            throw new InputException($"{page}: {files[0]} and {files[1]} are of one day (expected a time in the newer one's name, as in {before.Value[..10]}T2340-…)");
        }

        return files.LastOrDefault() ?? throw new InputException($"{page}: no {at}/*-{set}.json");
    }

    private static List<T> Read<T>(string file, Func<string, List<T>?> parse)
    {
        try
        {
            return parse(File.ReadAllText(file)) is { Count: > 0 } list ? list : throw new InputException($"{file}: there are no results");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new InputException($"{file}: {e.Message}", e);
        }
    }

    /// <returns>What shows the picture of the reader's theme.</returns>
    private string Picture(string name, Func<ChartTheme, string> chart)
    {
        foreach (var theme in new[] { ChartTheme.Light, ChartTheme.Dark })
        {
            pictures[Path.Combine(folder, PictureFolder, $"{name}-{theme.Name}.svg")] = chart(theme);
        }

        return $"""
            <picture>
              <source media="(prefers-color-scheme: dark)" srcset="{PictureFolder}/{name}-dark.svg">
              <img alt="The times of the table below as bars" src="{PictureFolder}/{name}-light.svg">
            </picture>

            """;
    }

    [GeneratedRegex(@"(?<begin><!-- figures: (?<kind>bench|peers|ratios) (?<machine>\S+) (?<set>\S+) -->).*?(?<end><!-- end of figures -->)", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(T\d{4})?")]
    private static partial Regex Stamp();
}
