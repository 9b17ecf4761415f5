namespace WebNN.Cli.Results;

/// <summary>A conformance case that did not pass.</summary>
internal sealed record ConformanceProblem(string Operation, string Name, string Reason);

/// <summary>What came of conformance cases.</summary>
/// <param name="Backend">What ran them.</param>
/// <param name="Skips">Those that the backend says it cannot run.</param>
internal sealed record ConformanceReport(
    int Passed, int Failed, int Skipped, string Backend, DevicesResult Devices, IReadOnlyList<ConformanceProblem> Failures, IReadOnlyList<ConformanceProblem> Skips);
