using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>Who decides which of the nodes that WebNN can run it does run.</summary>
public enum PartitioningMode
{
    /// <summary>Nobody: WebNN runs all that it can.</summary>
    All,

    /// <summary>Nobody: WebNN runs nothing.</summary>
    None,

    /// <summary>A decision file that the user names.</summary>
    Given,

    /// <summary>A machine profile: what nodes of each kind cost on both sides.</summary>
    Predicted,

    /// <summary>The decision that <c>webnn-delegate tune</c> measured for this model; where there is none, the machine profile.</summary>
    Measured,
}

/// <summary>The modes' names in options and files.</summary>
public static class PartitioningModes
{
    /// <summary>What a delegate does that nobody told otherwise.</summary>
    public const PartitioningMode Default = PartitioningMode.Predicted;

    public static ImmutableArray<string> Names { get; } = [.. Enum.GetValues<PartitioningMode>().Select(Name)];

    public static string Name(this PartitioningMode mode) => mode switch
    {
        PartitioningMode.All => "all",
        PartitioningMode.None => "none",
        PartitioningMode.Given => "given",
        PartitioningMode.Predicted => "predicted",
        PartitioningMode.Measured => "measured",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "there is no such partitioning"),
    };

    /// <summary>The mode of this name; null where there is none.</summary>
    public static PartitioningMode? Find(string? name) =>
        Enum.GetValues<PartitioningMode>().Cast<PartitioningMode?>().FirstOrDefault(mode => mode!.Value.Name() == name);
}
