using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary><c>bench</c>: TFLite's own kernels, XNNPACK and the delegate, interleaved in one run.</summary>
internal sealed class BenchVerb
{
    private const double DefaultSeconds = 10;

    private readonly CommonOptions common = new();

    private readonly Option<double> seconds = new("--seconds")
    {
        DefaultValueFactory = _ => DefaultSeconds,
        Description = "How long to measure a model, all arms together.",
    };

    private readonly Option<int?> runs = new("--runs") { Description = "Measure so many runs of each arm instead." };

    private readonly Option<string[]> arms = new("--arms")
    {
        AllowMultipleArgumentsPerToken = true,
        Description = "Measure only these: tflite, xnnpack, webnn.",
    };

    private readonly Option<bool> noMemory = new("--no-memory")
    {
        Description = "Skip the processes of their own that measure memory and the first preparation.",
    };

    public static Command Create() => new BenchVerb().CreateCommand();

    private Command CreateCommand()
    {
        seconds.Validators.Add(result => CommonOptions.Require(result, result.GetValue(seconds) > 0, "--seconds: more than 0"));
        runs.Validators.Add(result => CommonOptions.Require(result, result.GetValue(runs) is null or > 0, "--runs: more than 0"));
        arms.AcceptOnlyFromAmong("tflite", "xnnpack", "webnn");
        var command = new Command("bench", "Measures TensorFlow Lite's own kernels, its XNNPACK delegate and the WebNN delegate.")
        {
            seconds, runs, arms, noMemory,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed);
            var bench = new BenchSettings(
                settings.Session,
                new(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(runs)),
                Arms(parsed.GetValue(arms) ?? []),
                !parsed.GetValue(noMemory));
            return ModelLoop.Run(settings, (file, output) => [Bench(file, bench, output)], SummaryView.PrintTimes);
        });
        return command.WithExamples(
            "bench model.tflite",
            "bench model.tflite --seconds 30 --threads 4 --json result.json",
            "bench models/ --arms xnnpack webnn");
    }

    private static IReadOnlyList<Arm> Arms(string[] names) =>
        [.. Enum.GetValues<Arm>().Where(arm => names.Length == 0 || names.Contains(arm.Name()))];

    private static Outcome Bench(string file, BenchSettings settings, Output output)
    {
        using var model = LoadedModel.Open(file);
        var result = BenchView.WithProgress(output, model.Path, progress => new ModelBench(model, settings).Run(progress));
        BenchView.Print(output.Human, result);
        return new(result);
    }
}
