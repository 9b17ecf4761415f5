using System.Reflection;

namespace WebNN.Reference.Tests;

public sealed class OperatorTableTests
{
    /// <summary>Public methods of the builder that record no operator of their own.</summary>
    private static readonly string[] others = ["Build", "Constant", "Define", "Input"];

    /// <summary>The specification's names are the builder's methods with a small first letter.</summary>
    [Fact]
    public void Every_operation_of_the_builder_has_a_function() => Assert.Equal(
        typeof(MLGraphBuilder).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !others.Contains(method.Name))
            .Select(method => char.ToLowerInvariant(method.Name[0]) + method.Name[1..])
            .Distinct().Order(StringComparer.Ordinal),
        ReferenceContext.SupportedOperators);

    [Fact]
    public void There_are_95_operations() => Assert.Equal(95, ReferenceContext.SupportedOperators.Count());
}
