using System.CommandLine;
using WebNN.Cli.Inputs;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.TfLite;

namespace WebNN.Cli.Verbs;

/// <summary><c>run</c>: a model on pictures or raw bytes; its likeliest classes, what it found, or what its outputs hold.</summary>
internal sealed class RunVerb
{
    private const int DefaultTop = 5;
    private const int MaxTop = 1_000_000;
    private const double DefaultMinScore = 0.5;

    private readonly CommonOptions common = new();
    private readonly InputOptions inputs = new();

    private readonly Option<string?> labels = new("--labels")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line; default: those that the model carries.",
    };

    private readonly Option<int> top = NumberOption.Whole(
        "--top", DefaultTop, 1, MaxTop, "How many of the likeliest classes to show.");

    private readonly Option<double> minScore = NumberOption.Real(
        "--min-score", DefaultMinScore, double.MinValue, double.MaxValue, "Show found objects from this score on.");

    private readonly Option<string?> pictureOut = new("--out")
    {
        HelpName = "FILE",
        Description = "Write the picture with a box around each found object (.jpg, .png, .bmp, .ppm).",
    };

    private readonly Option<bool> reference = new("--reference")
    {
        Description = "Show what TensorFlow Lite's own kernels say, too, and how far that is away; exit code 1 outside the tolerance.",
    };

    private readonly Option<RuntimeChoice> runtime = Choice.Of<RuntimeChoice>(
        "--runtime", "Who runs the model: compiled, without TensorFlow Lite; tflite, with the delegate; auto: compiled where WebNN runs it whole.");

    private readonly Option<string?> tolerance = ToleranceOption.Create();

    public static Command Create() => new RunVerb().CreateCommand();

    private Command CreateCommand()
    {
        var command = new Command("run", "Runs a model on a picture or on raw bytes and shows what comes out.")
        {
            labels, top, minScore, pictureOut, runtime, reference, tolerance,
        };
        inputs.AddTo(command);
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var (settings, given) = inputs.Read(parsed, common.Read(parsed));
            var plan = Plan(parsed, given);
            settings = settings with { Session = settings.Session with { Runtime = parsed.GetValue(runtime) } };
            return ModelLoop.Run(
                settings,
                new ModelVerb<RunResult>((file, _) => Run(file, settings.Session, plan), Print));
        });
        return command.WithExamples(
            "run model.tflite bird.jpg --labels labels.txt",
            "run detector.tflite --image street.jpg --out found.png",
            "run model.tflite --input samples.raw --reference",
            "run model.tflite --signature encode --input samples.raw",
            "run a.tflite b.tflite --image cat.ppm --mean 127.5 --std 127.5 --json -");
    }

    private RunPlan Plan(ParseResult parsed, GivenInputs given)
    {
        if (given.IsEmpty)
        {
            throw new InputException("give a picture (--image FILE), or a file of raw bytes for each input (--input FILE)");
        }

        return new(
            given,
            parsed.GetValue(labels) is { } file ? Labels.FromFile(file) : null,
            parsed.GetValue(top),
            parsed.GetValue(minScore),
            parsed.GetValue(pictureOut),
            parsed.GetValue(reference),
            ToleranceOption.Read(parsed, tolerance));
    }

    private static IEnumerable<Outcome> Run(string file, SessionSettings settings, RunPlan plan)
    {
        using var model = LoadedModel.Open(file, settings.Signature);
        using var runner = new ModelRun(model, settings, plan);
        foreach (var result in runner.Results())
        {
            yield return new(result, result.Difference?.Verdict switch
            {
                Verdict.NothingDelegated => ExitCode.BadInput,   // TFLite was beside itself: as for compare, that is not green
                Verdict.Outside => ExitCode.OutsideTolerance,
                _ => ExitCode.Ok,
            });
        }
    }

    private static void Print(Output output, RunResult result)
    {
        RunView.Print(output.Human, result);
        if (result.Difference?.Verdict == Verdict.NothingDelegated)
        {
            Output.Error($"{result.Model}: nothing is delegated, so nothing was compared: all {result.Nodes} nodes stay with TensorFlow Lite (see inspect)");
        }
    }
}
