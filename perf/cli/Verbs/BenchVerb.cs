using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary><c>bench</c>: TFLite's own kernels, XNNPACK, the delegate and the compiled model, interleaved in one run.</summary>
internal sealed class BenchVerb
{
    private const double DefaultSeconds = 10;
    private const double LeastSeconds = 0.001;
    private const double MostSeconds = 86400;
    private const int MaxRuns = 10_000_000;
    private const int MaxStarts = 1000;

    private readonly CommonOptions common = new();

    private readonly Option<double> seconds = NumberOption.Real(
        "--seconds", DefaultSeconds, LeastSeconds, MostSeconds, "How long to measure a model, all arms together.");

    private readonly Option<int?> runs = NumberOption.OptionalWhole(
        "--runs", 1, MaxRuns, "Measure so many runs of each arm instead.");

    private readonly Option<string[]> arms = new("--arms")
    {
        AllowMultipleArgumentsPerToken = true,
        Description = "Measure only these: tflite, xnnpack, webnn (the delegate), onnxruntime (the delegate without own kernels), compiled (without TensorFlow Lite), exact (in double precision). Default: all but exact and onnxruntime that can run the model.",
    };

    private readonly Option<bool> noMemory = new("--no-memory")
    {
        Description = "Skip the fresh processes that measure the start and memory.",
    };

    private readonly Option<int> starts = NumberOption.Whole(
        "--starts", 1, 1, MaxStarts, "Measure each arm's start in so many fresh processes, the arms in turn; the table has medians.");

    public static Command Create() => new BenchVerb().CreateCommand();

    private Command CreateCommand()
    {
        arms.TakeOneOf(ArmNames.All);
        var command = new Command("bench", "Measures TensorFlow Lite's own kernels, its XNNPACK delegate, the WebNN delegate and the compiled model.")
        {
            seconds, runs, arms, starts, noMemory,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed);
            var bench = new BenchSettings(
                settings.Session,
                new(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(runs)),
                Arms(parsed.GetValue(arms) ?? []),
                parsed.GetValue(noMemory) ? 0 : parsed.GetValue(starts),
                LeavesOut: parsed.GetValue(arms) is not { Length: > 0 });
            var verb = new ModelVerb<BenchResult>(
                (file, progress) => [Bench(file, bench, progress)],
                (output, result) => BenchView.Print(output.Human, result),
                SummaryView.PrintTimes);
            return ModelLoop.Run(settings, verb);
        });
        return command.WithExamples(
            "bench model.tflite",
            "bench model.tflite --seconds 30 --threads 4 --json result.json",
            "bench model.tflite --starts 9 --cache graphs",
            "bench models/ --arms xnnpack webnn");
    }

    private static IReadOnlyList<Arm> Arms(string[] names) =>
        [.. Enum.GetValues<Arm>().Where(arm => names.Length == 0 ? arm is not (Arm.Exact or Arm.OnnxRuntime) : names.Contains(arm.Name()))];

    private static Outcome Bench(string file, BenchSettings settings, Action<string, double> progress)
    {
        using var model = LoadedModel.Open(file, settings.Session.Signature);
        return new(new ModelBench(model, settings).Run(progress));
    }
}
