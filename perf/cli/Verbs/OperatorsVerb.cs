using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.FlatBuffers;
using WebNN.Interop.Natives;
using WebNN.TfLite.Delegation;

namespace WebNN.Cli.Verbs;

/// <summary><c>operators</c>: what the delegate can translate, from its own table, beside what the TFLite in use can load.</summary>
internal static class OperatorsVerb
{
    public static Command Create()
    {
        var json = new Option<string?>("--json")
        {
            HelpName = "FILE|-",
            Description = "Write the list as JSON; -: JSON alone on standard output.",
        };
        var tfLite = new Option<string?>("--tflite") { HelpName = "FILE", Description = "TensorFlow Lite's C library, which is asked, too." };
        var command = new Command("operators", "Lists the TensorFlow Lite operators that the delegate can translate, and those the library loads.")
        {
            json, tfLite,
        };
        command.SetAction(parsed =>
        {
            var output = new Output(parsed.GetValue(json));
            var host = Host(parsed.GetValue(tfLite), output.Human);
            OperatorResult[] results = [.. TranslatedOperators.All.Select(each => Result(each, host))];
            Print(output.Human, results, host);
            output.WriteJson(results, alwaysArray: true);
            return ExitCode.Ok;
        });
        return command.WithExamples("operators", "operators --tflite libtensorflowlite_c.so", "operators --json -");
    }

    /// <summary>Null where there is no library to ask and none was named.</summary>
    private static HostOperators? Host(string? library, IAnsiConsole console)
    {
        try
        {
            return new(library);
        }
        catch (NativeLibraryException e) when (library is null)
        {
            console.PrintWarning($"  no TensorFlow Lite to ask what it loads: {Problem.Describe(e)}");
            return null;
        }
    }

    private static OperatorResult Result(TranslatedOperator translated, HostOperators? host)
    {
        var code = Enum.GetValues<BuiltinOperator>().First(each => each.SchemaName() == translated.Name);
        return new(translated.Name, translated.MaxVersion, host?.Newest(code));
    }

    private static void Print(IAnsiConsole console, OperatorResult[] results, HostOperators? host)
    {
        string[] ours = ["operator", " up to version"];
        string[] headings = host is null ? ours : [.. ours, $" TFLite {host.Version} loads", "  needs a newer one"];
        var table = Tables.Plain(headings);
        foreach (var result in results)
        {
            string[] row = [result.Name, Number(result.MaxVersion)];
            table.AddTextRow(result.HostVersion is { } loads ? [.. row, Number(loads), Beyond(result.MaxVersion, loads)] : row);
        }

        console.Write(table);
        console.PrintLine($"  {results.Length} operators; a node still has to fit: types, ranks, constant shapes");
        console.PrintLine($"  custom operators: {string.Join(", ", CustomOperators.Known.Names.Order(StringComparer.Ordinal))}; a program can add its own");
        if (host is not null)
        {
            var beyond = results.Count(result => result.MaxVersion > result.HostVersion);
            console.PrintLine($"  TensorFlow Lite {host.Version}, {host.Build}, cannot load the newest version of {beyond} of them");
        }
    }

    private static string Beyond(int ours, int host) =>
        ours <= host ? "" : ours == host + 1 ? Number(ours) : $"{host + 1} to {ours}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
