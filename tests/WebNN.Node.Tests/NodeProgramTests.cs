using System.Text.RegularExpressions;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Node.Tests;

/// <summary>The programs of tests/hosts/webnn-node, each a set of tests that node:test runs, in the versions of Node.js that they are for.</summary>
public sealed partial class NodeProgramTests
{
    [Theory]
    [InlineData("surface", "system")]
    [InlineData("surface", "22")]
    [InlineData("surface", "24")]
    [InlineData("surface", "26")]
    [InlineData("tensors", "system")]
    [InlineData("tensors", "22")]
    [InlineData("tensors", "24")]
    [InlineData("tensors", "26")]
    [InlineData("conformance", "24")]
    [InlineData("limits", "24")]
    [InlineData("rules", "24")]
    [InlineData("lifetimes", "system")]
    [InlineData("lifetimes", "26")]
    [InlineData("litert", "24")]
    [InlineData("litert", "26")]
    [InlineData("ort-jspi", "24")]
    [InlineData("ort-jspi", "26")]
    [InlineData("ort-all", "system")]
    [InlineData("ort-all", "24")]
    [InlineData("transformers", "system")]
    [InlineData("transformers", "26")]
    [InlineData("tflite", "system")]
    [InlineData("tflite", "26")]
    [InlineData("interpreter", "system")]
    [InlineData("interpreter", "26")]
    [InlineData("samples", "24")]
    [InlineData("samples", "26")]
    [InlineData("wpt", "24")]
    [InlineData("wpt", "26")]
    public void Program_passes(string program, string version)
    {
        var project = NodeProject.Require();
        var run = Tool.Run(NodeProject.Node(version), ["--expose-gc", "--test", "--test-reporter=tap", program + ".test.mjs"], project);
        var failures = string.Join('\n', Failure().Matches(run.Output).Select(match => match.Value));
        Assert.True(run.ExitCode == 0, $"{failures}\n{run.All}");
        var (passed, skip) = (Passed().Match(run.Output), Skip().Match(run.Output));
        Assert.True(passed.Success, run.All);
        Assert.SkipWhen(skip.Success && passed.Groups[1].Value == "0", skip.Groups[1].Value.Trim());
    }

    /// <summary>Node.js 20 needs the shim's help for that.</summary>
    [Theory]
    [InlineData("system")]
    [InlineData("24")]
    public void Onnxruntime_web_makes_a_session_without_JSPI_in_an_event_loop_that_is_empty(string version)
    {
        var project = NodeProject.Require();
        var run = Tool.Run(NodeProject.Node(version), ["ort-session.mjs"], project);
        Assert.True(run.Output.Trim() == "class 749", run.All);
    }

    [GeneratedRegex(@"^\s*not ok .*$", RegexOptions.Multiline)]
    private static partial Regex Failure();

    [GeneratedRegex(@"^# pass (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Passed();

    [GeneratedRegex(@"# SKIP (.*)$", RegexOptions.Multiline)]
    private static partial Regex Skip();
}
