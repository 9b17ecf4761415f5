using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>What tuning found, for people.</summary>
internal static class TuneView
{
    private const int NameLength = 32;

    public static void Print(IAnsiConsole console, TuneResult result)
    {
        console.PrintTitle(result.Model);
        var table = Tables.Plain("candidate", " median ms", " / none", " low", " high", "~nodes on WebNN");
        foreach (var candidate in result.Candidates)
        {
            var mark = candidate.Name == result.Chosen ? " *" : "";
            table.AddTextRow(
                candidate.Name + mark, Format.Milliseconds(candidate.MedianMs), Ratio(candidate.ToNone), Ratio(candidate.Low), Ratio(candidate.High), Nodes(candidate.WebNN));
        }

        console.Write(table);
        console.PrintLine($"  chosen: {result.Chosen}; predicted: {Nodes(result.Predicted)}, which takes {Ratio(result.RegretOfPredicted)} of the time");
        if (result.PredictionProblem is { } problem)
        {
            console.PrintWarning($"  {problem}");
        }

        console.PrintLine(result.File is { } file ? $"  kept in {file}" : "  not kept: --decision or --cache says where");
        console.PrintLine($"  {result.Machine}");
    }

    /// <summary>A line a model, and how much the prediction loses where it loses most.</summary>
    public static void PrintSummary(IAnsiConsole console, IReadOnlyList<ModelResult> results)
    {
        console.WriteLine();
        var table = Tables.Plain("model", " all", " predicted", " chosen", " regret", "~which");
        foreach (var result in results)
        {
            var name = Format.Shorten(Path.GetFileNameWithoutExtension(result.Model), NameLength);
            table.AddTextRow([name, .. result is TuneResult tuned ? Cells(tuned) : ["failed", "", "", "", ""]]);
        }

        console.Write(table);
        console.PrintLine("  times in units of that without WebNN; regret: predicted in units of chosen");
        if (results.OfType<TuneResult>().MaxBy(tuned => tuned.RegretOfPredicted) is { } worst)
        {
            console.PrintLine($"  worst regret of predicted: {Ratio(worst.RegretOfPredicted)} of the measured choice's time, {worst.Model}");
        }
    }

    private static string[] Cells(TuneResult result)
    {
        return [Of(result.Candidates.First(each => each.Name == "all" || result.Candidates.Count == 1)), Of(Same(result.Predicted)), Of(Same(result.WebNN)), Ratio(result.RegretOfPredicted), result.Chosen];

        TuneCandidate Same(IReadOnlyList<string> nodes) => result.Candidates.First(each => each.WebNN.SequenceEqual(nodes));
    }

    private static string Of(TuneCandidate candidate) => Ratio(candidate.ToNone);

    private static string Nodes(IReadOnlyList<string> ranges) => ranges.Count == 0 ? "none" : string.Join(", ", ranges);

    private static string Ratio(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
