using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>A line a model, after several of them.</summary>
internal static class SummaryView
{
    private const int NameLength = 32;

    public static void PrintDelegation(IAnsiConsole console, IReadOnlyList<ModelResult> results) =>
        Print(console, results, ["model", " delegated", " parts", "~left to TensorFlow Lite"], result => result is InspectResult inspected
            ? [.. Delegation(inspected), Left(inspected)]
            : null);

    public static void PrintComparison(IAnsiConsole console, IReadOnlyList<ModelResult> results) =>
        Print(
            console,
            results,
            ["model", " delegated", " parts", " error", " steps", " <= 1", "top 1", "tolerance"],
            result => result is CompareResult compared ? [.. Delegation(compared), .. Worst(compared)] : null);

    public static void PrintTimes(IAnsiConsole console, IReadOnlyList<ModelResult> results)
    {
        string[] headings = ["model", " tflite ms", " xnnpack ms", " webnn ms", " webnn/xnnpack", " webnn/tflite"];
        Print(console, results, headings, result => result is BenchResult bench
            ? [Time(bench, "tflite"), Time(bench, "xnnpack"), Time(bench, "webnn"), Ratio(bench, "xnnpack"), Ratio(bench, "tflite")]
            : null);
        if (results.OfType<BenchResult>().FirstOrDefault() is { } first)
        {
            console.PrintLine($"  {string.Join("; ", first.Arms.Select(arm => $"{arm.Name}: {arm.Runtime}"))}");
        }
    }

    private static void Print(
        IAnsiConsole console, IReadOnlyList<ModelResult> results, string[] headings, Func<ModelResult, string[]?> cells)
    {
        console.WriteLine();
        var table = Tables.Plain(headings);
        foreach (var result in results)
        {
            var name = Format.Shorten(Path.GetFileNameWithoutExtension(result.Model), NameLength);
            table.AddTextRow([name, .. cells(result) ?? ["failed"]]);
        }

        console.Write(table);
    }

    private static string[] Delegation(InspectResult result) =>
        [$"{result.DelegatedNodes}/{result.Nodes}", result.Partitions.Count.ToString(CultureInfo.InvariantCulture)];

    private static string Left(InspectResult result)
    {
        var operators = result.Refused.CountBy(node => node.Op);
        return result.Failure ?? string.Join(", ", operators.Select(op => op.Value == 1 ? op.Key : $"{op.Value} {op.Key}"));
    }

    private static string[] Worst(CompareResult result) =>
    [
        Format.Number(result.Outputs.Max(output => output.MaxAbsByLargest)),
        Format.Number(result.Outputs.Max(output => output.MaxSteps)),
        Format.Share(result.Outputs.Min(output => output.ShareWithinOneStep)),
        result.Outputs.All(output => output.Top1Equal) ? "same" : "differs",
        result.Verdict switch
        {
            Verdict.NothingDelegated or Verdict.NothingRan => "NOTHING",
            Verdict.Outside => "OUTSIDE",
            Verdict.NodeByNode => "node by node",
            _ => "within",
        },
    ];

    private static string Time(BenchResult result, string arm) =>
        Format.Milliseconds(result.Arms.FirstOrDefault(each => each.Name == arm)?.MedianMs);

    private static string Ratio(BenchResult result, string to)
    {
        var ratio = result.Ratios.FirstOrDefault(each => each.Of == "webnn" && each.To == to);
        return ratio?.Median.ToString("F3", CultureInfo.InvariantCulture) ?? "";
    }
}
