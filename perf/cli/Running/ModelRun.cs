using WebNN.Cli.Images;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>What to run a model on, and what to show.</summary>
/// <param name="Raw">Files with an input's bytes each; empty where pictures are given.</param>
/// <param name="Labels">The user's own; null: those that the model carries.</param>
/// <param name="PictureOut">Where the picture with boxes goes; null: nowhere.</param>
internal sealed record RunPlan(
    ImageSettings Pictures, IReadOnlyList<string> Raw, Labels? Labels, int Top, double MinScore, string? PictureOut, bool WithReference);

/// <summary>Runs a model on what the user gave.</summary>
internal sealed class ModelRun : IDisposable
{
    private readonly LoadedModel model;
    private readonly RunPlan plan;
    private readonly Session session;
    private readonly Session? reference;
    private readonly OutputReader reader;

    public ModelRun(LoadedModel model, SessionSettings settings, RunPlan plan)
    {
        this.model = model;
        this.plan = plan;
        if (plan.PictureOut is not null && !model.Profile.HasDetections)
        {
            throw new InputException("--out draws found objects; this model finds none (it has no TFLite_Detection_PostProcess)");
        }

        session = Session.Open(model, Arm.WebNN, settings);
        try
        {
            reference = plan.WithReference ? Session.Open(model, Arm.TfLite, settings) : null;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        reader = new(model, plan);
    }

    /// <summary>One result for each picture, or one for the raw bytes.</summary>
    public IEnumerable<RunResult> Results()
    {
        if (plan.Raw.Count > 0)
        {
            byte[][] inputs = [.. plan.Raw.Select(File.ReadAllBytes)];
            yield return Run(string.Join(", ", plan.Raw), inputs);
            yield break;
        }

        foreach (var file in plan.Pictures.Files)
        {
            var picture = ImageFile.Read(file);
            if (session.Interpreter.Inputs is not [var only])
            {
                throw new InputException($"a picture goes into a model's only input; this one has {session.Interpreter.Inputs.Length}");
            }

            var result = Run(file, [ImageInput.Bytes(only, model.Profile, picture, plan.Pictures.Normalization)]);
            Draw(picture, result.Result.Detections);
            yield return result;
        }
    }

    public void Dispose()
    {
        session.Dispose();
        reference?.Dispose();
    }

    private RunResult Run(string name, byte[][] inputs) => new(
        model.Path,
        name,
        session.Report.Nodes,
        session.Report.DelegatedNodes,
        Run(session, inputs),
        reference is null ? null : Run(reference, inputs));

    private RunOutputs Run(Session under, byte[][] inputs)
    {
        var interpreter = under.Interpreter;
        Fill(interpreter, inputs);
        var milliseconds = Timing.Of(interpreter.Invoke);
        return reader.Read(under.Arm.Name(), milliseconds, interpreter);
    }

    private void Fill(Interpreter interpreter, byte[][] inputs)
    {
        if (inputs.Length != interpreter.Inputs.Length)
        {
            throw new InputException($"the model has {interpreter.Inputs.Length} inputs; {inputs.Length} files were given");
        }

        foreach (var (view, bytes) in interpreter.Inputs.Zip(inputs))
        {
            if (bytes.Length != view.ByteLength)
            {
                var file = plan.Raw.ElementAtOrDefault(view.Index);
                var input = $"input {view.Index} '{view.Name}' {TensorValues.Describe(view)}";
                throw new InputException($"{input} takes {view.ByteLength} bytes; {file} has {bytes.Length}");
            }

            bytes.CopyTo(view.Bytes);
        }
    }

    private void Draw(RgbImage picture, IReadOnlyList<Detection> detections)
    {
        if (plan.PictureOut is null)
        {
            return;
        }

        for (var i = 0; i < detections.Count; i++)
        {
            var found = detections[i];
            Drawing.Box(picture, found.Top, found.Left, found.Bottom, found.Right, i);
        }

        ImageFile.Write(plan.PictureOut, picture);
    }
}
