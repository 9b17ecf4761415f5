using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;

namespace WebNN.Cli.Wasi;

/// <summary>Guests, for people.</summary>
internal static class WasiView
{
    public static void Print(IAnsiConsole console, WasiInspectResult result)
    {
        console.PrintTitle($"{result.Guest}: {result.Bytes} bytes, {result.Imports.Count} imports");
        string[] headings = ["module", "import", "type"];
        var hasProblems = result.Imports.Any(import => import.Problem is not null);
        var table = Tables.Plain(hasProblems ? [.. headings, "~problem"] : headings);
        foreach (var import in result.Imports)
        {
            string[] row = [import.Module, import.Name, import.Type ?? import.Kind];
            table.AddTextRow(hasProblems ? [.. row, import.Problem ?? ""] : row);
        }

        if (result.Imports.Count > 0)
        {
            console.Write(table);
        }

        console.PrintVerdict(result.Runs, result.Runs ? $"  can be run: {Interfaces(result)}" : $"  cannot be run: {result.Problem}");
        if (result.Runs && !result.ExportsMemory)
        {
            console.PrintWarning("  it exports no 'memory': every call of wasi-nn will fail");
        }
    }

    public static void Print(IAnsiConsole console, WasiRunResult result)
    {
        var prepared = $"{(result.IsFromCache ? "found in the cache" : "compiled")} in {Format.Milliseconds(result.PrepareMs)} ms";
        console.PrintTitle($"{result.Guest}: {result.End} with {result.ExitCode} after {Format.Milliseconds(result.RunMs)} ms; {prepared}");
        if (result.CacheProblem is { } problem)
        {
            console.PrintWarning($"  compiled code is not kept: {problem}");
        }

        if (result.Functions.Count > 0)
        {
            PrintFunctions(console, result.Functions);
        }

        foreach (var graph in result.Graphs)
        {
            console.PrintLine($"  graph {graph.Handle}: {graph.Model}, for the {graph.Target}");
        }

        foreach (var context in result.Contexts)
        {
            var lost = context.IsLost ? "; lost" : "";
            console.PrintLine(
                $"  context {context.Handle} of graph {context.Graph}: {context.Computations} computations in {Format.Milliseconds(context.ComputeMs)} ms{lost}; {context.Reason}");
        }

        if (result.LastFailure is { } failure)
        {
            console.PrintLine($"  the last call that failed: {failure}");
        }
    }

    /// <summary>What went wrong, in one line; null where nothing did.</summary>
    public static string? Problem(WasiRunResult result)
    {
        var cut = result.IsOutputCut ? "; it printed more than it may (--max-output)" : "";
        var failure = result.LastFailure is { } last ? $"; {last}" : "";
        return result.Reason is { } reason ? $"{result.Guest}: {reason}{cut}{failure}"
            : result.ExitCode != 0 && (cut + failure).Length > 0 ? $"{result.Guest}: ended with {result.ExitCode}{cut}{failure}"
            : cut.Length > 0 ? $"{result.Guest}{cut}" : null;
    }

    private static void PrintFunctions(IAnsiConsole console, IEnumerable<WasiFunctionResult> functions)
    {
        var table = Tables.Plain("import", " calls", " failed", " ms");
        foreach (var each in functions)
        {
            table.AddTextRow($"{each.Module}.{each.Name}", Number(each.Calls), Number(each.Failures), Format.Milliseconds(each.TotalMs));
        }

        console.Write(table);
    }

    private static string Interfaces(WasiInspectResult result) =>
        result.Interfaces.Count == 0 ? "it imports nothing" : $"it uses {string.Join(", ", result.Interfaces)}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
