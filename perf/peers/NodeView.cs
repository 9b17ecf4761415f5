using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;

namespace WebNN.Peers;

/// <summary>What webnn-node took, and what was asked of it, for people.</summary>
internal static class NodeView
{
    public static void Print(IAnsiConsole console, NodeResult result)
    {
        console.PrintTitle("webnn-node");
        console.PrintLine($"  {result.Rounds} rounds; load {Loads(result.LoadBefore)} before, {Loads(result.LoadAfter)} after; {result.Machine}");
        var times = Tables.Plain(["arm", .. ProcessTimesView.Columns]);
        foreach (var arm in result.Arms)
        {
            times.AddTextRow([arm.Name, .. ProcessTimesView.Cells(arm)]);
        }

        console.Write(times);
        var lines = Tables.Plain("asked for", " found", " 10% to 90%", " limit", "");
        foreach (var line in result.Lines)
        {
            lines.AddTextRow(
                line.Name,
                $"{Number(line.Value)} {line.Unit}".TrimEnd(),
                line.Unit.Length == 0 ? $"{Number(line.Low)}-{Number(line.High)}" : "",
                $"{(line.IsAtMost ? "at most" : "at least")} {Number(line.Limit)}",
                line.Holds ? "holds" : "missed");
        }

        console.Write(lines);
        ProcessTimesView.PrintRuntimes(console, result.Arms, result.LeftOut);
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Loads(IReadOnlyList<double> loads) => loads.Count == 0 ? "unknown" : string.Join(' ', loads.Select(Number));
}
