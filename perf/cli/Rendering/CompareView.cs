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
        if (result.RanOn.Count > 0)
        {
            PrintCompared(console, result);
        }

        PrintDraws(console, result);
        PrintVerdict(console, result.Verdict, result.Tolerance);
    }

    private static void PrintCompared(IAnsiConsole console, CompareResult result)
    {
        console.PrintLine($"  compared with {ReferenceName(result.Reference)}: {InputText(result)}");
        foreach (var input in result.Inputs)
        {
            console.PrintLine($"    {input}");
        }

        PrintOutputs(console, result.Outputs);
        NearnessView.Print(console, result);
        PrintNodes(console, result.NodeCheck, result.Explanation);
    }

    public static void PrintOutputs(IAnsiConsole console, IReadOnlyList<OutputComparison> outputs)
    {
        var table = Tables.Plain("output", "type", " max abs", " of largest", " max rel", " ulp", " steps", " <= 1", " cosine", "top 1");
        foreach (var output in outputs)
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
        foreach (var step in outputs.Where(output => output.Step is not null).GroupBy(output => output.Step))
        {
            var names = string.Join(", ", step.Select(output => Format.Shorten(output.Name, NameLength)));
            console.PrintLine($"  steps of {names}: {step.Key}");
        }

    }

    public static void PrintVerdict(IAnsiConsole console, string verdict, string tolerance) =>
        console.PrintVerdict(verdict is Verdict.Within or Verdict.NodeByNode, verdict switch
        {
            Verdict.NothingDelegated => "  NOTHING COMPARED: no node is delegated, so this is TensorFlow Lite beside itself",
            Verdict.NothingRan => "  NOTHING COMPARED: there was no input that TensorFlow Lite ran on",
            Verdict.Outside => $"  OUTSIDE the tolerance: {tolerance}",
            Verdict.NodeByNode => $"  within the tolerance node by node: {tolerance}",
            _ => $"  within the tolerance: {tolerance}",
        });

    private static void PrintDraws(IAnsiConsole console, CompareResult result)
    {
        foreach (var output in result.Outputs.Where(output => output.OutsideOn is not null))
        {
            console.PrintWarning($"  {Format.Shorten(output.Name, NameLength)} is outside first on {output.OutsideOn}");
        }

        foreach (var skipped in result.SkippedDraws.GroupBy(skipped => (Draw: WithoutSeed(skipped.Draw), skipped.Reason)))
        {
            console.PrintLine($"  not compared on {skipped.Key.Draw} ({skipped.Count()} of them): {skipped.Key.Reason}");
        }
    }

    private static string WithoutSeed(string draw) => draw.Split(", seed ")[0];

    public static void PrintNodes(IAnsiConsole console, NodeCheckResult? nodes, string? explanation)
    {
        if (nodes is not { } check)
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

        if (explanation is not null)
        {
            console.PrintLine($"  {explanation}");
        }
    }

    private static string Distance(NodeDeviation node) => node.MaxSteps is { } steps
        ? $"{Format.Number(steps)} step{(steps == 1 ? "" : "s")}, {Format.Share(node.ShareWithinOneStep)} within 1"
        : $"{Format.Number(node.MaxAbsByLargest)} of its largest output";

    private static string ReferenceName(string reference) => reference switch
    {
        "tflite" => "TensorFlow Lite's own kernels",
        "exact" => "the same graph in double precision",
        _ => "TensorFlow Lite's XNNPACK delegate",
    };

    private static string InputText(CompareResult result)
    {
        string[] parts =
        [
            .. result.Images.Count > 0 ? [$"{result.Images.Count} picture{(result.Images.Count == 1 ? "" : "s")}"] : Array.Empty<string>(),
            .. result.InputFiles,
            .. result.Draws > 0 ? [$"{result.Draws} random inputs, seed {result.Seed}"] : Array.Empty<string>(),
            .. result.RanOn.Skip(result.Images.Count + (result.InputFiles.Count > 0 ? 1 : 0) + result.Draws)
                .GroupBy(WithoutSeed).Select(group => group.Count() == 1 ? group.Key : $"{group.Count()} of {group.Key}"),
        ];
        return string.Join(", ", parts);
    }
}
