using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Running;

/// <summary>
/// Compares the delegated nodes one at a time: each gets what TFLite's own kernels computed before it, so that nothing accumulates and
/// a wrong node shows by itself.
/// </summary>
internal sealed class NodeChecker(LoadedModel model, SessionSettings settings)
{
    private readonly ModelProfile profile = model.Profile;
    private readonly SessionSettings alone = settings with
    {
        FallsBackToXnnpack = false,
        Include = [],
        Exclude = [],
        MaxPartitions = 0,
        MinNodesPerPartition = 1,
        Partitioning = PartitioningMode.All,
    };

    /// <param name="nodes">Those that are delegated.</param>
    /// <param name="inputs">The model's, as bytes.</param>
    public NodeCheckResult Run(IEnumerable<int> nodes, byte[][] inputs)
    {
        var values = Activations(inputs);
        var deviations = new List<NodeDeviation>();
        var count = 0;
        foreach (var node in nodes.Order())
        {
            if (Check(node, values) is { } outputs)
            {
                count++;
                deviations.AddRange(outputs.Select(output => Deviation(node, output)));
            }
        }

        return new(
            count,
            deviations.Count == 0 ? null : deviations.MaxBy(each => each.MaxSteps ?? each.MaxAbsByLargest ?? 0),
            [.. deviations.Where(each => !each.WithinTolerance)]);
    }

    private NodeDeviation Deviation(int node, OutputComparison output) => new(
        node,
        profile.NodeName(node),
        output.Name,
        output.MaxAbs,
        output.MaxAbsByLargest,
        output.MaxSteps,
        output.ShareWithinOneStep,
        output.WithinTolerance);

    /// <summary>Every tensor that a node computes, from TFLite's own kernels, and the model's inputs.</summary>
    private Dictionary<int, byte[]> Activations(byte[][] inputs)
    {
        var values = profile.GraphInputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
        int[] computed = [.. Enumerable.Range(0, profile.NodeCount).SelectMany(profile.NodeOutputs).Distinct()];
        using var visible = LoadedModel.FromBytes(ModelSlice.WithOutputs(model.Model.FlatBuffer, computed), model.Model.Name);
        using var session = Session.Open(visible, Arm.TfLite, alone);
        Fill(session.Runner, inputs);
        session.Runner.Run();
        foreach (var (tensor, view) in computed.Zip(session.Runner.Outputs))
        {
            values[tensor] = view.Bytes.ToArray();
        }

        return values;
    }

    /// <summary>Null for a node that is not delegated when it is alone.</summary>
    private OutputComparison[]? Check(int node, Dictionary<int, byte[]> values)
    {
        var inputs = profile.NodeInputs(node);
        using var slice = LoadedModel.FromBytes(
            ModelSlice.OfNode(model.Model.FlatBuffer, node, inputs, profile.NodeOutputs(node)), $"{model.Model.Name}, node {node}");
        using var ours = Session.Open(slice, Arm.WebNN, alone);
        if (ours.Report.DelegatedNodes == 0)
        {
            return null;
        }

        using var reference = Session.Open(slice, Arm.TfLite, alone);
        byte[][] bytes = [.. inputs.Select(tensor => values[tensor])];
        foreach (var session in new[] { reference, ours })
        {
            Fill(session.Runner, bytes);
            session.Runner.Run();
        }

        var pairs = reference.Runner.Outputs.Zip(ours.Runner.Outputs);
        var allowance = Allowance(slice.Profile, reference.Runner);
        return [.. pairs.Select(pair => Compare(pair.First, pair.Second, slice.Profile, allowance))];
    }

    /// <summary>Sums of floats have one that grows with their length: TFLite adds one element after the other.</summary>
    private static Tolerance? Allowance(ModelProfile slice, ModelRunner reference)
    {
        if (slice.Numerics != Numerics.Float || slice.NodeName(0) is not ("MEAN" or "SUM"))
        {
            return null;
        }

        var (summands, sums) = (reference.Inputs[0].ByteLength, reference.Outputs[0].ByteLength);
        return sums == 0 ? null : Tolerance.OfSums((long)(summands / sums));
    }

    private static OutputComparison Compare(TensorView reference, TensorView actual, ModelProfile profile, Tolerance? allowance)
    {
        var meter = new OutputMeter(actual, profile, allowance);
        meter.Add(reference, actual);
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
