using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>How far the outputs are from the reference, for people.</summary>
internal static class CompareView
{
    private const int NameLength = 20;

    public static void Print(IAnsiConsole console, CompareResult result)
    {
        InspectView.PrintHeadline(console, result);
        console.PrintLine($"  compared with {ReferenceName(result.Reference)}: {InputText(result)}");
        foreach (var input in result.Inputs)
        {
            console.PrintLine($"    {input}");
        }

        var table = Tables.Plain("output", "type", " max abs", " of largest", " max rel", " ulp", " steps", " <= 1", " cosine", "top 1");
        foreach (var output in result.Outputs)
        {
            table.AddTextRow(
                Format.Shorten(output.Name, NameLength),
                output.Type,
                Format.Number(output.MaxAbs),
                Format.Number(output.MaxAbsByLargest),
                Format.Number(output.MaxRel),
                output.MaxUlp is { } ulp ? Format.Number(ulp) : "",
                Format.Number(output.MaxSteps),
                Format.Share(output.ShareWithinOneStep),
                output.Cosine.ToString("F6", CultureInfo.InvariantCulture),
                output.Top1Equal ? "same" : "differs");
        }

        console.Write(table);
        foreach (var step in result.Outputs.Where(output => output.Step is not null).GroupBy(output => output.Step))
        {
            var names = string.Join(", ", step.Select(output => Format.Shorten(output.Name, NameLength)));
            console.PrintLine($"  steps of {names}: {step.Key}");
        }

        PrintNodes(console, result);
        var verdict = result.WithinTolerance ? "within" : "OUTSIDE";
        var how = result.Explanation is null ? "" : " node by node";
        console.PrintVerdict(result.WithinTolerance, $"  {verdict} the tolerance{how}: {result.Tolerance}");
    }

    private static void PrintNodes(IAnsiConsole console, CompareResult result)
    {
        if (result.NodeCheck is not { } check)
        {
            return;
        }

        var worst = check.Worst is { } node ? $"; worst is node {node.Node} {node.Op} with {Distance(node)}" : "";
        console.PrintLine($"  node by node: {check.Outside.Count} of {check.Nodes} outside the tolerance{worst}");
        foreach (var outside in check.Outside)
        {
            var output = Format.Shorten(outside.Output, NameLength);
            console.PrintWarning($"    node {outside.Node} {outside.Op}: {Distance(outside)}, {output}");
        }

        if (result.Explanation is { } explanation)
        {
            console.PrintLine($"  {explanation}");
        }
    }

    private static string Distance(NodeDeviation node) => node.MaxSteps is { } steps
        ? $"{Format.Number(steps)} step{(steps == 1 ? "" : "s")}, {Format.Share(node.ShareWithinOneStep)} within 1"
        : $"{Format.Number(node.MaxAbsByLargest)} of its largest output";

    private static string ReferenceName(string reference) =>
        reference == "tflite" ? "TensorFlow Lite's own kernels" : "TensorFlow Lite's XNNPACK delegate";

    private static string InputText(CompareResult result)
    {
        var parts = new List<string>();
        if (result.Images.Count > 0)
        {
            parts.Add($"{result.Images.Count} pictures");
        }

        if (result.Draws > 0)
        {
            parts.Add($"{result.Draws} random inputs, seed {result.Seed}");
        }

        return string.Join(", ", parts);
    }
}
