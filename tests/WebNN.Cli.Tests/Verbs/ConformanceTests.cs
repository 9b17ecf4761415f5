namespace WebNN.Cli.Tests.Verbs;

/// <summary>Conformance cases on the reference context, which needs no native library.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-conformance-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Cases_that_pass_are_counted()
    {
        Write("add", Case("sum", "add", "[11, 22]"), Case("difference", "sub", "[-9, -18]"));
        var result = Run(folder);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            """{"passed":2,"failed":0,"skipped":0,"backend":"reference context (double precision)","devices":{"asked":[],"used":"cpu","passedOver":[]},"failures":[],"skips":[]}""", result.Json.ToJsonString());
    }

    [Fact]
    public void A_case_that_fails_is_told_with_its_reason()
    {
        Write("add", Case("sum", "add", "[11, 22]"), Case("wrong", "add", "[11, 23]"), Case("unknown", "frobnicate", "[0, 0]"));
        var result = Run(folder);

        Assert.Equal((1, 1, 2), (result.ExitCode, (int)result.Json["passed"]!, (int)result.Json["failed"]!));
        Assert.Equal(
            ["add wrong y: element 1 is 22; expected 23 (524288 ULP away; 1 ULP or 0 allowed)", "frobnicate unknown there is no operator frobnicate"],
            result.Json["failures"]!.AsArray().Select(failure => $"{failure!["operation"]} {failure["name"]} {failure["reason"]}"));
    }

    [Fact]
    public void People_get_a_line_a_file()
    {
        Write("add", Case("sum", "add", "[11, 22]"));
        Write("mul", Case("product", "mul", "[10, 41]"));
        var result = Tool.Run("conformance", folder, "--device", "reference");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"add\s+1\s+0\s+0", result.Output);
        Assert.Matches(@"mul\s+0\s+1\s+0", result.Output);
        Assert.Contains("1 of 2 cases passed, 1 failed, 0 skipped", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not a file of conformance cases")]
    [InlineData("""{"cases": []}""", "not a file of conformance cases")]
    public void A_file_of_something_else_is_refused(string text, string reason)
    {
        var file = Path.Combine(folder, "other.json");
        File.WriteAllText(file, text);
        var result = Run(folder);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"{file}: {reason}", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_of_nothing_is_not_green()
    {
        Write("add");

        Assert.Equal(2, Run(folder).ExitCode);
        Assert.Equal(2, Run(Path.Combine(folder, "absent")).ExitCode);
        Assert.Contains("no *.json in this folder", Assert.Single(Run(Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_device_stands_alone() =>
        Assert.Contains("reference stands alone", Tool.Run("conformance", folder, "--device", "cpu,reference").Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void The_web_platforms_cases_pass(string device)
    {
        var result = Tool.Run("conformance", Needs.Shared("wpt/conformance"), "--device", device, "--json", "-");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal((865, 0, 0), ((int)result.Json["passed"]!, (int)result.Json["failed"]!, (int)result.Json["skipped"]!));
    }

    private static ToolResult Run(string path) => Tool.Run("conformance", path, "--device", "reference", "--json", "-");

    private void Write(string name, params string[] cases) =>
        File.WriteAllText(Path.Combine(folder, name + ".json"), $$"""{"tests": [{{string.Join(',', cases)}}]}""");

    /// <summary>[1, 2] and [10, 20] under an operator.</summary>
    private static string Case(string name, string @operator, string expected) => $$$$"""
        {
          "name": "{{{{name}}}}",
          "graph": {
            "inputs": {
              "a": {"data": [1, 2], "descriptor": {"shape": [2], "dataType": "float32"}},
              "b": {"data": [10, 20], "descriptor": {"shape": [2], "dataType": "float32"}, "constant": true}
            },
            "operators": [{"name": "{{{{@operator}}}}", "arguments": [{"a": "a"}, {"b": "b"}], "outputs": "y"}],
            "expectedOutputs": {"y": {"data": {{{{expected}}}}, "descriptor": {"shape": [2], "dataType": "float32"}}}
          }
        }
        """;
}
