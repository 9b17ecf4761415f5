using System.Text.Json.Serialization;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Results;

/// <summary>What a verb found out about one model; its JSON form is part of the tool's contract.</summary>
/// <param name="Model">The path as it was given or found.</param>
internal abstract record ModelResult([property: JsonPropertyOrder(-2)] string Model);

/// <summary>A model that could not be used.</summary>
internal sealed record FailedResult(string Model, string Error) : ModelResult(Model);

/// <summary>A library that was used, and where it was found.</summary>
/// <param name="Build">Its build id or hash, where versions do not tell builds apart; else null.</param>
internal sealed record LibraryInfo(string Name, string Version, string Source, string? Build);

/// <summary>A device that was asked for and is not used.</summary>
internal sealed record PassedOverDevice(string Device, string Reason);

/// <summary>Which devices were asked for, which one runs the graphs, and why not the others.</summary>
internal sealed record DevicesResult(IReadOnlyList<string> Asked, string Used, IReadOnlyList<PassedOverDevice> PassedOver)
{
    public static DevicesResult? From(MLDeviceSelection? devices) => devices is null ? null
        : new(devices.Requested, devices.Used, [.. devices.PassedOver.Select(each => new PassedOverDevice(each.Device, each.Reason))]);
}

/// <summary>A run of nodes that WebNN executes.</summary>
/// <param name="Open">Its sizes are known only when the model runs; it is compiled then.</param>
/// <param name="Runner">What runs it, where that is another than the backend.</param>
internal sealed record PartitionResult(
    int Index,
    IReadOnlyList<int> Nodes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Open = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Runner = null);

/// <summary>A node that stays with TFLite.</summary>
internal sealed record RefusedResult(int Node, string Op, string Reason);

/// <summary>Which of the nodes that WebNN can run it was to run, and why.</summary>
/// <param name="Asked">What the options asked for.</param>
/// <param name="Source">What it came from.</param>
/// <param name="Problem">Why it came from something else; null where it did not.</param>
/// <param name="Key">The name of a decision file for it; null where it holds for every model.</param>
/// <param name="WebNN">Ranges of nodes.</param>
internal sealed record PartitioningResult(
    string Asked, string Source, string? Problem, string? Key, IReadOnlyList<string> WebNN, IReadOnlyList<string> Evidence)
{
    public static PartitioningResult? From(PartitionDecision? decision) => decision is null ? null : new(
        decision.Asked.Name(), decision.Source.Name(), decision.Problem, decision.Key?.Name, StoredDecision.Ranges(decision.Nodes), decision.Evidence);
}

/// <summary>What the delegate decided about a model.</summary>
internal record InspectResult(string Model) : ModelResult(Model)
{
    [JsonPropertyOrder(-1)]
    public required int Nodes { get; init; }

    [JsonPropertyOrder(-1)]
    public required int DelegatedNodes { get; init; }

    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<PartitionResult> Partitions { get; init; }

    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<RefusedResult> Refused { get; init; }

    /// <summary>Null where it did not come to that.</summary>
    [JsonPropertyOrder(-1)]
    public required PartitioningResult? Partitioning { get; init; }

    /// <summary>Why nothing was delegated although something could have been; null where nothing failed.</summary>
    [JsonPropertyOrder(-1)]
    public required string? Failure { get; init; }

    /// <summary>What runs the partitions: ONNX Runtime, its version and the device.</summary>
    [JsonPropertyOrder(-1)]
    public required string Backend { get; init; }

    /// <summary>Null where WebNN does not run.</summary>
    [JsonPropertyOrder(-1)]
    public required DevicesResult? Devices { get; init; }

    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<LibraryInfo> Libraries { get; init; }

    /// <summary>Why the model does not run without TensorFlow Lite; null where it does, and for verbs that do not ask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotWhole { get; init; }

    /// <summary>Whether the model runs without TensorFlow Lite; null for verbs that do not ask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsWhole { get; init; }

    /// <summary>The partitions' text forms; null where they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Graphs { get; init; }

    /// <summary>The fields that every verb which prepares a model fills from its report.</summary>
    public static InspectResult From(
        string model, DelegationReport report, string backend, DevicesResult? devices, IReadOnlyList<LibraryInfo> libraries) => new(model)
    {
        Nodes = report.Nodes,
        DelegatedNodes = report.DelegatedNodes,
        Partitions = [.. report.Partitions.Select(partition => new PartitionResult(partition.Index, partition.Nodes, partition.IsOpen, partition.Runner))],
        Refused = [.. report.Refused.Select(node => new RefusedResult(node.Node, node.Op, node.Reason))],
        Partitioning = PartitioningResult.From(report.Decision),
        Failure = report.Failure,
        Backend = backend,
        Devices = devices,
        Libraries = libraries,
    };
}
