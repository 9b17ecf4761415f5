using WebNN.Cli.Inputs;
using WebNN.Cli.Results;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>Reads outputs as what they are: class scores, found objects, or just numbers.</summary>
internal sealed class OutputReader(LoadedModel model, RunPlan plan)
{
    /// <summary>TFLite_Detection_PostProcess has four outputs in this order: boxes, classes, scores, count.</summary>
    private const int DetectionOutputs = 4;

    private readonly Dictionary<int, Labels> carried = [];

    public RunOutputs Read(string runtime, double milliseconds, ModelRunner runner) => new(
        runtime,
        milliseconds,
        [.. runner.Outputs.Select(Summarize)],
        model.Profile.HasDetections && runner.Outputs.Length == DetectionOutputs ? Detections(runner) : []);

    private OutputSummary Summarize(TensorView view)
    {
        var values = TensorValues.Real(view);
        var isScores = !model.Profile.HasDetections && values.Length > 1 && view.Shape.Count(dimension => dimension > 1) == 1;
        return new(
            view.Name,
            TensorValues.Describe(view),
            values.DefaultIfEmpty(double.NaN).Min(),
            values.DefaultIfEmpty(double.NaN).Max(),
            values.DefaultIfEmpty(double.NaN).Average(),
            isScores ? Top(values, LabelsOf(view.Index)) : []);
    }

    private IReadOnlyList<ClassScore> Top(double[] scores, Labels labels) =>
    [
        .. scores.Select((score, index) => new ClassScore(index, labels[index], score))
            .OrderByDescending(each => each.Score).ThenBy(each => each.Index).Take(plan.Top),
    ];

    private List<Detection> Detections(ModelRunner runner)
    {
        var boxes = TensorValues.Real(runner.Outputs[0]);
        var classes = TensorValues.Real(runner.Outputs[1]);
        var scores = TensorValues.Real(runner.Outputs[2]);
        var count = Math.Min((int)TensorValues.Real(runner.Outputs[3])[0], scores.Length);
        var labels = LabelsOf(1);
        var found = new List<Detection>();
        for (var i = 0; i < count; i++)
        {
            if (scores[i] >= plan.MinScore)
            {
                var box = boxes.AsSpan(i * 4, 4);
                found.Add(new(labels[(int)classes[i]], scores[i], box[0], box[1], box[2], box[3]));
            }
        }

        return found;
    }

    private Labels LabelsOf(int output)
    {
        if (plan.Labels is { } chosen)
        {
            return chosen;
        }

        if (!carried.TryGetValue(output, out var labels))
        {
            var file = model.Profile.Metadata.Outputs.ElementAtOrDefault(output)?.LabelFile;
            labels = file is null ? Labels.None : Labels.FromModel(model.Model.FlatBuffer.File, file);
            carried.Add(output, labels);
        }

        return labels;
    }
}
