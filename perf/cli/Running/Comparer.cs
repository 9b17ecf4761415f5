using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.Interop.Natives;
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

    private bool IsExact => plan.Reference == Arm.Exact;

    /// <summary>Beside the exact context nobody rounds activations to 8 bits: a dynamic-range model computes in floats there.</summary>
    private bool ComputesInFloats => profile.Numerics == Numerics.Float || (IsExact && profile.Numerics == Numerics.DynamicRange);

    private Tolerance? Chosen => plan.Tolerance ?? (IsExact && profile.Numerics == Numerics.DynamicRange ? Tolerance.Float : null);

    /// <param name="progress">What is going on, and which share of it is done.</param>
    public CompareResult Run(Action<string, double> progress)
    {
        using var reference = Session.Open(model, plan.Reference, settings);
        using var ours = OpenOurs();
        using var rivals = IsExact ? Rivals.Open(model, settings, Meters) : Rivals.None;
        var meters = Meters(ours);
        progress("comparing", 0);
        var (ran, skipped, telling) = RunAll(reference.Runner, ours.Runner, meters, rivals);
        OutputComparison[] outputs = [.. meters.Select(meter => meter.Result())];
        var result = Result(ours, outputs, rivals) with { RanOn = ran, SkippedDraws = skipped };
        if (result.DelegatedNodes == 0 || telling is null)
        {
            return result with { WithinTolerance = false };   // nothing was compared
        }

        progress(plan.ByNode || !result.WithinTolerance ? "checking nodes by themselves" : "done", 0);
        return Judge(result, telling.Inputs, ours.Arm, rivals);
    }

    /// <summary>The same of what is in the outputs of two sessions of the caller's, which ran on the same draw.</summary>
    public CompareResult Of(Session reference, Session ours, Draw draw)
    {
        var meters = Meters(ours);
        Measure(meters, reference.Runner, ours.Runner, draw);
        var result = Result(ours, [.. meters.Select(meter => meter.Result())], Rivals.None) with { RanOn = [draw.Name] };
        return result.DelegatedNodes == 0 ? result with { WithinTolerance = false } : Judge(result, draw.Inputs, ours.Arm, Rivals.None);
    }

    private static void Measure(OutputMeter[] meters, ModelRunner reference, ModelRunner ours, Draw draw)
    {
        for (var ordinal = 0; ordinal < meters.Length; ordinal++)
        {
            meters[ordinal].Add(reference.Outputs[ordinal], ours.Outputs[ordinal], draw.Name);
        }
    }

    /// <summary>The delegate; where TFLite is absent or cannot load the model, and is not needed as the reference, the compiled model.</summary>
    private Session OpenOurs()
    {
        if (!IsExact)
        {
            return Session.Open(model, Arm.WebNN, settings);
        }

        if (settings.UsesReference)
        {
            throw new InputException("--reference exact with --device reference compares the exact context with itself");
        }

        try
        {
            return Session.Open(model, Arm.WebNN, settings);
        }
        catch (Exception e) when (e is NativeLibraryException or TfLiteException)
        {
            return Session.Open(model, Arm.Compiled, settings);
        }
    }

    private OutputMeter[] Meters(Session session) => [.. session.Runner.Outputs.Select(view => new OutputMeter(view, profile, Chosen))];

    /// <summary>Runs all draws; the last of the three is the one to check nodes with: the first, or one that was the first outside.</summary>
    private (List<string> Ran, List<SkippedDraw> Skipped, Draw? Telling) RunAll(
        ModelRunner reference, ModelRunner ours, OutputMeter[] meters, Rivals rivals)
    {
        var (ran, skipped) = (new List<string>(), new List<SkippedDraw>());
        Draw? telling = null;
        foreach (var draw in Draws(ours))
        {
            if (rivals.Runners.Prepend(reference).Select(runner => Refusal(runner, draw)).FirstOrDefault(reason => reason is not null) is { } reason)
            {
                skipped.Add(new(draw.Name, reason));
                continue;
            }

            RunOne(ours, draw.Inputs);
            ran.Add(draw.Name);
            rivals.Add(reference, draw.Name);
            var wasWithin = meters.All(meter => meter.IsWithinTolerance);
            Measure(meters, reference, ours, draw);
            telling = telling is null || (wasWithin && !meters.All(meter => meter.IsWithinTolerance)) ? draw : telling;
        }

        return (ran, skipped, telling);
    }

    /// <summary>Why TFLite refused a draw that it may refuse; null where it ran, or where TFLite is not in the way.</summary>
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
    private CompareResult Judge(CompareResult result, byte[][] inputs, Arm ours, Rivals rivals)
    {
        var accumulates = !result.WithinTolerance && plan.Tolerance is null && (ComputesInFloats || profile.Numerics != Numerics.DynamicRange);
        if (model.Subgraph != 0 || inputs.Length == 0 || (!plan.ByNode && !accumulates))
        {
            return result;
        }

        var checker = new NodeChecker(model, settings with { Signature = null }, plan.Reference, ours, [.. rivals.Arms]);
        var check = checker.Run(result.Partitions.SelectMany(partition => partition.Nodes), inputs);
        var resembles = result.Outputs.Index().All(output =>
            output.Item.WithinTolerance || Resembles(output.Item) || profile.IsDetection(output.Index));
        var excused = accumulates && check.Outside.Count == 0 && check.Nodes == result.DelegatedNodes && resembles;
        return result with
        {
            NodeCheck = check,
            NearestByNode = IsExact ? checker.Nearest : null,
            WithinTolerance = result.WithinTolerance || excused,
            Explanation = excused
                ? "roundings add up from node to node; every delegated node by itself is within the tolerance"
                : null,
        };
    }

    private bool Resembles(OutputComparison output) => ComputesInFloats
        ? output.MaxAbsByLargest <= Tolerance.LargestOfFloatModels && output.Cosine >= Tolerance.LeastCosineOfFloatModels
        : output.Cosine >= LeastCosine;

    private CompareResult Result(Session ours, OutputComparison[] outputs, Rivals rivals) => new(ours.Inspect())
    {
        Arm = ours.Arm.Name(),
        Rivals = IsExact ? rivals.Results() : null,
        LeftOut = IsExact ? rivals.LeftOut : null,
        Nearest = IsExact ? Nearest(ours, outputs, rivals.Results()) : null,
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

    private static NearnessResult[] Nearest(Session ours, OutputComparison[] outputs, IReadOnlyList<RivalResult> rivals) =>
    [
        .. outputs.Select((output, i) => NearnessResult.Of(
            null, null, output.Name, rivals.Select(rival => (rival.Name, rival.Outputs[i])).Prepend((ours.Arm.Name(), output)))),
    ];

    private string Describe(TensorView view)
    {
        var values = plan.Draws > 0 ? InputRange.Of(profile, view.Index).ToString()
            : plan.Given.Raw.Count > 0 ? plan.Given.Raw[view.Index]
            : plan.Given.Pictures.Count > 0 ? "pictures"
            : plan.Edges.Count > 0 ? "edge values"
            : "nothing";
        return $"{view.Name} {TensorValues.Describe(view)} {values}";
    }
}
