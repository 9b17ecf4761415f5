using System.Globalization;
using System.Text.RegularExpressions;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>Creating, running and destroying over and over: what a long-running host does.</summary>
public sealed partial class LifetimeTests
{
    private const string Model = "hello_world_float";
    private const int MemoryLimitKb = 1_000_000;

    private const int Cycles = 30_000;

    /// <summary>
    /// The library of kernels has a heap of its own, which is collected for the first time after some nine thousand cycles. From the 12,000th to the last
    /// nothing moved: 30 bytes lost per cycle would show.
    /// </summary>
    private const int GrowthKb = 500;
    private const int Settled = 3;

    [Fact]
    public void Thirty_thousand_cycles_under_a_memory_limit_do_not_grow()
    {
        var command = $"ulimit -v {MemoryLimitKb}; exec '{ModelRun.Direct()}' '{Places.Model(Model)}' '{PluginLibrary.Require()}' - - {Cycles}";
        var run = Tool.Require("bash", ["-c", command]);
        var resident = Resident().Matches(run.Output).Select(match => int.Parse(match.Groups["kb"].Value, CultureInfo.InvariantCulture)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.Equal(10, resident.Length);
        Assert.True(resident[^1] - resident[Settled] < GrowthKb, run.Output);
    }

    [Fact]
    public void Memcheck_finds_no_invalid_access_and_nothing_lost()
    {
        Tool.RequireOnPath("valgrind");
        const int Few = 5;
        string[] memcheck = ["--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite", $"--suppressions={Places.At("tests", "hosts", "memcheck.supp")}"];
        // The collector reserves more address space than memcheck has to give: 16 GiB, in hexadecimal, are enough.
        var run = Tool.Require("valgrind", [.. memcheck, ModelRun.Direct(), Places.Model(Model), PluginLibrary.Require(), "-", "-", $"{Few}"], null, ("DOTNET_GCRegionRange", "400000000"));
        Assert.True(run.Errors.Contains("ERROR SUMMARY: 0 errors", StringComparison.Ordinal), run.Errors);
    }

    [Fact]
    public void A_delegate_that_is_destroyed_before_its_interpreter_stays_and_says_so()
    {
        var path = Places.Model("mobilenet_v2_1.0_224_ptq_int8");
        var inputs = new byte[224 * 224 * 3];
        var expected = ModelRun.Of(ModelRun.Direct(), path, inputs, "exclude=5-9");
        var early = ModelRun.Of(ModelRun.Early(), path, inputs, "exclude=5-9");
        Assert.Contains("destroyed before the interpreters that use it: its memory stays until the process ends", early.Printed.Errors, StringComparison.Ordinal);
        Assert.Equal(expected.Outputs, early.Outputs);
    }

    [GeneratedRegex(@"rss_kb \d+ (?<kb>\d+)")]
    private static partial Regex Resident();
}
