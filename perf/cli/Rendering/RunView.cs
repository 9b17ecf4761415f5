using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>What came out of a model, for people; the reference's next to ours where it was asked for.</summary>
internal static class RunView
{
    private const int NameLength = 32;

    public static void Print(IAnsiConsole console, RunResult result)
    {
        console.PrintTitle($"{result.Model}: {result.Input}");
        var ours = Format.Milliseconds(result.Result.InvokeMs);
        var theirs = result.Reference is { } other ? $"; TensorFlow Lite's own kernels: {Format.Milliseconds(other.InvokeMs)} ms" : "";
        var by = result.Runtime == "compiled" ? ", without TensorFlow Lite" : "";
        console.PrintLine($"  {result.DelegatedNodes} of {result.Nodes} nodes on WebNN{by}; first run {ours} ms{theirs}");
        if (result.RuntimeReason is { } reason)
        {
            console.PrintLine($"  TensorFlow Lite runs it: {reason}");
        }

        if (result.Result.Detections.Count > 0 || result.Reference?.Detections.Count > 0)
        {
            PrintDetections(console, "found", result.Result.Detections);
            PrintReferenceDetections(console, result.Reference);
        }
        else
        {
            for (var i = 0; i < result.Result.Outputs.Count; i++)
            {
                PrintOutput(console, result.Result.Outputs[i], result.Reference?.Outputs[i]);
            }
        }

        if (result.Difference is { } difference)
        {
            PrintDifference(console, difference);
        }
    }

    private static void PrintDifference(IAnsiConsole console, DifferenceResult difference)
    {
        CompareView.PrintOutputs(console, difference.Outputs);
        CompareView.PrintNodes(console, difference.NodeCheck, difference.Explanation);
        CompareView.PrintVerdict(console, difference.Verdict, difference.Tolerance);
    }

    private static void PrintReferenceDetections(IAnsiConsole console, RunOutputs? reference)
    {
        if (reference is not null)
        {
            PrintDetections(console, "found by TensorFlow Lite's own kernels", reference.Detections);
        }
    }

    private static void PrintDetections(IAnsiConsole console, string heading, IReadOnlyList<Detection> detections)
    {
        var table = Tables.Plain(heading, " score", " top", " left", " bottom", " right");
        foreach (var each in detections)
        {
            table.AddTextRow(each.Label, Score(each.Score), Score(each.Top), Score(each.Left), Score(each.Bottom), Score(each.Right));
        }

        console.Write(table);
    }

    private static void PrintOutput(IAnsiConsole console, OutputSummary output, OutputSummary? reference)
    {
        var values = $"{Format.Number(output.Min)} to {Format.Number(output.Max)}, mean {Format.Number(output.Mean)}";
        console.PrintLine($"  {Format.Shorten(output.Name, NameLength)} {output.Type}: {values}");
        if (output.Top.Count == 0)
        {
            return;
        }

        var table = reference is null
            ? Tables.Plain(" class", "~label", " score")
            : Tables.Plain(" class", "~label", " score", "~TensorFlow Lite's own", " score");
        for (var i = 0; i < output.Top.Count; i++)
        {
            var ours = output.Top[i];
            string[] row = [ours.Index.ToString(CultureInfo.InvariantCulture), ours.Label, Score(ours.Score)];
            table.AddTextRow(reference is null ? row : [.. row, reference.Top[i].Label, Score(reference.Top[i].Score)]);
        }

        console.Write(table);
    }

    private static string Score(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
