using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Running;

/// <summary>
/// Compares the delegated nodes one at a time: each gets what the reference computed before it, so that nothing accumulates and a wrong
/// node shows by itself.
/// </summary>
/// <param name="reference">TFLite's own kernels, or the exact context.</param>
/// <param name="ours">The delegate or, where there is no TFLite, the compiled model.</param>
/// <param name="rivals">Who else is measured.</param>
internal sealed class NodeChecker(LoadedModel model, SessionSettings settings, Arm reference, Arm ours, IReadOnlyList<Arm> rivals)
{
    private const string EveryNode = "0-1000000";

    private readonly List<NearnessResult> nearest = [];
    private readonly ModelProfile profile = model.Profile;
    private readonly SessionSettings alone = settings with
    {
        FallsBackToXnnpack = false,

        // What was claimed because it was included by name is claimed alone, too.
        Include = settings.Include.IsEmpty ? [] : [EveryNode],
        Exclude = [],
        MaxPartitions = 0,
        MinNodesPerPartition = 1,
        Partitioning = PartitioningMode.All,
    };

    /// <summary>For each output of each node who is nearest to the reference.</summary>
    public IReadOnlyList<NearnessResult> Nearest => nearest;

    private Arm Truth => reference == Arm.Exact ? Arm.Exact : Arm.TfLite;

    /// <param name="nodes">Those that are delegated.</param>
    /// <param name="inputs">The model's, as bytes.</param>
    public NodeCheckResult Run(IEnumerable<int> nodes, byte[][] inputs)
    {
        var values = Activations(inputs);
        var deviations = new List<NodeDeviation>();
        var count = 0;
        foreach (var unit in NodeUnits.Of(model.Model.FlatBuffer, profile, nodes.Order()))
        {
            if (Check(unit, values) is { } outputs)
            {
                count += unit.Nodes.Length;
                deviations.AddRange(outputs.Select(output => Deviation(unit, output)));
            }
        }

        return new(
            count,
            deviations.Count == 0 ? null : deviations.MaxBy(each => each.MaxSteps ?? each.MaxAbsByLargest ?? 0),
            [.. deviations.Where(each => !each.WithinTolerance)]);
    }

    private NodeDeviation Deviation(NodeUnit unit, OutputComparison output) => new(
        unit.Nodes[0],
        Name(unit),
        output.Name,
        output.MaxAbs,
        output.MaxAbsByLargest,
        output.MaxSteps,
        output.ShareWithinOneStep,
        output.WithinTolerance);

    private string Name(NodeUnit unit) => string.Join(", ", unit.Nodes.Select(profile.NodeName));

    /// <summary>Every tensor that a node computes, from the reference, and the model's inputs.</summary>
    private Dictionary<int, byte[]> Activations(byte[][] inputs)
    {
        var values = profile.GraphInputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
        int[] computed = [.. Enumerable.Range(0, profile.NodeCount).SelectMany(profile.NodeOutputs).Distinct()];
        using var visible = LoadedModel.FromBytes(ModelSlice.WithOutputs(model.Model.FlatBuffer, computed), model.Model.Name);
        using var session = Session.Open(visible, Truth, alone);
        Fill(session.Runner, inputs);
        session.Runner.Run();
        foreach (var (tensor, view) in computed.Zip(session.Runner.Outputs))
        {
            values[tensor] = view.Bytes.ToArray();
        }

        return values;
    }

    /// <summary>Null for nodes that are not delegated when they are alone.</summary>
    private OutputComparison[]? Check(NodeUnit unit, Dictionary<int, byte[]> values)
    {
        using var slice = LoadedModel.FromBytes(
            ModelSlice.OfNodes(model.Model.FlatBuffer, unit.Nodes, unit.Inputs, unit.Outputs), $"{model.Model.Name}, node {unit.Nodes[0]}");
        using var checkedArm = Open(slice, ours);
        if (checkedArm is null || checkedArm.Report.DelegatedNodes < unit.Nodes.Length)
        {
            return null;
        }

        using var truth = Session.Open(slice, Truth, alone);
        byte[][] bytes = [.. unit.Inputs.Select(tensor => values[tensor])];
        Run(truth, bytes);
        var allowance = Allowance(slice.Profile, truth.Runner);
        var results = Measure(checkedArm, truth, bytes, slice.Profile, allowance);
        if (reference == Arm.Exact)
        {
            AddNearest(unit, slice, results, rival => Measure(rival, truth, bytes, slice.Profile, allowance));
        }

        return results;
    }

    private void AddNearest(NodeUnit unit, LoadedModel slice, OutputComparison[] results, Func<Session, OutputComparison[]> measure)
    {
        List<(string Arm, OutputComparison[] Outputs)> arms = [(ours.Name(), results)];
        foreach (var rival in rivals)
        {
            using var session = Session.Open(slice, rival, alone);
            arms.Add((rival.Name(), measure(session)));
        }

        nearest.AddRange(results.Select((output, i) =>
            NearnessResult.Of(unit.Nodes[0], Name(unit), output.Name, arms.Select(arm => (arm.Arm, arm.Outputs[i])))));
    }

    /// <summary>Null where the arm cannot run the node by itself.</summary>
    private Session? Open(LoadedModel slice, Arm arm)
    {
        try
        {
            return Session.Open(slice, arm, alone);
        }
        catch (UnsupportedModelException)
        {
            return null;
        }
    }

    private static OutputComparison[] Measure(Session session, Session truth, byte[][] inputs, ModelProfile slice, Tolerance? allowance)
    {
        Run(session, inputs);
        return [.. truth.Runner.Outputs.Zip(session.Runner.Outputs, (expected, actual) => Compare(expected, actual, slice, allowance))];
    }

    private static void Run(Session session, byte[][] inputs)
    {
        Fill(session.Runner, inputs);
        session.Runner.Run();
    }

    /// <summary>Sums of floats have one that grows with their length: TFLite adds one element after the other.</summary>
    private Tolerance? Allowance(ModelProfile slice, ModelRunner truth)
    {
        if (reference == Arm.Exact)
        {
            return slice.Numerics == Numerics.DynamicRange ? Tolerance.Float : null;
        }

        if (slice.Numerics != Numerics.Float || slice.NodeName(0) is not ("MEAN" or "SUM"))
        {
            return null;
        }

        var (summands, sums) = (truth.Inputs[0].ByteLength, truth.Outputs[0].ByteLength);
        return sums == 0 ? null : Tolerance.OfSums((long)(summands / sums));
    }

    private static OutputComparison Compare(TensorView expected, TensorView actual, ModelProfile profile, Tolerance? allowance)
    {
        var meter = new OutputMeter(actual, profile, allowance);
        meter.Add(expected, actual);
        return meter.Result();
    }

    private static void Fill(ModelRunner runner, byte[][] inputs)
    {
        for (var ordinal = 0; ordinal < inputs.Length; ordinal++)
        {
            inputs[ordinal].CopyTo(runner.Inputs[ordinal].Bytes);
        }
    }
}
