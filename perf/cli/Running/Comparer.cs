using WebNN.Cli.Images;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>What to compare with, on which inputs.</summary>
/// <param name="Tolerance">The user's own; null: the one for the model's numbers.</param>
/// <param name="ByNode">Whether every node is checked by itself; without it only where a quantized model's outputs ask for it.</param>
internal sealed record ComparePlan(Arm Reference, int Seed, int Draws, Tolerance? Tolerance, ImageSettings Images, bool ByNode);

/// <summary>Runs a model with the delegate and without on the same inputs, and measures how far the outputs are apart.</summary>
internal sealed class Comparer(LoadedModel model, SessionSettings settings, ComparePlan plan)
{
    /// <summary>
    /// Where roundings have added up outputs still resemble the reference; wrong wiring between correct nodes does not. 8-bit networks
    /// on noise were seen down to 0.88, with XNNPACK in our place as well.
    /// </summary>
    private const double LeastCosine = 0.8;

    private readonly ModelProfile profile = model.Profile;

    public CompareResult Run()
    {
        using var reference = Session.Open(model, plan.Reference, settings);
        using var ours = Session.Open(model, Arm.WebNN, settings);
        OutputMeter[] meters = [.. ours.Interpreter.Outputs.Select(view => new OutputMeter(view, profile, plan.Tolerance))];
        byte[][]? first = null;
        foreach (var draw in Draws(ours.Interpreter))
        {
            first ??= draw;
            RunOne(reference.Interpreter, draw);
            RunOne(ours.Interpreter, draw);
            for (var ordinal = 0; ordinal < meters.Length; ordinal++)
            {
                meters[ordinal].Add(reference.Interpreter.Outputs[ordinal], ours.Interpreter.Outputs[ordinal]);
            }
        }

        OutputComparison[] outputs = [.. meters.Select(meter => meter.Result())];
        return Judge(Result(ours, outputs), first ?? []);
    }

    private static void RunOne(Interpreter interpreter, byte[][] inputs)
    {
        for (var ordinal = 0; ordinal < inputs.Length; ordinal++)
        {
            inputs[ordinal].CopyTo(interpreter.Inputs[ordinal].Bytes);
        }

        interpreter.Invoke();
    }

    /// <summary>One array of bytes for each input: pictures first, then random values.</summary>
    private IEnumerable<byte[][]> Draws(Interpreter interpreter)
    {
        foreach (var file in plan.Images.Files)
        {
            yield return [ImageOf(interpreter, ImageFile.Read(file))];
        }

        for (var draw = 0; draw < plan.Draws; draw++)
        {
            var random = new Random(plan.Seed + draw);
            var inputs = new byte[interpreter.Inputs.Length][];
            for (var ordinal = 0; ordinal < inputs.Length; ordinal++)
            {
                inputs[ordinal] = RandomInputs.Bytes(profile, ordinal, interpreter.Inputs[ordinal].ByteLength, random);
            }

            yield return inputs;
        }
    }

    private byte[] ImageOf(Interpreter interpreter, RgbImage image)
    {
        if (interpreter.Inputs.Length != 1)
        {
            throw new InputException($"a picture goes into a model's only input; this one has {interpreter.Inputs.Length}");
        }

        return ImageInput.Bytes(interpreter.Inputs[0], profile, image, plan.Images.Normalization);
    }

    /// <summary>
    /// A model may be outside only because roundings add up from node to node, or a softmax magnifies one step: then every node by itself
    /// is within the tolerance, and the outputs still resemble the reference.
    /// </summary>
    private CompareResult Judge(CompareResult result, byte[][] inputs)
    {
        var accumulates = !result.WithinTolerance && plan.Tolerance is null && profile.Numerics != Numerics.DynamicRange;
        if (inputs.Length == 0 || (!plan.ByNode && !accumulates))
        {
            return result;
        }

        var check = new NodeChecker(model, settings).Run(result.Partitions.SelectMany(partition => partition.Nodes), inputs);
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
        Images = plan.Images.Files,
        Inputs = [.. ours.Interpreter.Inputs.Select(Describe)],
        Tolerance = string.Join("; ", outputs.Select(output => output.Tolerance).Distinct()),
        WithinTolerance = outputs.All(output => output.WithinTolerance),
        Outputs = outputs,
    };

    private string Describe(TfLiteTensorView view)
    {
        var values = plan.Draws > 0 ? InputRange.Of(profile, view.Index).ToString() : "pictures";
        return $"{view.Name} {TensorValues.Describe(view)} {values}";
    }
}
