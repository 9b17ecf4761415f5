using System.Collections.Immutable;
using WebNN.TfLite.Abi.Decisions;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite;

/// <summary>What a <see cref="WebNNDelegate"/> claims, and what runs it.</summary>
public sealed record WebNNDelegateOptions : BackendOptions
{
    public WebNNDelegateOptions()
    {
    }

    internal WebNNDelegateOptions(BackendOptions backend)
        : base(backend)
    {
    }

    /// <summary>At most this many partitions, the ones with the most nodes first; 0: no limit.</summary>
    public int MaxPartitions { get; init; }

    /// <summary>A partition with fewer nodes stays with TFLite.</summary>
    public int MinNodesPerPartition { get; init; } = 1;

    /// <summary>Node indices (<c>12</c>), ranges (<c>3-9</c>) and operators (<c>CONV_2D</c>); where not empty, only these are claimed.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>The same notation; these are never claimed.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>
    /// Which of the nodes that can be claimed are: all, none, or those that are faster here than on XNNPACK by a decision, a measurement or, by
    /// default, a prediction. Without an <see cref="XnnpackDelegate"/> after this one the default claims all. What cannot be had (no decision for this model, a file that is damaged) is replaced by the next, and the report's
    /// <see cref="DelegationReport.Decision"/> says why.
    /// </summary>
    public PartitioningMode Partitioning { get; init; } = PartitioningModes.Default;

    /// <summary>A decision file, or a folder of them; null: <c>decisions</c> in the cache folder.</summary>
    public string? DecisionPath { get; init; }

    /// <summary>A machine profile to predict by; null: the built-in one of the processor's class.</summary>
    public string? MachineProfilePath { get; init; }

    /// <summary>
    /// Whether devices of which none can be used are an error when the delegate is made; otherwise it claims nothing, and
    /// <see cref="WebNNDelegate.Unavailable"/> says why.
    /// </summary>
    public bool RequiresDevice { get; init; }

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Partitioning))
        {
            throw new ArgumentException($"Partitioning is {(int)Partitioning}; expected one of {string.Join(", ", PartitioningModes.Names)}", nameof(Partitioning));
        }

        Require(Include, nameof(Include));
        Require(Exclude, nameof(Exclude));
    }

    internal DelegateOptions ToDelegateOptions() => new()
    {
        MaxPartitions = MaxPartitions,
        MinNodesPerPartition = MinNodesPerPartition,
        Include = Include,
        Exclude = Exclude,
        CustomOperators = new(CustomOperators),
        Partitioning = new PartitioningSetup(Partitioning, DecisionPath, MachineProfilePath).Open(CacheDirectory, ProcessorFeatures),
    };
}
