using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>A WebNN operator and a random call of it, which the builder may refuse.</summary>
internal sealed record RandomOperator(string Name, Func<Draw, ImmutableArray<MLOperand>> Call)
{
    public RandomOperator(string name, Func<Draw, MLOperand> call)
        : this(name, draw => [call(draw)])
    {
    }

    /// <summary>Every operator of the specification once.</summary>
    public static IReadOnlyList<RandomOperator> All { get; } =
        [.. RandomElementwise.All, .. RandomMovement.All, .. RandomWindows.All, .. RandomNetworks.All];
}
