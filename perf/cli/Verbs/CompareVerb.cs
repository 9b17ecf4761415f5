using System.CommandLine;
using WebNN.Cli.Inputs;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Verbs;

/// <summary><c>compare</c>: the delegate's outputs beside TFLite's own on the same inputs. Exit code 1 outside the tolerance.</summary>
internal sealed class CompareVerb
{
    private const int DefaultSeed = 1;
    private const int DefaultDraws = 3;
    private const int MaxDraws = 100_000;
    private const string DefaultEdges = "multiples,integers";

    private readonly CommonOptions common = new();
    private readonly InputOptions inputs = new();

    private readonly Option<string> reference = new("--reference")
    {
        DefaultValueFactory = _ => "tflite",
        Description = "Compare with TensorFlow Lite's own kernels (tflite), with its XNNPACK delegate (xnnpack), or with the same graph in double "
            + "precision (exact): then tflite and xnnpack, where they run, stand beside us, and it shows which is nearer.",
    };

    private readonly Option<int> seed = NumberOption.Whole("--seed", DefaultSeed, 0, int.MaxValue / 2, "Of the random inputs.");

    private readonly Option<int?> draws = NumberOption.OptionalWhole(
        "--draws", 0, MaxDraws, $"How many random inputs: {DefaultDraws}, or none beside pictures and files.");

    private readonly Option<string?> edges = new("--edges")
    {
        HelpName = "KINDS",
        Description = "Edge values to compare on, too: multiples, integers (large ones), extremes, nan, with commas; all; none. "
            + $"Default: {DefaultEdges}, or none beside pictures and files.",
    };

    private readonly Option<string?> tolerance = ToleranceOption.Create();

    private readonly Option<bool> byNode = new("--by-node")
    {
        Description = "Check each delegated node by itself, too; without it only where a quantized model's outputs are outside.",
    };

    public static Command Create() => new CompareVerb().CreateCommand();

    private Command CreateCommand()
    {
        reference.TakeOneOf("tflite", "xnnpack", "exact");
        edges.Validators.Add(result => CommonOptions.Require(
            result,
            result.GetValue(edges) is not { } text || EdgeKinds.Parse(text) is not null,
            $"--edges: '{result.GetValue(edges)}' is not a list of {string.Join(", ", EdgeKinds.Names)}, nor all or none"));
        var command = new Command("compare", "Compares the delegate's outputs with TensorFlow Lite's own on the same inputs.")
        {
            reference, seed, draws, edges, tolerance, byNode,
        };
        inputs.AddTo(command);
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var (settings, given) = inputs.Read(parsed, common.Read(parsed));
            var plan = Plan(parsed, given);

            // What is faster on XNNPACK is to be right, too.
            var session = settings.Session with { Partitioning = settings.Session.Partitioning ?? PartitioningMode.All };
            return ModelLoop.Run(
                settings,
                new ModelVerb<CompareResult>((file, progress) => [Compare(file, session, plan, progress)], Print, SummaryView.PrintComparison));
        });
        return command.WithExamples(
            "compare model.tflite",
            "compare models/ --json - > accuracy.json",
            "compare model.tflite --image bird.jpg --image cat.png",
            "compare model.tflite --input left.raw --input right.raw",
            "compare model.tflite --edges all --by-node",
            "compare model.tflite --reference exact --by-node",
            "compare model.tflite --reference xnnpack --draws 10 --tolerance steps:2");
    }

    private ComparePlan Plan(ParseResult parsed, GivenInputs given)
    {
        var count = parsed.GetValue(draws) ?? (given.IsEmpty ? DefaultDraws : 0);
        return new(
            ArmNames.Parse(parsed.GetValue(reference)!),
            parsed.GetValue(seed),
            count,
            EdgeKinds.Parse(parsed.GetValue(edges) ?? (count > 0 ? DefaultEdges : EdgeKinds.None))!,
            ToleranceOption.Read(parsed, tolerance),
            given,
            parsed.GetValue(byNode));
    }

    private static Outcome Compare(string file, SessionSettings settings, ComparePlan plan, Action<string, double> progress)
    {
        using var model = LoadedModel.Open(file, settings.Signature);
        var result = new Comparer(model, settings, plan).Run(progress);
        return new(result, result.Verdict switch
        {
            Verdict.NothingDelegated or Verdict.NothingRan => ExitCode.BadInput,   // a check that compares TFLite with itself must not be green
            Verdict.Outside => ExitCode.OutsideTolerance,
            _ => ExitCode.Ok,
        });
    }

    private static void Print(Output output, CompareResult result)
    {
        CompareView.Print(output.Human, result);
        if (result.Verdict == Verdict.NothingDelegated)
        {
            var why = result.Failure ?? $"all {result.Nodes} nodes stay with TensorFlow Lite (see inspect)";
            Output.Error($"{result.Model}: nothing is delegated, so nothing was compared: {why}");
        }
        else if (result.Verdict == Verdict.NothingRan)
        {
            var why = result.SkippedDraws.Select(skipped => skipped.Reason).FirstOrDefault("there were no draws");
            Output.Error($"{result.Model}: nothing was compared: {why}");
        }
    }
}
