using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.TfLite.Delegation;

namespace WebNN.Cli.Verbs;

/// <summary><c>operators</c>: what the delegate can translate, from its own table.</summary>
internal static class OperatorsVerb
{
    public static Command Create()
    {
        var json = new Option<string?>("--json")
        {
            HelpName = "FILE|-",
            Description = "Write the list as JSON; -: JSON alone on standard output.",
        };
        var command = new Command("operators", "Lists the TensorFlow Lite operators that the delegate can translate.") { json };
        command.SetAction(parsed =>
        {
            var output = new Output(parsed.GetValue(json));
            OperatorResult[] results = [.. TranslatedOperators.All.Select(each => new OperatorResult(each.Name, each.MaxVersion))];
            var table = Tables.Plain("operator", " up to version");
            foreach (var result in results)
            {
                table.AddTextRow(result.Name, result.MaxVersion.ToString(CultureInfo.InvariantCulture));
            }

            output.Human.Write(table);
            output.Human.PrintLine($"  {results.Length} operators; a node still has to fit: types, ranks, constant shapes");
            output.WriteJson(results, alwaysArray: true);
            return ExitCode.Ok;
        });
        return command.WithExamples("operators", "operators --json -");
    }
}
