using WebNN.Cli.Measuring;

namespace WebNN.Cli.Results;

/// <summary>One way to run a model.</summary>
/// <param name="Runtime">Library, version and build: a ratio means nothing without.</param>
/// <param name="PrepareMs">From the verified model to allocated tensors, with everything loaded.</param>
/// <param name="FirstPrepareMs">The same in a fresh process: libraries load, our code is compiled.</param>
/// <param name="FirstResultMs">In a fresh process from the file to the first outputs.</param>
/// <param name="PeakMemoryMiB">Of a fresh process that prepares the model and runs it: all of it, the .NET runtime included.</param>
internal sealed record ArmResult(
    string Name,
    string Runtime,
    double MedianMs,
    double MinMs,
    double P95Ms,
    int Runs,
    double PrepareMs,
    double? FirstPrepareMs,
    double? FirstResultMs,
    double? PeakMemoryMiB);

/// <summary><paramref name="Of"/>'s time in units of <paramref name="To"/>'s: median, 10th and 90th percentile of the rounds.</summary>
internal sealed record RatioResult(string Of, string To, string ToRuntime, double Median, double Low, double High);

/// <summary>An arm that cannot run a model, and why.</summary>
internal sealed record LeftOutArm(string Name, string Reason);

/// <summary>Times of the same model under each arm, interleaved in one run.</summary>
internal sealed record BenchResult(
    string Model,
    int Nodes,
    int DelegatedNodes,
    int Partitions,
    string? Failure,
    int Threads,
    int Rounds,
    IReadOnlyList<ArmResult> Arms,
    IReadOnlyList<RatioResult> Ratios,
    Machine Machine) : ModelResult(Model)
{
    /// <summary>Null where WebNN does not run.</summary>
    public DevicesResult? Devices { get; init; }

    /// <summary>The arms that cannot run the model.</summary>
    public IReadOnlyList<LeftOutArm> LeftOut { get; init; } = [];

    /// <summary>Of its convolutions and matrix products; null where the compiled model is not an arm.</summary>
    public double? Multiplications { get; init; }
}
