using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;
using WebNN.Conformance;

namespace WebNN.Cli.Rendering;

/// <summary>Conformance cases for people: a line a file, then what did not pass.</summary>
internal static class ConformanceView
{
    public static void Print(IAnsiConsole console, ConformanceReport report, IReadOnlyList<ConformanceResult> results)
    {
        console.PrintTitle(report.Backend);
        var table = Tables.Plain("file", " passed", " failed", " skipped");
        foreach (var file in results.GroupBy(result => result.Case.File))
        {
            table.AddTextRow(
                file.Key, Count(file, ConformanceVerdict.Passed), Count(file, ConformanceVerdict.Failed), Count(file, ConformanceVerdict.Skipped));
        }

        console.Write(table);
        foreach (var failure in report.Failures)
        {
            console.PrintWarning($"  failed: {failure.Operation}, {failure.Name}: {failure.Reason}");
        }

        foreach (var skip in report.Skips)
        {
            console.PrintLine($"  skipped: {skip.Operation}, {skip.Name}: {skip.Reason}");
        }

        console.PrintVerdict(
            report is { Failed: 0, Passed: > 0 }, $"  {report.Passed} of {results.Count} cases passed, {report.Failed} failed, {report.Skipped} skipped");
    }

    private static string Count(IEnumerable<ConformanceResult> file, ConformanceVerdict verdict) =>
        file.Count(result => result.Verdict == verdict).ToString(CultureInfo.InvariantCulture);
}
