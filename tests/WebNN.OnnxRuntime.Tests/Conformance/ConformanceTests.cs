using WebNN.Conformance;

namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>The web platform's conformance cases, each built with the public builder and computed by ONNX Runtime.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string, string> Cases => SharedCases.Names;

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Computes_what_the_web_platform_expects(string file, string name) => SharedCases.RequirePasses(
        () =>
        {
            Native.Library();
            return new OrtContext();
        },
        file,
        name);
}
