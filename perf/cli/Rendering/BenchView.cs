using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>Times for people.</summary>
internal static class BenchView
{
    public static void Print(IAnsiConsole console, BenchResult result)
    {
        console.PrintTitle(result.Model);
        var threads = result.Threads == 1 ? "1 thread" : $"{result.Threads} threads";
        console.PrintLine(
            $"  {result.DelegatedNodes} of {result.Nodes} nodes on WebNN, {threads}; {result.Rounds} rounds");
        if (result.Failure is { } failure)
        {
            console.PrintWarning($"  nothing is delegated: {failure}");
        }

        var table = Tables.Plain("arm", " median ms", " min", " p95", " runs", " prepare ms", " first", " first result", " peak MiB");
        foreach (var arm in result.Arms)
        {
            table.AddTextRow(
                arm.Name,
                Format.Milliseconds(arm.MedianMs),
                Format.Milliseconds(arm.MinMs),
                Format.Milliseconds(arm.P95Ms),
                arm.Runs.ToString(CultureInfo.InvariantCulture),
                Format.Milliseconds(arm.PrepareMs),
                Format.Milliseconds(arm.FirstPrepareMs),
                Format.Milliseconds(arm.FirstResultMs),
                arm.PeakMemoryMiB?.ToString("F0", CultureInfo.InvariantCulture) ?? "");
        }

        console.Write(table);
        PrintNotes(console, result);
    }

    /// <summary>What ran, what did not, and how the times compare.</summary>
    private static void PrintNotes(IAnsiConsole console, BenchResult result)
    {
        console.PrintLine($"  {string.Join("; ", result.Arms.Select(arm => $"{arm.Name}: {arm.Runtime}"))}");
        foreach (var arm in result.LeftOut)
        {
            console.PrintLine($"  {arm.Name} is left out: {arm.Reason}");
        }

        foreach (var ratio in result.Ratios)
        {
            var range = $"{Ratio(ratio.Low)} to {Ratio(ratio.High)}";
            console.PrintLine($"  {ratio.Of} takes {Ratio(ratio.Median)} ({range}) of the time of {ratio.To} ({ratio.ToRuntime})");
        }

        console.PrintLine($"  {result.Machine}");
    }

    private static string Ratio(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
