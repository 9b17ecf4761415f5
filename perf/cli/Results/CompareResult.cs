using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace WebNN.Cli.Results;

/// <summary>How far one output is from the reference, over all draws.</summary>
/// <param name="MaxAbs">The largest difference of real values; null where a value is not finite on one side.</param>
/// <param name="MaxRel">The largest difference by the reference's value, where that is not zero.</param>
/// <param name="MaxAbsByLargest">The largest difference by the largest reference value of the draw.</param>
/// <param name="MaxUlp">In floats; null for integers.</param>
/// <param name="MaxSteps">In quantization steps; null where there are none.</param>
/// <param name="ShareWithinOneStep">Of all elements, at most one step away.</param>
/// <param name="Step">What a step is.</param>
/// <param name="Cosine">Of the draws the smallest.</param>
/// <param name="OutsideOn">The first draw with which it was outside the tolerance; null where it is within.</param>
internal sealed record OutputComparison(
    string Name,
    string Type,
    double? MaxAbs,
    double? MaxRel,
    double? MaxAbsByLargest,
    long? MaxUlp,
    double? MaxSteps,
    double? ShareWithinOneStep,
    string? Step,
    double MeanAbs,
    double Cosine,
    bool Top1Equal,
    string Tolerance,
    bool WithinTolerance,
    string? OutsideOn);

/// <summary>A draw that TensorFlow Lite's own kernels refused, so that it says nothing about the delegate.</summary>
internal sealed record SkippedDraw(string Draw, string Reason);

/// <summary>What a comparison comes to.</summary>
internal static class Verdict
{
    public const string Within = "within";

    /// <summary>The outputs are outside, every node by itself is within.</summary>
    public const string NodeByNode = "nodeByNode";

    public const string Outside = "outside";

    /// <summary>TFLite was compared with itself: this says nothing about the delegate.</summary>
    public const string NothingDelegated = "nothingDelegated";

    /// <summary>There was no draw, or TFLite refused every one.</summary>
    public const string NothingRan = "nothingRan";
}

/// <summary>A node whose output was compared while every node before it was TFLite's own.</summary>
internal sealed record NodeDeviation(
    int Node,
    string Op,
    string Output,
    double? MaxAbs,
    double? MaxAbsByLargest,
    double? MaxSteps,
    double? ShareWithinOneStep,
    bool WithinTolerance);

/// <summary>The delegated nodes one at a time.</summary>
/// <param name="Nodes">How many were checked.</param>
/// <param name="Worst">The one that is farthest off.</param>
/// <param name="Outside">Those outside the tolerance.</param>
internal sealed record NodeCheckResult(int Nodes, NodeDeviation? Worst, IReadOnlyList<NodeDeviation> Outside);

/// <summary>The delegate's outputs beside the reference's on the same inputs.</summary>
internal sealed record CompareResult : InspectResult
{
    [JsonConstructor]
    public CompareResult(string model)
        : base(model)
    {
    }

    [SetsRequiredMembers]
    public CompareResult(InspectResult inspected)
        : base(inspected)
    {
    }

    /// <summary>What was compared: <c>webnn</c> (the delegate), or <c>compiled</c> where TensorFlow Lite cannot run the model.</summary>
    public string Arm { get; init; } = "";

    public string Reference { get; init; } = "";

    public int Seed { get; init; }

    public int Draws { get; init; }

    /// <summary>How the draws were called, in order: files, random values, edge values.</summary>
    public IReadOnlyList<string> RanOn { get; init; } = [];

    public IReadOnlyList<SkippedDraw> SkippedDraws { get; init; } = [];

    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Files of bytes that the inputs were read from.</summary>
    public IReadOnlyList<string> InputFiles { get; init; } = [];

    /// <summary>What each input was filled with.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    public string Tolerance { get; init; } = "";

    /// <summary>False where nothing was compared.</summary>
    public bool WithinTolerance { get; init; }

    /// <summary>One of <see cref="Results.Verdict"/>'s words.</summary>
    public string Verdict =>
        DelegatedNodes == 0 ? Results.Verdict.NothingDelegated
        : RanOn.Count == 0 ? Results.Verdict.NothingRan
        : !WithinTolerance ? Results.Verdict.Outside
        : Explanation is null ? Results.Verdict.Within
        : Results.Verdict.NodeByNode;

    public IReadOnlyList<OutputComparison> Outputs { get; init; } = [];

    /// <summary>Null where the nodes were not checked by themselves.</summary>
    public NodeCheckResult? NodeCheck { get; init; }

    /// <summary>Who else was measured by the exact context; null with another reference, as are the next three.</summary>
    public IReadOnlyList<RivalResult>? Rivals { get; init; }

    /// <summary>Who could not run the model, and why.</summary>
    public IReadOnlyList<LeftOutArm>? LeftOut { get; init; }

    /// <summary>For each output who is nearest to the exact values.</summary>
    public IReadOnlyList<NearnessResult>? Nearest { get; init; }

    /// <summary>The same for each node by itself; null where the nodes were not checked, too.</summary>
    public IReadOnlyList<NearnessResult>? NearestByNode { get; init; }

    /// <summary>Why outputs beyond the tolerance count as within; null where they are within by themselves, or are not.</summary>
    public string? Explanation { get; init; }
}
