using System.CommandLine;
using Spectre.Console;
using WebNN.Cli.Images;
using WebNN.Cli.Inputs;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary><c>run</c>: a model on pictures or raw bytes; its likeliest classes, what it found, or what its outputs hold.</summary>
internal sealed class RunVerb
{
    private const int DefaultTop = 5;
    private const double DefaultMinScore = 0.5;

    private readonly CommonOptions common = new();
    private readonly ImageOptions images = new();

    private readonly Option<string[]> input = new("--input")
    {
        HelpName = "FILE",
        Description = "Raw bytes of an input, exactly as many as it has; once for each input, in their order.",
    };

    private readonly Option<string?> labels = new("--labels")
    {
        HelpName = "FILE",
        Description = "Names of the classes, one a line; default: those that the model carries.",
    };

    private readonly Option<int> top = new("--top")
    {
        DefaultValueFactory = _ => DefaultTop,
        Description = "How many of the likeliest classes to show.",
    };

    private readonly Option<double> minScore = new("--min-score")
    {
        DefaultValueFactory = _ => DefaultMinScore,
        Description = "Show found objects from this score on.",
    };

    private readonly Option<string?> pictureOut = new("--out")
    {
        HelpName = "FILE",
        Description = "Write the picture with a box around each found object (.bmp, .png, .ppm).",
    };

    private readonly Option<bool> reference = new("--reference") { Description = "Show what TensorFlow Lite's own kernels say, too." };

    public static Command Create() => new RunVerb().CreateCommand();

    private Command CreateCommand()
    {
        top.Validators.Add(result => CommonOptions.Require(result, result.GetValue(top) >= 1, "--top: 1 or more"));
        var command = new Command("run", "Runs a model on a picture or on raw bytes and shows what comes out.")
        {
            input, labels, top, minScore, pictureOut, reference,
        };
        images.AddTo(command);
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = WithoutImages(common.Read(parsed), out var given);
            var pictures = images.Read(parsed);
            var plan = Plan(parsed, pictures with { Files = [.. given, .. pictures.Files] });
            return ModelLoop.Run(settings, (file, output) => Run(file, settings.Session, plan, output.Human));
        });
        return command.WithExamples(
            "run model.tflite --image bird.bmp --labels labels.txt",
            "run detector.tflite --image street.png --out found.png",
            "run model.tflite --input samples.raw --reference",
            "run a.tflite b.tflite --image cat.ppm --mean 127.5 --std 127.5 --json -");
    }

    /// <summary>A picture among the models is what it looks like: `run model.tflite bird.bmp`.</summary>
    private static CommonSettings WithoutImages(CommonSettings settings, out string[] given)
    {
        given = [.. settings.Paths.Where(ImageFile.HasImageExtension)];
        string[] models = [.. settings.Paths.Except(given)];
        return models.Length > 0 ? settings with { Paths = models } : throw new InputException("no model among the arguments");
    }

    private RunPlan Plan(ParseResult parsed, ImageSettings pictures)
    {
        var raw = parsed.GetValue(input) ?? [];
        if (pictures.Files.Count == 0 == (raw.Length == 0))
        {
            throw new InputException("give a picture (--image FILE), or a file of raw bytes for each input (--input FILE)");
        }

        return new(
            pictures,
            raw,
            parsed.GetValue(labels) is { } file ? Labels.FromFile(file) : null,
            parsed.GetValue(top),
            parsed.GetValue(minScore),
            parsed.GetValue(pictureOut),
            parsed.GetValue(reference));
    }

    private static IEnumerable<Outcome> Run(string file, SessionSettings settings, RunPlan plan, IAnsiConsole console)
    {
        using var model = LoadedModel.Open(file);
        using var runner = new ModelRun(model, settings, plan);
        foreach (var result in runner.Results())
        {
            RunView.Print(console, result);
            yield return new(result);
        }
    }
}
