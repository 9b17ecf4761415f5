using System.CommandLine;
using WebNN.Cli.Measuring;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary><c>compare</c>: the delegate's outputs beside TFLite's own on the same inputs. Exit code 1 outside the tolerance.</summary>
internal sealed class CompareVerb
{
    private const int DefaultSeed = 1;
    private const int DefaultDraws = 3;

    private readonly CommonOptions common = new();
    private readonly ImageOptions images = new();

    private readonly Option<string> reference = new("--reference")
    {
        DefaultValueFactory = _ => "tflite",
        Description = "Compare with TensorFlow Lite's own kernels (tflite), or with its XNNPACK delegate (xnnpack).",
    };

    private readonly Option<int> seed = new("--seed") { DefaultValueFactory = _ => DefaultSeed, Description = "Of the random inputs." };

    private readonly Option<int?> draws = new("--draws")
    {
        Description = $"How many random inputs: {DefaultDraws}, or none beside images.",
    };

    private readonly Option<string?> tolerance = new("--tolerance")
    {
        HelpName = "LIMIT",
        Description = "1e-4 (of the largest output), abs:0.02 or steps:2, instead of the default for the model's numbers.",
    };

    private readonly Option<bool> byNode = new("--by-node")
    {
        Description = "Check each delegated node by itself, too; without it only where a quantized model's outputs are outside.",
    };

    public static Command Create() => new CompareVerb().CreateCommand();

    private Command CreateCommand()
    {
        reference.AcceptOnlyFromAmong("tflite", "xnnpack");
        draws.Validators.Add(result => CommonOptions.Require(result, result.GetValue(draws) is null or >= 0, "--draws: 0 or more"));
        tolerance.Validators.Add(result => CommonOptions.Require(
            result,
            result.GetValue(tolerance) is not { } text || Tolerance.Parse(text) is not null,
            $"--tolerance: '{result.GetValue(tolerance)}' is not a number, abs:NUMBER or steps:NUMBER"));
        var command = new Command("compare", "Compares the delegate's outputs with TensorFlow Lite's own on the same inputs.")
        {
            reference, seed, draws, tolerance, byNode,
        };
        images.AddTo(command);
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var (settings, plan) = (common.Read(parsed), Plan(parsed));
            return ModelLoop.Run(settings, (file, output) => [Compare(file, settings.Session, plan, output)], SummaryView.PrintComparison);
        });
        return command.WithExamples(
            "compare model.tflite",
            "compare models/ --json - > accuracy.json",
            "compare model.tflite --image bird.bmp --image cat.bmp",
            "compare model.tflite --reference xnnpack --draws 10 --tolerance steps:2");
    }

    private ComparePlan Plan(ParseResult parsed)
    {
        var pictures = images.Read(parsed);
        return new(
            ArmNames.Parse(parsed.GetValue(reference)!),
            parsed.GetValue(seed),
            parsed.GetValue(draws) ?? (pictures.Files.Count > 0 ? 0 : DefaultDraws),
            parsed.GetValue(tolerance) is { } text ? Tolerance.Parse(text) : null,
            pictures,
            parsed.GetValue(byNode));
    }

    private static Outcome Compare(string file, SessionSettings settings, ComparePlan plan, Output output)
    {
        using var model = LoadedModel.Open(file);
        var result = new Comparer(model, settings, plan).Run();
        CompareView.Print(output.Human, result);
        if (result.Failure is { } failure)
        {
            Output.Error($"{file}: nothing is delegated, so nothing was compared: {failure}");
            return new(result, ExitCode.BadInput);   // a check that compares TFLite with itself must not be green
        }

        return new(result, result.WithinTolerance ? ExitCode.Ok : ExitCode.OutsideTolerance);
    }
}
