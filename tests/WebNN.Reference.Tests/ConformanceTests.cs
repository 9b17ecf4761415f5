using WebNN.Conformance;

namespace WebNN.Reference.Tests;

/// <summary>The web platform's conformance cases, computed by the reference context.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, string> Cases => SharedCases.Names;

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Computes_what_the_web_platform_expects(string file, string name) =>
        SharedCases.RequirePasses(() => new ReferenceContext(), file, name);
}
