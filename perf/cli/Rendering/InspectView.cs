using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>What is delegated, for people.</summary>
internal static class InspectView
{
    /// <summary>Nodes that are listed one by one for a reason; a model with more of them shows the rest as a number.</summary>
    private const int MaxNodesPerReason = 12;

    public static void Print(IAnsiConsole console, InspectResult result)
    {
        PrintHeadline(console, result);
        if (result.Partitions.Count > 0)
        {
            var table = Tables.Plain("partition", " nodes", "~which");
            foreach (var partition in result.Partitions)
            {
                var remark = partition.Open ? ", compiled when it runs and its sizes are known" : partition.Runner is { } runner ? $", on {runner}" : "";
                table.AddTextRow($"{partition.Index}", $"{partition.Nodes.Count}", Format.Ranges(partition.Nodes) + remark);
            }

            console.Write(table);
        }

        PrintPartitioning(console, result.Partitioning);
        PrintRefused(console, result.Refused);
        if (result.IsWhole is { } whole)
        {
            console.PrintLine(whole ? "  it runs without TensorFlow Lite as well (compiled)" : $"  it does not run without TensorFlow Lite: {result.NotWhole}");
        }

        foreach (var library in result.Libraries)
        {
            var build = library.Build is null ? "" : $", {library.Build}";
            console.PrintLine($"  {library.Name} {library.Version}{build}: {library.Source}");
        }
    }

    /// <summary>One line: how much is delegated, to what, or why nothing is.</summary>
    public static void PrintHeadline(IAnsiConsole console, InspectResult result)
    {
        var partitions = result.Partitions.Count == 1 ? "1 partition" : $"{result.Partitions.Count} partitions";
        console.PrintTitle(result.Model);
        console.PrintLine($"  {result.DelegatedNodes} of {result.Nodes} nodes run in {partitions} on {result.Backend}");
        if (result.Failure is { } failure)
        {
            console.PrintWarning($"  nothing is delegated: {failure}");
        }
    }

    public static void PrintGraphs(IAnsiConsole console, InspectResult result)
    {
        foreach (var (partition, text) in result.Partitions.Zip(result.Graphs ?? []))
        {
            console.PrintLine($"partition {partition.Index}:");
            console.Profile.Out.Writer.WriteLine(text);   // as it is: it may be copied into a test
        }
    }

    /// <summary>Nothing where nothing was decided.</summary>
    private static void PrintPartitioning(IAnsiConsole console, PartitioningResult? partitioning)
    {
        if (partitioning is null or { Asked: "all", Source: "all" })
        {
            return;
        }

        // Another profile than the one that was asked for predicts, too: then the problem alone says so.
        console.PrintLine($"  partitioning: {partitioning.Source}{(partitioning.Source == partitioning.Asked ? "" : $" instead of {partitioning.Asked}")}");
        if (partitioning.Problem is { } problem)
        {
            console.PrintWarning($"    {problem}");
        }

        foreach (var evidence in partitioning.Evidence)
        {
            console.PrintLine($"    {evidence}");
        }
    }

    private static void PrintRefused(IAnsiConsole console, IReadOnlyList<RefusedResult> refused)
    {
        if (refused.Count == 0)
        {
            return;
        }

        var table = Tables.Plain("operator", "~nodes", "~why it stays with TensorFlow Lite");
        foreach (var group in refused.GroupBy(node => (node.Op, Reason: WithoutNode(node))))
        {
            int[] nodes = [.. group.Select(node => node.Node)];
            var more = nodes.Length > MaxNodesPerReason ? $" and {nodes.Length - MaxNodesPerReason} more" : "";
            table.AddTextRow(group.Key.Op, Format.Ranges([.. nodes.Take(MaxNodesPerReason)]) + more, group.Key.Reason);
        }

        console.Write(table);
    }

    /// <summary>Reasons begin with the node's label: without it equal ones can be grouped.</summary>
    private static string WithoutNode(RefusedResult node)
    {
        var colon = node.Reason.IndexOf(": ", StringComparison.Ordinal);
        return node.Reason.StartsWith('#') && colon > 0 ? node.Reason[(colon + 2)..] : node.Reason;
    }
}
