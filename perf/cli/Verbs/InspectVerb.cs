using System.CommandLine;
using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary><c>inspect</c>: which nodes WebNN runs, in which partitions, and why the others stay with TFLite.</summary>
internal static class InspectVerb
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var graph = new Option<bool>("--graph") { Description = "Print each partition's WebNN graph." };
        var command = new Command("inspect", "Shows which nodes of a model WebNN runs, and why the others stay with TensorFlow Lite.")
        {
            graph,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed);
            return ModelLoop.Run(
                settings,
                (file, output) => [Inspect(file, settings.Session, output.Human, parsed.GetValue(graph))],
                SummaryView.PrintDelegation);
        });
        return command.WithExamples(
            "inspect model.tflite",
            "inspect model.tflite --graph",
            "inspect models/ --json report.json",
            "inspect model.tflite --exclude SOFTMAX,0-3");
    }

    private static Outcome Inspect(string file, SessionSettings settings, IAnsiConsole console, bool withGraphs)
    {
        using var model = LoadedModel.Open(file);
        using var session = Session.Open(model, Arm.WebNN, settings);
        var result = session.Inspect();
        InspectView.Print(console, result);
        if (withGraphs)
        {
            InspectView.PrintGraphs(console, result);
        }

        return new(result);
    }
}
