using System.Collections.Immutable;
using WebNN.TfLite.Delegation;

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

    internal override void Validate()
    {
        base.Validate();
        Require(Include, nameof(Include));
        Require(Exclude, nameof(Exclude));
    }

    internal DelegateOptions ToDelegateOptions() => new()
    {
        MaxPartitions = MaxPartitions,
        MinNodesPerPartition = MinNodesPerPartition,
        Include = Include,
        Exclude = Exclude,
    };
}
