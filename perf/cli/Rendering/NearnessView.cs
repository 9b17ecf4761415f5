using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>Who is nearer to the exact values, for people.</summary>
internal static class NearnessView
{
    private const int NameLength = 20;

    /// <summary>Nothing where the reference is not the exact context.</summary>
    public static void Print(IAnsiConsole console, CompareResult result)
    {
        if (result.Nearest is not { Count: > 0 } outputs)
        {
            return;
        }

        string[] arms = [result.Arm, .. (result.Rivals ?? []).Select(rival => rival.Name)];
        var table = Tables.Plain(["mean distance", .. arms.Select(arm => $" {arm}"), "nearest"]);
        foreach (var output in outputs)
        {
            table.AddTextRow(
                [Format.Shorten(output.Output, NameLength), .. arms.Select(arm => Format.Number(output.MeanAbs[arm])), string.Join(", ", output.Nearest)]);
        }

        console.Write(table);
        foreach (var leftOut in result.LeftOut ?? [])
        {
            console.PrintLine($"  {leftOut.Name} is left out: {leftOut.Reason}");
        }

        PrintNodes(console, result.NearestByNode ?? [], arms);
    }

    /// <summary>How often each arm is nearest, and the nodes where another is nearer than we are.</summary>
    private static void PrintNodes(IAnsiConsole console, IReadOnlyList<NearnessResult> nodes, string[] arms)
    {
        if (nodes.Count == 0 || arms.Length == 1)
        {
            return;
        }

        var counts = arms.Select(arm => $"{arm} {nodes.Count(node => node.Nearest.Contains(arm)).ToString(CultureInfo.InvariantCulture)}");
        console.PrintLine($"  nearest, or as near as any, of {nodes.Count} outputs of nodes: {string.Join(", ", counts)}");
        foreach (var node in nodes.Where(node => !node.Nearest.Contains(arms[0])))
        {
            console.PrintLine(
                $"    node {node.Node} {node.Op}: {string.Join(", ", arms.Select(arm => $"{arm} {Format.Number(node.MeanAbs[arm])}"))}");
        }
    }
}
