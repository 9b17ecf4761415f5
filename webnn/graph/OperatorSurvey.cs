using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WebNN;

/// <summary>Asks a backend about the smallest node of each operation in each combination of types that the specification allows.</summary>
internal static class OperatorSurvey
{
    public static FrozenDictionary<string, FrozenDictionary<string, MLTensorLimits>> Of(MLContext context)
    {
        var builder = MLGraphBuilder.ForSurvey(context);
        var operations = new Dictionary<string, FrozenDictionary<string, MLTensorLimits>>(StringComparer.Ordinal);
        foreach (var signature in OperatorSignatures.All)
        {
            var types = Types(signature, builder);
            if (types.Values.All(accepted => accepted != DataTypes.None))
            {
                operations.Add(signature.Name, Limits(signature, types, context.MaxRank));
            }
        }

        return operations.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, MLTensorLimits> Limits(OperatorSignature signature, Dictionary<string, DataTypes> types, int maxRank) =>
        signature.Inputs.Concat(signature.Outputs).ToFrozenDictionary(
            rule => rule.Name,
            rule => new MLTensorLimits([.. types[rule.Like ?? rule.Name].Each()], new(rule.MinRank, Math.Min(rule.MaxRank, maxRank))),
            StringComparer.Ordinal);

    /// <summary>Of each parameter with a type of its own, the types that go with all types of the others.</summary>
    private static Dictionary<string, DataTypes> Types(OperatorSignature signature, MLGraphBuilder builder)
    {
        var free = signature.Inputs.Concat(signature.Outputs).Where(rule => rule.Like is null).ToArray();
        var combinations = Combinations(free).ToLookup(types => IsSupported(signature, builder, free, types));

        // A type that goes with nothing does not count against the others.
        var possible = free.Select((_, i) => combinations[true].Aggregate(DataTypes.None, (set, types) => set | types[i].AsSet())).ToArray();
        var refused = combinations[false].Where(types => Enumerable.Range(0, free.Length).All(i => possible[i].Contains(types[i]))).ToArray();
        return free.Index().ToDictionary(
            rule => rule.Item.Name, rule => refused.Aggregate(possible[rule.Index], (set, types) => set & ~types[rule.Index].AsSet()), StringComparer.Ordinal);
    }

    private static bool IsSupported(OperatorSignature signature, MLGraphBuilder builder, ParameterRule[] free, ImmutableArray<MLOperandDataType> types)
    {
        try
        {
            builder.Context.RequireSupport(signature.Smallest(builder, rule => types[Array.IndexOf(free, rule)]));
            return true;
        }
        catch (UnsupportedException)
        {
            return false;
        }
    }

    private static IEnumerable<ImmutableArray<MLOperandDataType>> Combinations(ReadOnlySpan<ParameterRule> free)
    {
        IEnumerable<ImmutableArray<MLOperandDataType>> combinations = [[]];
        foreach (var rule in free)
        {
            combinations = combinations.SelectMany(_ => rule.Types.Each(), (types, type) => types.Add(type));
        }

        return combinations;
    }
}
