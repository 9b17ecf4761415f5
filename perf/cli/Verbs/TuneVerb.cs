using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.Cli.Tuning;

namespace WebNN.Cli.Verbs;

/// <summary><c>tune</c>: measures which nodes of a model are faster on WebNN than on XNNPACK, and keeps the decision.</summary>
internal static class TuneVerb
{
    private const double DefaultSeconds = 10;
    private const double LeastSeconds = 0.1;
    private const double MostSeconds = 86400;

    public static Command Create()
    {
        var common = new CommonOptions();
        var seconds = NumberOption.Real("--seconds", DefaultSeconds, LeastSeconds, MostSeconds, "How long to measure a model at most.");
        var command = new Command("tune", "Measures which nodes of a model are faster on WebNN, and writes the decision for --partitioning measured or given.")
        {
            seconds,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed);
            var time = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var verb = new ModelVerb<TuneResult>(
                (file, progress) => [Tune(file, settings.Session, time, progress)],
                (output, result) => TuneView.Print(output.Human, result),
                TuneView.PrintSummary);
            return ModelLoop.Run(settings, verb);
        });
        return command.WithExamples(
            "tune model.tflite --cache graphs",
            "tune model.tflite --decision model.decision.json --seconds 30",
            "tune models/ --json regret.json");
    }

    private static Outcome Tune(string file, SessionSettings settings, TimeSpan time, Action<string, double> progress)
    {
        if (settings.DecisionPath is { } decision)
        {
            OutputFile.RequireNoModel(decision);
        }

        using var model = LoadedModel.Open(file, settings.Signature);
        return new(new ModelTuning(model, settings, time, progress).Run());
    }
}
