using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>What to compare with, on which inputs.</summary>
/// <param name="Draws">How many random draws.</param>
/// <param name="Tolerance">The user's own; null: the one for the model's numbers.</param>
/// <param name="ByNode">Whether every node is checked by itself; without it only where the outputs ask for it.</param>
internal sealed record ComparePlan(
    Arm Reference, int Seed, int Draws, IReadOnlyList<EdgeKind> Edges, Tolerance? Tolerance, GivenInputs Given, bool ByNode);

/// <summary>Runs a model with the delegate and without on the same inputs, and measures how far the outputs are apart.</summary>
internal sealed class Comparer(LoadedModel model, SessionSettings settings, ComparePlan plan)
{
    /// <summary>
    /// Where roundings have added up outputs still resemble the reference; wrong wiring between correct nodes does not. 8-bit networks
    /// on noise were seen down to 0.88, with XNNPACK in our place as well.
    /// </summary>
    private const double LeastCosine = 0.8;

    private readonly ModelProfile profile = model.Profile;

    /// <param name="progress">What is going on, and which share of it is done.</param>
    public CompareResult Run(Action<string, double> progress)
    {
        using var reference = Session.Open(model, plan.Reference, settings);
        using var ours = Session.Open(model, Arm.WebNN, settings);
        OutputMeter[] meters = [.. ours.Runner.Outputs.Select(view => new OutputMeter(view, profile, plan.Tolerance))];
        progress("comparing", 0);
        var (ran, skipped, telling) = RunAll(reference.Runner, ours.Runner, meters);
        OutputComparison[] outputs = [.. meters.Select(meter => meter.Result())];
        var result = Result(ours, outputs) with { RanOn = ran, SkippedDraws = skipped };
        if (result.DelegatedNodes == 0 || telling is null)
        {
            return result with { WithinTolerance = false };   // nothing was compared
        }

        progress(plan.ByNode || !result.WithinTolerance ? "checking nodes by themselves" : "done", 0);
        return Judge(result, telling.Inputs);
    }

    /// <summary>Runs all draws; the last of the three is the one to check nodes with: the first, or one that was the first outside.</summary>
    private (List<string> Ran, List<SkippedDraw> Skipped, Draw? Telling) RunAll(
        ModelRunner reference, ModelRunner ours, OutputMeter[] meters)
    {
        var (ran, skipped) = (new List<string>(), new List<SkippedDraw>());
        Draw? telling = null;
        foreach (var draw in Draws(ours))
        {
            if (Refusal(reference, draw) is { } reason)
            {
                skipped.Add(new(draw.Name, reason));
                continue;
            }

            RunOne(ours, draw.Inputs);
            ran.Add(draw.Name);
            var wasWithin = meters.All(meter => meter.IsWithinTolerance);
            for (var ordinal = 0; ordinal < meters.Length; ordinal++)
            {
                meters[ordinal].Add(reference.Outputs[ordinal], ours.Outputs[ordinal], draw.Name);
            }

            telling = telling is null || (wasWithin && !meters.All(meter => meter.IsWithinTolerance)) ? draw : telling;
        }

        return (ran, skipped, telling);
    }

    /// <summary>Runs the reference. Why it refused a draw that it may refuse; null where it ran.</summary>
    private static string? Refusal(ModelRunner runner, Draw draw)
    {
        try
        {
            RunOne(runner, draw.Inputs);
            return null;
        }
        catch (TfLiteException e) when (draw.MayBeRefused)
        {
            return e.Message;
        }
    }

    private static void RunOne(ModelRunner runner, byte[][] inputs)
    {
        for (var ordinal = 0; ordinal < inputs.Length; ordinal++)
        {
            inputs[ordinal].CopyTo(runner.Inputs[ordinal].Bytes);
        }

        runner.Run();
    }

    /// <summary>The user's inputs first, then random values, then edge values.</summary>
    private IEnumerable<Draw> Draws(ModelRunner runner)
    {
        var madeUp = new MadeUpInputs(profile, runner, plan.Seed);
        return plan.Given.Draws(model, runner).Concat(madeUp.Random(plan.Draws)).Concat(madeUp.Edges(plan.Edges));
    }

    /// <summary>
    /// A model may be outside only because roundings add up from node to node, or a softmax magnifies one step: then every node by itself
    /// is within the tolerance, and the outputs still resemble the reference.
    /// </summary>
    private CompareResult Judge(CompareResult result, byte[][] inputs)
    {
        var accumulates = !result.WithinTolerance && plan.Tolerance is null && profile.Numerics != Numerics.DynamicRange;
        if (model.Subgraph != 0 || inputs.Length == 0 || (!plan.ByNode && !accumulates))
        {
            return result;
        }

        var check = new NodeChecker(model, settings with { Signature = null }).Run(result.Partitions.SelectMany(partition => partition.Nodes), inputs);
        var resembles = result.Outputs.Index().All(output =>
            output.Item.WithinTolerance || Resembles(output.Item) || profile.IsDetection(output.Index));
        var excused = accumulates && check.Outside.Count == 0 && check.Nodes == result.DelegatedNodes && resembles;
        return result with
        {
            NodeCheck = check,
            WithinTolerance = result.WithinTolerance || excused,
            Explanation = excused
                ? "roundings add up from node to node; every delegated node by itself is within the tolerance"
                : null,
        };
    }

    private bool Resembles(OutputComparison output) => profile.Numerics == Numerics.Float
        ? output.MaxAbsByLargest <= Tolerance.LargestOfFloatModels && output.Cosine >= Tolerance.LeastCosineOfFloatModels
        : output.Cosine >= LeastCosine;

    private CompareResult Result(Session ours, OutputComparison[] outputs) => new(ours.Inspect())
    {
        Reference = plan.Reference.Name(),
        Seed = plan.Seed,
        Draws = plan.Draws,
        Images = plan.Given.Pictures,
        InputFiles = plan.Given.Raw,
        Inputs = [.. ours.Runner.Inputs.Select(Describe)],
        Tolerance = string.Join("; ", outputs.Select(output => output.Tolerance).Distinct()),
        WithinTolerance = outputs.All(output => output.WithinTolerance),
        Outputs = outputs,
    };

    private string Describe(TensorView view)
    {
        var values = plan.Draws > 0 ? InputRange.Of(profile, view.Index).ToString()
            : plan.Given.Raw.Count > 0 ? plan.Given.Raw[view.Index]
            : "pictures";
        return $"{view.Name} {TensorValues.Describe(view)} {values}";
    }
}
