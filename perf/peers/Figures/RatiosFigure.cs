using System.Globalization;
using System.Text;

namespace WebNN.Peers.Figures;

/// <summary>What <c>measure --json</c> wrote of many models on a few peers: a line for each model, and our time in units of each other peer's.</summary>
internal static class RatiosFigure
{
    private const string Ours = "webnn";

    /// <summary>What only tells how far results are off.</summary>
    private const string Reference = Peers.Reference;

    /// <param name="source">A link to the file.</param>
    public static string Of(IReadOnlyList<PeersResult> results, string source)
    {
        string[] peers = [.. results.SelectMany(result => result.Peers).Select(peer => peer.Name).Distinct().Where(name => name != Reference)];
        string[] others = [.. peers.Where(name => name != Ours)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{source}: {results[0].Machine}; {results[0].Threads} thread{(results[0].Threads == 1 ? "" : "s")}, all peers in turn. Medians in ms.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| model | {string.Join(" | ", peers)} | {string.Join(" | ", others.Select(name => $"{Ours} / {name}"))} |\n|");
        text.Insert(text.Length, "---|", 1 + peers.Length + others.Length).Append('\n');
        foreach (var result in results)
        {
            var times = peers.Select(name => BenchFigure.Ms(Peer(result, name)?.MedianMs));
            text.Append(CultureInfo.InvariantCulture, $"| {Path.GetFileNameWithoutExtension(result.Model)} | {string.Join(" | ", times.Concat(others.Select(name => Cell(result, name))))} |\n");
        }

        text.Append('\n');
        foreach (var name in others)
        {
            double[] medians = [.. results.Select(result => Ratio(result, name)?.Median).OfType<double>()];
            text.Append(CultureInfo.InvariantCulture, $"Geometric mean of {Ours} / {name}: {Math.Exp(medians.Average(Math.Log)):0.000}, of {medians.Length} models.\n");
        }

        foreach (var peer in results.SelectMany(result => result.Peers).Where(peer => peers.Contains(peer.Name)).DistinctBy(peer => (peer.Name, peer.Runtime)))
        {
            text.Append(CultureInfo.InvariantCulture, $"* {peer.Name}: {peer.Runtime}\n");
        }

        foreach (var left in results.SelectMany(result => result.LeftOut, (result, left) => $"* {Path.GetFileNameWithoutExtension(result.Model)}: {left.Name} is left out: {left.Reason}\n"))
        {
            text.Append(left);
        }

        return text.ToString();
    }

    private static string Cell(PeersResult result, string to) => Ratio(result, to) is { } ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.000} ({ratio.Low:0.000}–{ratio.High:0.000})")
        : "";

    private static PeerRatio? Ratio(PeersResult result, string to) => Peer(result, Ours)?.Ratios.FirstOrDefault(ratio => ratio.To == to);

    private static PeerTimes? Peer(PeersResult result, string name) => result.Peers.FirstOrDefault(peer => peer.Name == name);
}
