using WebNN.Cli.Images;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;

namespace WebNN.Cli.Running;

/// <summary>What to run a model on, and what to show.</summary>
/// <param name="Tolerance">Of the outputs beside the reference's; null: the one for the model's numbers.</param>
/// <param name="Labels">The user's own; null: those that the model carries.</param>
/// <param name="PictureOut">Where the picture with boxes goes; null: nowhere.</param>
internal sealed record RunPlan(
    GivenInputs Given, Labels? Labels, int Top, double MinScore, string? PictureOut, bool WithReference, Tolerance? Tolerance);

/// <summary>Runs a model on what the user gave.</summary>
internal sealed class ModelRun : IDisposable
{
    private readonly LoadedModel model;
    private readonly SessionSettings settings;
    private readonly RunPlan plan;
    private readonly Session session;
    private readonly Session? reference;
    private readonly OutputReader reader;

    public ModelRun(LoadedModel model, SessionSettings settings, RunPlan plan)
    {
        this.model = model;
        this.settings = settings;
        this.plan = plan;
        if (plan.PictureOut is not null && !model.Profile.HasDetections)
        {
            throw new InputException("--out draws found objects; this model finds none (it has no TFLite_Detection_PostProcess)");
        }

        session = Session.OpenChosen(model, settings);
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
        foreach (var draw in plan.Given.Draws(model, session.Runner))
        {
            var result = Run(draw);
            if (draw.Picture is { } picture)
            {
                Draw(picture, result.Result.Detections);
            }

            yield return result;
        }
    }

    public void Dispose()
    {
        session.Dispose();
        reference?.Dispose();
    }

    private RunResult Run(Draw draw) => new(
        model.Path,
        draw.Name,
        session.Report.Nodes,
        session.Report.DelegatedNodes,
        Run(session, draw),
        reference is null ? null : Run(reference, draw),
        reference is null ? null : Difference(reference, draw))
    {
        Runtime = session.Arm.Name(),
        Devices = session.Devices,
        RuntimeReason = session.Reason,
    };

    private RunOutputs Run(Session under, Draw draw)
    {
        var runner = under.Runner;
        foreach (var (view, bytes) in runner.Inputs.Zip(draw.Inputs))
        {
            bytes.CopyTo(view.Bytes);
        }

        var milliseconds = Timing.Of(runner.Run);
        return reader.Read(under.Arm.Name(), milliseconds, runner);
    }

    /// <summary>
    /// Of the outputs that are shown, whoever ran the model, by the rules of <c>compare</c>, which knows what accumulates from node to node.
    /// </summary>
    private DifferenceResult Difference(Session beside, Draw draw)
    {
        var comparison = new ComparePlan(beside.Arm, Seed: 0, Draws: 0, Edges: [], plan.Tolerance, plan.Given, ByNode: false);
        var compared = new Comparer(model, settings, comparison).Of(beside, session, draw);
        return new(compared.Verdict, compared.Tolerance, compared.Explanation, compared.Outputs, compared.NodeCheck);
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
