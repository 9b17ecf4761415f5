using System.Globalization;
using System.Text;
using WebNN.Cli.Results;

namespace WebNN.Peers.Figures;

/// <summary>What <c>bench --json</c> wrote, as a table with its sums, and a picture.</summary>
internal static class BenchFigure
{
    private const string Baseline = "xnnpack";
    private const string Ours = "webnn";

    /// <summary>Up to here a time counts as the same.</summary>
    private const double Level = 1.02;

    /// <summary>What takes so many times as long would leave no room for the others' bars.</summary>
    private const double LongestBar = 3;

    private static readonly (string Arm, string Title)[] arms = [("tflite", "TFLite's kernels"), (Baseline, "XNNPACK 2.9"), (Ours, "WebNN"), ("compiled", "compiled")];

    /// <param name="source">A link to the file.</param>
    /// <param name="draw">Keeps a picture for each theme, and returns what shows it.</param>
    public static string Of(IReadOnlyList<BenchResult> results, string source, Func<Func<ChartTheme, string>, string> draw)
    {
        var machine = results[0].Machine;
        var shown = arms.Where(arm => results.Any(result => Arm(result, arm.Arm) is not null)).ToArray();
        var hasMemory = results.Any(result => Memory(result).Length > 0);
        var hasRate = results.Any(result => result.Multiplications is > 0) && machine.PeakGflops is not null;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{source}: {machine with { PeakGflops = null }}; {Arm(results[0], Ours)?.Runtime ?? Arm(results[0], "compiled")?.Runtime}.");
        text.Append(hasRate ? string.Create(CultureInfo.InvariantCulture, $" One core does {machine.PeakGflops} GFLOP/s at most with floats.") : "").Append(" Medians in ms.\n\n");
        text.Append(draw(theme => Chart(results, theme))).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"| model | {string.Join(" | ", shown.Select(arm => arm.Title))} | WebNN / XNNPACK 2.9 |{(hasMemory ? " peak MiB, WebNN / XNNPACK |" : "")}{(hasRate ? " WebNN, GFLOP/s |" : "")}\n");
        text.Append('|').Insert(text.Length, "---|", shown.Length + 2 + (hasMemory ? 1 : 0) + (hasRate ? 1 : 0)).Append('\n');
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Name(result)} | {string.Join(" | ", shown.Select(arm => Ms(Arm(result, arm.Arm)?.MedianMs)))} | {Ratio(result)} |{(hasMemory ? $" {Memory(result)} |" : "")}{(hasRate ? $" {Rate(result)} |" : "")}\n");
        }

        return text.Append('\n').Append(Sums(results)).ToString();
    }

    private static string Chart(IReadOnlyList<BenchResult> results, ChartTheme theme)
    {
        List<BenchResult> drawn = [.. results.Where(result => Of(result, Ours) is <= LongestBar)];
        var groups = drawn.Select(Name).ToArray();
        string[] others = [.. new[] { Ours, "compiled" }.Where(arm => drawn.Any(result => Of(result, arm) is not null))];
        return BarChart.Draw(
            "Time of one inference; XNNPACK 2.9 takes 1",
            groups,
            [.. others.Select(arm => new Bars(arms.First(each => each.Arm == arm).Title, [.. drawn.Select(result => Of(result, arm))]))],
            theme);
    }

    private static string Sums(IReadOnlyList<BenchResult> results)
    {
        var text = new StringBuilder("Geometric mean of WebNN / XNNPACK 2.9: ");
        text.Append(Mean(results));
        var bySuffix = results.ToLookup(result => Name(result)[(Name(result).LastIndexOf('_') + 1)..]);
        if (bySuffix.Count == 2 && bySuffix.Contains("fp32") && bySuffix.Contains("int8"))
        {
            text.Append(CultureInfo.InvariantCulture, $" ({Mean(bySuffix["fp32"])} with floats, {Mean(bySuffix["int8"])} with 8 bits)");
        }

        string[] slower = [.. results.Where(result => Of(result, Ours) is > Level).Select(result => string.Create(CultureInfo.InvariantCulture, $"{Name(result)} ({Of(result, Ours):0.000})"))];
        string[] missing = [.. results.Where(result => Of(result, Ours) is > LongestBar).Select(Name)];
        text.Append(CultureInfo.InvariantCulture, $". Above {Level}: {(slower.Length == 0 ? "none" : string.Join(", ", slower))}.");
        text.Append(missing.Length > 0 ? $" Not in the picture: {string.Join(", ", missing)}." : "");
        return text.Append('\n').ToString();
    }

    private static string Mean(IEnumerable<BenchResult> results)
    {
        double[] ratios = [.. results.Select(result => Of(result, Ours)).OfType<double>()];
        return Math.Exp(ratios.Average(Math.Log)).ToString("0.000", CultureInfo.InvariantCulture);
    }

    private static string Name(BenchResult result) => Path.GetFileNameWithoutExtension(result.Model);

    private static ArmResult? Arm(BenchResult result, string name) => result.Arms.FirstOrDefault(arm => arm.Name == name);

    /// <summary>An arm's time in units of the baseline's; null where one of them did not run.</summary>
    private static double? Of(BenchResult result, string arm) => result.Ratios.FirstOrDefault(ratio => ratio.Of == arm && ratio.To == Baseline)?.Median;

    private static string Ratio(BenchResult result) => result.Ratios.FirstOrDefault(ratio => ratio is { Of: Ours, To: Baseline }) is { } ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.000} ({ratio.Low:0.000}–{ratio.High:0.000})")
        : "";

    private static string Memory(BenchResult result) => Arm(result, Ours)?.PeakMemoryMiB is { } ours && Arm(result, Baseline)?.PeakMemoryMiB is { } theirs
        ? string.Create(CultureInfo.InvariantCulture, $"{ours:0} / {theirs:0}")
        : "";

    private static string Rate(BenchResult result) => result.Multiplications is > 0 and var count && Arm(result, Ours) is { } arm
        ? string.Create(CultureInfo.InvariantCulture, $"{2e-6 * count / arm.MedianMs:0.0}")
        : "";

    /// <summary>Three digits.</summary>
    internal static string Ms(double? milliseconds) => milliseconds is not { } ms ? ""
        : ms.ToString(ms >= 99.95 ? "0" : ms >= 9.995 ? "0.0" : ms >= 0.9995 ? "0.00" : ms >= 0.01 ? "0.000" : "0.0000", CultureInfo.InvariantCulture);
}
