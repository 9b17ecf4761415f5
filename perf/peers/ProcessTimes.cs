using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;

namespace WebNN.Peers;

/// <summary>What a process took.</summary>
internal interface IProcessTimes
{
    string Name { get; }

    string Runtime { get; }

    double MedianMs { get; }

    double MinMs { get; }

    double P95Ms { get; }

    double PrepareMs { get; }

    double? PeakMemoryMiB { get; }
}

/// <summary>Times of processes for people.</summary>
internal static class ProcessTimesView
{
    public static string[] Columns { get; } = [" median ms", " min", " p95", " prepare ms", " peak MiB"];

    public static string[] Cells(IProcessTimes times) =>
    [
        Format.Milliseconds(times.MedianMs),
        Format.Milliseconds(times.MinMs),
        Format.Milliseconds(times.P95Ms),
        Format.Milliseconds(times.PrepareMs),
        times.PeakMemoryMiB?.ToString("F0", CultureInfo.InvariantCulture) ?? "",
    ];

    /// <summary>What ran, and what did not.</summary>
    public static void PrintRuntimes(IAnsiConsole console, IReadOnlyList<IProcessTimes> ran, IReadOnlyList<LeftOutArm> leftOut)
    {
        foreach (var process in ran)
        {
            console.PrintLine($"  {process.Name}: {process.Runtime}");
        }

        foreach (var arm in leftOut)
        {
            console.PrintLine($"  {arm.Name} is left out: {arm.Reason}");
        }
    }
}
