using System.Globalization;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.Interop.TfLite;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>Measures one output against its reference, in the units that fit its numbers.</summary>
internal sealed class OutputMeter
{
    private readonly string name;
    private readonly string type;
    private readonly string? step;
    private readonly ErrorMetrics metrics;
    private readonly Tolerance tolerance;
    private string? firstOutside;

    /// <param name="chosen">The user's tolerance; null: the one for the model's numbers.</param>
    public OutputMeter(TensorView view, ModelProfile profile, Tolerance? chosen)
    {
        name = view.Name;
        type = TensorValues.TypeName(view.Type);
        var isQuantized = TensorValues.IsQuantized(view);
        var source = isQuantized || profile.Numerics != Numerics.Quantized ? null : profile.StepOf(view.Index);
        var (scale, zeroPoint) = isQuantized ? view.Quantization : (1, 0);
        step = isQuantized ? string.Create(CultureInfo.InvariantCulture, $"its own scale, {scale:G4}") : source?.ToString();
        metrics = new(scale, zeroPoint, isQuantized ? 1 : source?.Scale ?? 0, view.Type == TfLiteType.Float32);
        tolerance = chosen ?? (metrics.MaxSteps is not null, profile.Numerics) switch
        {
            (true, _) => Tolerance.Quantized,
            (_, Numerics.DynamicRange) => Tolerance.DynamicRange,
            _ => Tolerance.Float,
        };
    }

    public bool IsWithinTolerance => tolerance.Allows(metrics);

    /// <param name="draw">What the values came of, for messages.</param>
    public void Add(TensorView reference, TensorView actual, string? draw = null)
    {
        metrics.Add(TensorValues.Stored(reference), TensorValues.Stored(actual));
        firstOutside ??= IsWithinTolerance ? null : draw;
    }

    public OutputComparison Result() => new(
        name,
        type,
        metrics.MaxAbs,
        metrics.MaxRelative,
        metrics.MaxAbsByLargest,
        metrics.MaxUlp,
        metrics.MaxSteps,
        metrics.MaxSteps is null || metrics.Elements == 0 ? null : 1 - ((double)metrics.MoreThanOneStep / metrics.Elements),
        step,
        metrics.MeanAbs,
        metrics.Cosine,
        metrics.Top1Equal,
        tolerance.ToString(),
        IsWithinTolerance,
        firstOutside);
}
