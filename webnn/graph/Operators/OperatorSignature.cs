using System.Collections.Immutable;

namespace WebNN;

/// <summary>The types and ranks that the specification allows for one operand or result of an operation.</summary>
/// <param name="Name">As in the specification and in <see cref="MLOpSupportLimits"/>: <c>filter</c>, <c>output0</c>.</param>
/// <param name="Types">None where the type follows <see cref="Like"/>.</param>
/// <param name="MaxRank"><see cref="AnyRank"/>: as many as the context takes.</param>
internal sealed record ParameterRule(string Name, DataTypes Types, int MinRank, int MaxRank)
{
    public const int AnyRank = int.MaxValue;

    /// <summary>The parameter whose type this one has; null where it has one of its own.</summary>
    public string? Like { get; init; }

    /// <summary>Whether the caller may leave it out.</summary>
    public bool Optional { get; init; }

    /// <summary>The shape of the smallest tensor that fits with the smallest of all others.</summary>
    public ImmutableArray<int> Smallest { get; init; } = [.. Enumerable.Repeat(1, MinRank)];

    /// <summary>A parameter with a type of its own, of any rank from <paramref name="minRank"/> on.</summary>
    public static ParameterRule Of(string name, DataTypes types, int minRank = 0) => new(name, types, minRank, AnyRank);

    /// <summary>A parameter with a type of its own and one rank.</summary>
    public static ParameterRule Ranked(string name, DataTypes types, int rank) => new(name, types, rank, rank);

    /// <summary>This name with the type of <paramref name="other"/> and any rank from <paramref name="minRank"/> on.</summary>
    public static ParameterRule As(string other, string name, int minRank = 0) => new(name, DataTypes.None, minRank, AnyRank) { Like = other };

    /// <summary>This name with the type of <paramref name="other"/> and one rank, and so the smallest shape where it is not all 1.</summary>
    public static ParameterRule RankedAs(string other, string name, int rank, params ImmutableArray<int> smallest) =>
        new(name, DataTypes.None, rank, rank) { Like = other, Smallest = smallest.IsEmpty ? [.. Enumerable.Repeat(1, rank)] : smallest };

    public ParameterRule OrNone() => this with { Optional = true };
}

/// <summary>
/// What the specification's table of tensor limits says of an operation. The builder validates by it, and <see cref="MLContext.OpSupportLimits"/>
/// asks the backend about each of its types.
/// </summary>
/// <param name="Name">The specification's name: <c>conv2d</c>.</param>
/// <param name="Inputs">In the order of the builder's method; concat's one rule is for each of its inputs.</param>
internal sealed record OperatorSignature(string Name, ImmutableArray<ParameterRule> Inputs, ImmutableArray<ParameterRule> Outputs)
{
    /// <summary>Options that go with the smallest operands, as the builder records them, given the type of the first output.</summary>
    public Func<MLOperandDataType, object?> Options { get; init; } = _ => null;

    /// <summary>One operand, and a result of its type and ranks.</summary>
    public static OperatorSignature Unary(string name, DataTypes types, object? options = null, int minRank = 0) =>
        new(name, [ParameterRule.Of("input", types, minRank)], [ParameterRule.As("input", "output", minRank)]) { Options = _ => options };

    /// <summary>Rows that differ in nothing but their names, which are separated by spaces.</summary>
    public static ImmutableArray<OperatorSignature> Each(string names, Func<string, OperatorSignature> row) => [.. names.Split(' ').Select(row)];

    /// <summary>The node that needs least of a backend: tensors of the smallest shapes, with these types.</summary>
    /// <param name="typeOf">The type of each parameter with a type of its own.</param>
    public MLNode Smallest(MLGraphBuilder builder, Func<ParameterRule, MLOperandDataType> typeOf)
    {
        var types = Inputs.Concat(Outputs).Where(rule => rule.Like is null).ToDictionary(rule => rule.Name, typeOf);
        var operands = Inputs.Select(MLOperand? (rule) => new MLOperand(builder, Descriptor(rule)) { InputName = rule.Name }).ToImmutableArray();
        var results = Outputs.Select(rule => new MLOperand(builder, Descriptor(rule))).ToImmutableArray();
        return new MLNode(Name, operands, results, Options(results[0].DataType), "");

        MLOperandDescriptor Descriptor(ParameterRule rule) => new(types[rule.Like ?? rule.Name], rule.Smallest.AsSpan());
    }
}
