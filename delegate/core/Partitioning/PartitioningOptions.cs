namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>How a delegate chooses among the nodes that it can run.</summary>
public sealed record PartitioningOptions
{
    public PartitioningMode Mode { get; init; }

    /// <summary>Where decisions are kept, for <see cref="PartitioningMode.Given"/> and <see cref="PartitioningMode.Measured"/>; null for nowhere.</summary>
    public IDecisionSource? Decisions { get; init; }

    /// <summary>What predictions rest on; null for none.</summary>
    public MachineProfile? Profile { get; init; }

    /// <summary>Why another profile is used than the one that was asked for, or none; null where all is well.</summary>
    public string? ProfileProblem { get; init; }

    /// <summary>The class of the processor, as decisions name it.</summary>
    public string Processor { get; init; } = "";
}

/// <summary>Keeps decisions.</summary>
public interface IDecisionSource
{
    /// <summary>The decision for a key; never throws.</summary>
    DecisionText Find(DecisionKey key);
}

/// <summary>A decision as it is kept.</summary>
/// <param name="Place">Where it is, or would be.</param>
/// <param name="Text">Null where there is none, or it cannot be read.</param>
/// <param name="Problem">Why there is no text; null where there is.</param>
public sealed record DecisionText(string Place, string? Text, string? Problem);
