using System.Globalization;
using WebNN.Cli.Images;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.Interop.TfLite;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>What to compare with, on which inputs.</summary>
/// <param name="Tolerance">The user's own; null: the one for the model's numbers.</param>
internal sealed record ComparePlan(Arm Reference, int Seed, int Draws, Tolerance? Tolerance, ImageSettings Images);

/// <summary>Runs a model with the delegate and without on the same inputs, and measures how far the outputs are apart.</summary>
internal sealed class Comparer(LoadedModel model, SessionSettings settings, ComparePlan plan)
{
    private readonly ModelProfile profile = model.Profile;

    public CompareResult Run()
    {
        using var reference = Session.Open(model, plan.Reference, settings);
        using var ours = Session.Open(model, Arm.WebNN, settings);
        OutputMeter[] meters = [.. Enumerable.Range(0, ours.Interpreter.Outputs.Length).Select(ordinal => MeterOf(ours, ordinal))];
        foreach (var draw in Draws(ours.Interpreter))
        {
            RunOne(reference.Interpreter, draw);
            RunOne(ours.Interpreter, draw);
            for (var ordinal = 0; ordinal < meters.Length; ordinal++)
            {
                meters[ordinal].Metrics.Add(
                    TensorValues.Stored(reference.Interpreter.Outputs[ordinal]),
                    TensorValues.Stored(ours.Interpreter.Outputs[ordinal]));
            }
        }

        return Result(ours, meters);
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

    private OutputMeter MeterOf(Session session, int ordinal)
    {
        var view = session.Interpreter.Outputs[ordinal];
        var isQuantized = TensorValues.IsQuantized(view);
        var source = isQuantized || profile.Numerics != Numerics.Quantized ? null : profile.StepOf(ordinal);
        var step = isQuantized ? 1 : source?.Scale ?? 0;
        var (scale, zeroPoint) = isQuantized ? view.Quantization : (1, 0);
        var metrics = new ErrorMetrics(scale, zeroPoint, step, view.Type == TfLiteType.Float32);
        return new(view.Name, TensorValues.TypeName(view.Type), metrics, isQuantized ? OwnScale(scale) : source?.ToString(), ToleranceFor(step > 0));
    }

    private static string OwnScale(float scale) => string.Create(CultureInfo.InvariantCulture, $"its own scale, {scale:G4}");

    private Tolerance ToleranceFor(bool hasSteps) => plan.Tolerance ?? (hasSteps, profile.Numerics) switch
    {
        (true, _) => Tolerance.Quantized,
        (_, Numerics.DynamicRange) => Tolerance.DynamicRange,
        _ => Tolerance.Float,
    };

    private CompareResult Result(Session ours, OutputMeter[] meters)
    {
        OutputComparison[] outputs = [.. meters.Select(meter => meter.Result())];
        return new(ours.Inspect())
        {
            Reference = plan.Reference.Name(),
            Seed = plan.Seed,
            Draws = plan.Draws,
            Images = plan.Images.Files,
            Inputs = [.. Enumerable.Range(0, ours.Interpreter.Inputs.Length).Select(ordinal => Describe(ours.Interpreter, ordinal))],
            Tolerance = string.Join("; ", outputs.Select(output => output.Tolerance).Distinct()),
            WithinTolerance = outputs.All(output => output.WithinTolerance),
            Outputs = outputs,
        };
    }

    private string Describe(Interpreter interpreter, int ordinal)
    {
        var view = interpreter.Inputs[ordinal];
        var values = plan.Draws > 0 ? InputRange.Of(profile, ordinal).ToString() : "pictures";
        return $"{view.Name} {TensorValues.Describe(view)} {values}";
    }

    /// <summary>What is measured of one output.</summary>
    private sealed record OutputMeter(string Name, string Type, ErrorMetrics Metrics, string? Step, Tolerance Tolerance)
    {
        public OutputComparison Result() => new(
            Name,
            Type,
            Metrics.MaxAbs,
            Metrics.MaxRelative,
            Metrics.MaxAbsByLargest,
            Metrics.MaxUlp,
            Metrics.MaxSteps,
            Metrics.MaxSteps is null || Metrics.Elements == 0 ? null : 1 - ((double)Metrics.MoreThanOneStep / Metrics.Elements),
            Step,
            Metrics.MeanAbs,
            Metrics.Cosine,
            Metrics.Top1Equal,
            Tolerance.ToString(),
            Tolerance.Allows(Metrics));
    }
}
