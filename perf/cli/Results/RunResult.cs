namespace WebNN.Cli.Results;

/// <summary>One of the K likeliest classes.</summary>
internal sealed record ClassScore(int Index, string Label, double Score);

/// <summary>A found object; the corners are shares of the picture's height and width.</summary>
internal sealed record Detection(string Label, double Score, double Top, double Left, double Bottom, double Right);

/// <summary>What is in an output: real values, whatever the type.</summary>
internal sealed record OutputSummary(string Name, string Type, double Min, double Max, double Mean, IReadOnlyList<ClassScore> Top);

/// <summary>What one runtime made of the input.</summary>
/// <param name="Runtime">Arm: webnn, or the reference.</param>
internal sealed record RunOutputs(
    string Runtime, double InvokeMs, IReadOnlyList<OutputSummary> Outputs, IReadOnlyList<Detection> Detections);

/// <summary>How far a result is from the reference's.</summary>
/// <param name="Verdict">One of <see cref="Results.Verdict"/>'s words.</param>
/// <param name="Explanation">Why outputs beyond the tolerance count as within; null where nothing needs one.</param>
internal sealed record DifferenceResult(
    string Verdict, string Tolerance, string? Explanation, IReadOnlyList<OutputComparison> Outputs, NodeCheckResult? NodeCheck);

/// <summary>A model run once on an input.</summary>
/// <param name="Reference">TFLite's own kernels on the same input, where they were asked for.</param>
/// <param name="Difference">Between the two.</param>
internal sealed record RunResult(
    string Model,
    string Input,
    int Nodes,
    int DelegatedNodes,
    RunOutputs Result,
    RunOutputs? Reference,
    DifferenceResult? Difference) : ModelResult(Model)
{
    /// <summary>Who ran it: <c>compiled</c>, or <c>webnn</c>, which is TensorFlow Lite with the delegate.</summary>
    public required string Runtime { get; init; }

    /// <summary>Null where WebNN does not run.</summary>
    public required DevicesResult? Devices { get; init; }

    /// <summary>Why TensorFlow Lite ran it although that was left open; null otherwise.</summary>
    public required string? RuntimeReason { get; init; }
}
