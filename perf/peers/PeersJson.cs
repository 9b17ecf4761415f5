using System.Text.Json.Serialization;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;

namespace WebNN.Peers;

/// <summary>A line of a peer's.</summary>
/// <param name="IsElsewhere">The model is in another process than the one that answers.</param>
internal sealed record PeerAnswer(string? Runtime = null, double? PrepareMs = null, string? Unavailable = null, double[]? Ms = null, bool? IsElsewhere = null);

/// <summary>One peer's times of a model.</summary>
/// <param name="Difference">From TensorFlow Lite's own kernels, the first output alone: of its largest value; null where these did not run.</param>
/// <param name="Ratios">Its time in units of each other peer's, from neighbouring slices.</param>
internal sealed record PeerTimes(
    string Name, string Runtime, double MedianMs, double MinMs, double P95Ms, int Runs, double PrepareMs, double? PeakMemoryMiB, double? Difference, IReadOnlyList<PeerRatio> Ratios) : IProcessTimes;

/// <summary>Median, 10th and 90th percentile of the rounds.</summary>
internal sealed record PeerRatio(string To, double Median, double Low, double High);

/// <summary>A model on every peer that can run it.</summary>
internal sealed record PeersResult(
    string Model, int Threads, int Rounds, IReadOnlyList<PeerTimes> Peers, IReadOnlyList<LeftOutArm> LeftOut, Machine Machine);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(PeerAnswer))]
[JsonSerializable(typeof(List<PeersResult>))]
[JsonSerializable(typeof(NodeResult))]
[JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class PeersJson : JsonSerializerContext
{
    /// <summary>For lines between processes.</summary>
    public static PeersJson Lines { get; } = new(new() { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase });
}

/// <summary>What the tool's <c>bench</c> writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(List<BenchResult>))]
internal sealed partial class FigureJson : JsonSerializerContext;
