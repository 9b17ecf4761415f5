using WebNN.Reference.Tests.Cases;

namespace WebNN.Reference.Tests;

public sealed class LiteralTests
{
    public static TheoryData<string> Names => [.. LiteralCase.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Computes_what_the_specification_says(string name) => LiteralCase.All.Single(each => each.Name == name).Check();

    [Fact]
    public void Every_operation_has_a_case() =>
        Assert.Equal(ReferenceContext.SupportedOperators, LiteralCase.All.Select(each => each.Operator).Distinct().Order(StringComparer.Ordinal));
}
