using System.Text.Json;
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

    [Fact]
    public void A_case_with_an_operator_that_the_backend_refuses_is_skipped()
    {
        Native.Library();
        using var context = new OrtContext();
        using var json = JsonDocument.Parse("""
            {
              "graph": {
                "inputs": {"x": {"data": [2], "descriptor": {"shape": [1], "dataType": "uint64"}}},
                "operators": [{"name": "pow", "arguments": [{"a": "x"}, {"b": "x"}], "outputs": "y"}],
                "expectedOutputs": {"y": {"data": [4], "descriptor": {"shape": [1], "dataType": "uint64"}}}
              }
            }
            """);
        var result = ConformanceRunner.Run(context, new("pow", "pow of uint64", json.RootElement));
        Assert.Equal(ConformanceVerdict.Skipped, result.Verdict);
        Assert.StartsWith("pow: ", result.Reason, StringComparison.Ordinal);
    }
}
