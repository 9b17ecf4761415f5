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
    [InlineData("lifetimes", "system")]
    [InlineData("lifetimes", "26")]
    [InlineData("litert", "24")]
    [InlineData("ort-jspi", "24")]
    [InlineData("ort-all", "system")]
    [InlineData("samples", "24")]
    [InlineData("wpt", "24")]
    public void Program_passes(string program, string version)
    {
        var project = NodeProject.Require();
        var run = Tool.Run(NodeProject.Node(version), ["--expose-gc", "--test", "--test-reporter=tap", program + ".test.mjs"], project);
        var failures = string.Join('\n', Failure().Matches(run.Output).Select(match => match.Value));
        Assert.True(run.ExitCode == 0, $"{failures}\n{run.All}");
        Assert.True(Passed().Match(run.Output) is { Success: true }, run.All);
        Assert.SkipWhen(Skip().Match(run.Output) is { Success: true } && Passed().Match(run.Output).Groups[1].Value == "0", Skip().Match(run.Output).Groups[1].Value.Trim());
    }

    [GeneratedRegex(@"^\s*not ok .*$", RegexOptions.Multiline)]
    private static partial Regex Failure();

    [GeneratedRegex(@"^# pass (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Passed();

    [GeneratedRegex(@"# SKIP (.*)$", RegexOptions.Multiline)]
    private static partial Regex Skip();
}
