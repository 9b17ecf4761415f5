using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;

namespace WebNN.Peers;

/// <summary>Times of all peers for people.</summary>
internal static class PeersView
{
    /// <param name="own">The peer whose time is told as a share of each other's.</param>
    public static void Print(IAnsiConsole console, PeersResult result, string own = "webnn")
    {
        console.PrintTitle(result.Model);
        console.PrintLine($"  {result.Threads} thread{(result.Threads == 1 ? "" : "s")}, {result.Rounds} rounds; {result.Machine}");
        var table = Tables.Plain(["peer", .. ProcessTimesView.Columns, " beside tflite", $" {own} takes of it"]);
        foreach (var peer in result.Peers)
        {
            table.AddTextRow([peer.Name, .. ProcessTimesView.Cells(peer), Format.Number(peer.Difference), Share(result, own, peer)]);
        }

        console.Write(table);
        ProcessTimesView.PrintRuntimes(console, result.Peers, result.LeftOut);
    }

    /// <summary>Over several results: the time of <paramref name="own"/>, and how many times as long each other peer takes.</summary>
    public static void PrintTimes(IAnsiConsole console, IReadOnlyList<PeersResult> results, string own)
    {
        string[] others = [.. results.SelectMany(result => result.Peers).Select(peer => peer.Name).Distinct().Where(name => name != own)];
        console.PrintTitle($"Times, as multiples of that of {own}");
        var table = Tables.Plain(["operation", $" {own} ms", .. others.Select(name => $" {name}")]);
        foreach (var result in results)
        {
            var times = result.Peers.FirstOrDefault(peer => peer.Name == own);
            table.AddTextRow([result.Model, times is null ? "" : Format.Milliseconds(times.MedianMs), .. others.Select(name => Times(result, name, own))]);
        }

        console.Write(table);
    }

    private static string Times(PeersResult result, string name, string own) =>
        result.Peers.FirstOrDefault(peer => peer.Name == name)?.Ratios.FirstOrDefault(ratio => ratio.To == own)?.Median.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    /// <summary>How much of a peer's time our own takes, with the spread of the rounds.</summary>
    private static string Share(PeersResult result, string own, PeerTimes peer)
    {
        var ratio = result.Peers.FirstOrDefault(each => each.Name == own)?.Ratios.FirstOrDefault(ratio => ratio.To == peer.Name);
        return ratio is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:F3} ({ratio.Low:F3}-{ratio.High:F3})");
    }
}
