using System.Globalization;
using System.Text;

namespace WebNN.Peers.Figures;

/// <summary>What <c>measure --json</c> wrote, as tables and pictures.</summary>
internal static class PeersFigure
{
    /// <summary>Whose time is 1 in a picture of its own.</summary>
    private static readonly string[] units = ["litert-wasm", "tflite-wasm", "xnnpack"];

    /// <summary>Whose time the second table counts in: the first that is there.</summary>
    private static readonly string[] ours = ["compiled", "cached"];

    /// <param name="source">A link to the file.</param>
    /// <param name="draw">Keeps a picture of a name for each theme, and returns what shows it.</param>
    public static string Of(IReadOnlyList<PeersResult> results, string source, Func<string, Func<ChartTheme, string>, string> draw)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{source}: {results[0].Machine}; {results[0].Threads} thread{(results[0].Threads == 1 ? "" : "s")}, all peers in turn.\n\n");
        foreach (var unit in units.Where(unit => results.Any(result => Peer(result, unit) is not null)))
        {
            text.Append(draw($"beside-{unit}", theme => PeerChart.Draw(results, unit, theme))).Append('\n');
        }

        var peers = results.SelectMany(result => result.Peers).DistinctBy(peer => peer.Name).ToArray();
        var one = ours.First(name => peers.Any(peer => peer.Name == name));
        text.Append("Medians in ms:\n\n").Append(Table(results, peers, (result, peer) => BenchFigure.Ms(Peer(result, peer)?.MedianMs)));
        text.Append(CultureInfo.InvariantCulture, $"\nTimes as long as `{one}`, with the 10th and 90th percentile of the rounds:\n\n")
            .Append(Table(results, [.. peers.Where(peer => peer.Name != one)], (result, peer) => Ratio(result, peer, one)));
        foreach (var left in results.SelectMany(result => result.LeftOut, (result, left) => (left, Model: Path.GetFileNameWithoutExtension(result.Model))).GroupBy(each => each.left, each => each.Model))
        {
            text.Append(CultureInfo.InvariantCulture, $"* {left.Key.Name} is left out with {string.Join(", ", left)}: {left.Key.Reason}\n");
        }

        return text.ToString();
    }

    private static string Table(IReadOnlyList<PeersResult> results, IReadOnlyList<PeerTimes> peers, Func<PeersResult, string, string> cell)
    {
        var text = new StringBuilder($"| peer | {string.Join(" | ", results.Select(result => Path.GetFileNameWithoutExtension(result.Model)))} |\n|");
        text.Insert(text.Length, "---|", results.Count + 1).Append('\n');
        foreach (var peer in peers)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {peer.Name}: {peer.Runtime} | {string.Join(" | ", results.Select(result => cell(result, peer.Name)))} |\n");
        }

        return text.ToString();
    }

    private static string Ratio(PeersResult result, string peer, string to) => Peer(result, peer)?.Ratios.FirstOrDefault(ratio => ratio.To == to) is { } ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Low:0.00}–{ratio.High:0.00})")
        : "";

    private static PeerTimes? Peer(PeersResult result, string name) => result.Peers.FirstOrDefault(peer => peer.Name == name);
}
