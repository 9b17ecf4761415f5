using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>A graph whose nodes were tried, and what is to be decided about it.</summary>
/// <param name="Constants">The nodes, their inputs constant where they can be.</param>
/// <param name="Accepted">The nodes that WebNN can run.</param>
/// <param name="Key">What a decision about it is kept under; made when it is first asked for.</param>
/// <param name="Unpredictable">Why no machine profile is of what runs the graph; null where one may be.</param>
internal sealed record PartitionQuestion(ConstantFolding Constants, ImmutableHashSet<int> Accepted, Lazy<DecisionKey> Key, string? Unpredictable = null)
{
    /// <summary>The accepted nodes in the order in which they run.</summary>
    public ImmutableArray<int> InOrder => [.. Constants.Nodes.Select(node => node.Index).Where(Accepted.Contains)];
}

/// <summary>Decides which of the nodes that WebNN can run it does run. Pure: the same question has the same answer.</summary>
internal interface IPartitionPolicy
{
    PartitionDecision Decide(PartitionQuestion question);
}

/// <summary>The policy for each mode.</summary>
internal static class PartitionPolicies
{
    public static IPartitionPolicy Of(PartitioningOptions options) => options.Mode switch
    {
        PartitioningMode.All or PartitioningMode.None => new FixedPolicy(options.Mode),
        PartitioningMode.Predicted => new PredictedPolicy(options),
        PartitioningMode.Given or PartitioningMode.Measured => new StoredPolicy(options, new PredictedPolicy(options)),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "there is no such partitioning"),
    };
}

/// <summary>All or nothing.</summary>
internal sealed class FixedPolicy(PartitioningMode mode) : IPartitionPolicy
{
    public PartitionDecision Decide(PartitionQuestion question) =>
        new(mode, mode, mode == PartitioningMode.All ? question.InOrder : []);
}

/// <summary>What was decided before; where that cannot be used, what <paramref name="otherwise"/> decides, with the reason.</summary>
internal sealed class StoredPolicy(PartitioningOptions options, IPartitionPolicy otherwise) : IPartitionPolicy
{
    public PartitionDecision Decide(PartitionQuestion question)
    {
        var key = question.Key.Value;
        var found = options.Decisions?.Find(key) ?? new("", null, $"partitioning={options.Mode.Name()} has no place to find decisions in");
        var stored = Parse(found, out var problem);
        problem ??= stored?.Key.Mismatch(key) is { } mismatch ? $"the decision {found.Place} does not hold here: {mismatch}" : null;
        if (stored is null || problem is not null)
        {
            var decided = otherwise.Decide(question);
            return decided with
            {
                Asked = options.Mode,
                Key = key,
                Problem = decided.Problem is null ? problem : $"{problem}; {decided.Problem}",
            };
        }

        var wanted = stored.Nodes.ToHashSet();
        return new(options.Mode, stored.Source, [.. question.InOrder.Where(wanted.Contains)])
        {
            Key = key,
            Evidence = [.. stored.Evidence, $"decision file: {found.Place}"],
        };
    }

    private static StoredDecision? Parse(DecisionText found, out string? problem)
    {
        problem = found.Problem;
        if (found.Text is null)
        {
            return null;
        }

        try
        {
            return StoredDecision.Parse(found.Text);
        }
        catch (FormatException e)
        {
            problem = $"the decision {found.Place} cannot be used: {e.Message}";
            return null;
        }
    }
}
