using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;

namespace WebNN.Peers;

/// <summary>Times of all peers for people.</summary>
internal static class PeersView
{
    public static void Print(IAnsiConsole console, PeersResult result)
    {
        console.PrintTitle(result.Model);
        console.PrintLine($"  {result.Threads} thread{(result.Threads == 1 ? "" : "s")}, {result.Rounds} rounds; {result.Machine}");
        var table = Tables.Plain("peer", " median ms", " min", " p95", " prepare ms", " peak MiB", " beside tflite", " webnn takes of it");
        foreach (var peer in result.Peers)
        {
            table.AddTextRow(
                peer.Name,
                Format.Milliseconds(peer.MedianMs),
                Format.Milliseconds(peer.MinMs),
                Format.Milliseconds(peer.P95Ms),
                Format.Milliseconds(peer.PrepareMs),
                peer.PeakMemoryMiB?.ToString("F0", CultureInfo.InvariantCulture) ?? "",
                Format.Number(peer.Difference),
                Share(result, peer));
        }

        console.Write(table);
        foreach (var peer in result.Peers)
        {
            console.PrintLine($"  {peer.Name}: {peer.Runtime}");
        }

        foreach (var peer in result.LeftOut)
        {
            console.PrintLine($"  {peer.Name} is left out: {peer.Reason}");
        }
    }

    /// <summary>How much of a peer's time the delegate takes, with the spread of the rounds.</summary>
    private static string Share(PeersResult result, PeerTimes peer)
    {
        var ratio = result.Peers.FirstOrDefault(each => each.Name == "webnn")?.Ratios.FirstOrDefault(ratio => ratio.To == peer.Name);
        return ratio is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:F3} ({ratio.Low:F3}-{ratio.High:F3})");
    }
}
