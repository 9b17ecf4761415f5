namespace WebNN.Peers.Figures;

/// <summary>A group for each model, a bar for each peer: its median time in units of one peer's.</summary>
internal static class PeerChart
{
    /// <returns>The picture as SVG.</returns>
    public static string Draw(IReadOnlyList<PeersResult> results, string unit, ChartTheme theme)
    {
        List<PeersResult> shown = [.. results.Where(result => MedianOf(result, unit) is not null)];
        var names = shown.SelectMany(result => result.Peers).Select(peer => peer.Name).Distinct();
        return BarChart.Draw(
            $"Time of one inference; {unit} takes 1",
            [.. shown.Select(result => Path.GetFileNameWithoutExtension(result.Model))],
            [.. names.Select(name => new Bars(name, [.. shown.Select(result => MedianOf(result, name) / MedianOf(result, unit))]))],
            theme);
    }

    private static double? MedianOf(PeersResult result, string peer) => result.Peers.FirstOrDefault(each => each.Name == peer)?.MedianMs;
}
