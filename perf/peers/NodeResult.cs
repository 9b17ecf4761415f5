namespace WebNN.Peers;

/// <summary>An arm's times of MobileNetV2.</summary>
internal sealed record NodeTimes(
    string Name, string Runtime, string Model, int Threads, double MedianMs, double MinMs, double P95Ms, int Runs, double PrepareMs, double? PeakMemoryMiB) : IProcessTimes;

/// <summary>Something that was asked for: a ratio of two arms, from neighbouring slices, or what a call costs.</summary>
/// <param name="Unit">Empty for a ratio.</param>
/// <param name="Low">The 10th percentile of the rounds; the value itself where there are none.</param>
internal sealed record NodeLine(string Name, string Unit, double Value, double Low, double High, double Limit, bool IsAtMost)
{
    public bool Holds => IsAtMost ? Value <= Limit : Value >= Limit;
}

/// <summary>webnn-node and its clients, measured in one run.</summary>
/// <param name="LoadBefore">The machine's load averages over 1, 5 and 15 minutes; empty where the system does not tell.</param>
internal sealed record NodeResult(
    int Rounds,
    IReadOnlyList<double> LoadBefore,
    IReadOnlyList<double> LoadAfter,
    IReadOnlyList<NodeTimes> Arms,
    IReadOnlyList<NodeLine> Lines,
    IReadOnlyList<Cli.Results.LeftOutArm> LeftOut,
    Cli.Measuring.Machine Machine);

/// <summary>What floors.mjs measures, and the most that was asked for.</summary>
internal static class NodeFloors
{
    private static readonly (string Key, string Name, string Unit, double Limit)[] asked =
    [
        ("idleCallUs", "a call that does nothing", "us", 0.1),
        ("synchronousDispatchUs", "relu[1,4] dispatched synchronously", "us", 3),
        ("computeSyncUs", "relu[1,4] with computeSync", "us", 3),
        ("asynchronousRoundTripUs", "relu[1,4] written, dispatched and read", "us", 30),
        ("mainThreadPauseMs", "JavaScript's longest pause while MobileNetV2 runs", "ms", 0.2),
        ("unbuiltBuilderUs", "a builder that is never built", "us", 1),
        ("unbuiltBuilderBytes", "its memory", "bytes", 512),
    ];

    public static IEnumerable<NodeLine> Lines(IReadOnlyDictionary<string, double> measured) =>
        asked.Select(line => new NodeLine(line.Name, line.Unit, measured[line.Key], measured[line.Key], measured[line.Key], line.Limit, IsAtMost: true));
}
