using WebNN.FlatBuffers;
using WebNN.Mutations;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>A host that loads the plug-in checks no model: what plain TFLite survives, it survives with the plug-in.</summary>
public sealed class BrokenModelTests
{
    [Theory]
    [InlineData("cyclic_node", "the model is left as it is: #0 ABS reads tensor 'output0' before #0 ABS writes it; TFLite runs the model without it")]
    [InlineData("no_outputs", "the model is left as it is: the graph has no output that a node writes; TFLite runs the model without it")]
    [InlineData("two_writers", "the model is left as it is: tensor 'output0' is written twice by #0 UNPACK; TFLite runs the model without it")]
    public void A_graph_that_breaks_a_rule_is_left_alone_by_us_and_by_XNNPACK_and_the_log_says_why(string name, string line)
    {
        var run = ModelRun.Of(ModelRun.Direct(), Places.Report(name), Zeros);
        Assert.Equal(0, run.DelegatedNodes);
        Assert.Contains($"log WebNN delegate: {line}", run.Printed.Errors, StringComparison.Ordinal);
        Assert.Equal("the graph breaks a rule that it relies on", run.Report.GetProperty("xnnpack").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("abs_scale_0", "tensor 'output0': has the scale 0; expected a finite number above 0")]
    [InlineData("l2pool_window_2e9_hangs", "a window of [3,2123789977] over an image of [9,12]")]
    public void A_node_with_numbers_that_mean_nothing_is_left_alone_and_the_report_says_why(string name, string reason)
    {
        var run = ModelRun.Of(ModelRun.Direct(), Places.Report(name), Zeros);
        var refused = Assert.Single(run.Report.GetProperty("refused").EnumerateArray());
        Assert.Contains(reason, refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_models_with_a_damaged_structure_none_fails_with_the_plug_in_that_runs_without()
    {
        const int Seed = 1;
        const int Count = 120;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the program limits its children's time and memory as Linux does");
        var host = CProgram.Compile("mutants.c", "mutants", "", ["libtensorflowlite_c.so"], "-Werror");
        using var folder = new TemporaryFolder();
        var run = new MutationRun(host, PluginLibrary.Require(), Places.Native("bin", Places.Rid, "libonnxruntime.so"));
        var results = run.Run(SeedModels.All, Seed, Count, folder.Path).ToList();
        Assert.Empty(results.Where(result => result.IsOurs).Select(result => $"{result} (seeds from {Seed})"));
        Assert.Equal(Count, results.Count);
        Assert.Contains(results, result => result.Verdict == "same");
        Assert.Contains(results, result => result.Verdict == "both-fail");
    }

    [Fact]
    public void A_division_by_a_constant_0_stays_and_the_eight_nodes_beside_it_are_delegated() =>
        AssertRefused(Places.Report("floor_div_by_constant_zero_beside_eight_good_nodes"), [8], 8, "FLOOR_DIV: the constant divisor 'c9d38' has a 0; ");

    [Fact]
    public void Nodes_that_ONNX_Runtime_does_not_compile_stay_and_the_one_beside_them_is_delegated()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("model.tflite");
        File.WriteAllBytes(path, DivisionByAComputedZero());
        AssertRefused(path, [1, 2], 1, "does not compile: ONNX Runtime refused the graph: ");
    }

    /// <summary>TFLite's own kernel answers the division with an error, too: the program ends with it, after the report.</summary>
    private static void AssertRefused(string model, int[] nodes, int delegated, string reason)
    {
        using var folder = new TemporaryFolder();
        var report = folder.At("report.json");
        Tool.Run(ModelRun.Direct(), [model, PluginLibrary.Require(), "-", "-", "1", $"explain={report}"]);

        using var explained = System.Text.Json.JsonDocument.Parse(File.ReadAllText(report));
        var refused = explained.RootElement.GetProperty("refused").EnumerateArray().ToList();
        Assert.Equal(nodes, refused.Select(entry => entry.GetProperty("node").GetInt32()));
        Assert.All(refused, entry => Assert.StartsWith(reason, entry.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.Equal(delegated, explained.RootElement.GetProperty("delegatedNodes").GetInt32());
    }

    /// <summary>A 0 that only ONNX Runtime knows of: it folds a constant's negation, and then the quotient.</summary>
    private static byte[] DivisionByAComputedZero()
    {
        var writer = new ModelWriter("division");
        var (x, y) = (writer.AddTensor("x", TensorType.Float32, [2]), writer.AddTensor("y", TensorType.Float32, [2]));
        var seven = writer.AddTensor("seven", TensorType.Int32, [1], data: BitConverter.GetBytes(7));
        var nothing = writer.AddTensor("nothing", TensorType.Int32, [1], data: BitConverter.GetBytes(0));
        var (zero, quotient) = (writer.AddTensor("zero", TensorType.Int32, [1]), writer.AddTensor("quotient", TensorType.Int32, [1]));
        writer.AddOperator(BuiltinOperator.Abs, [x], [y]);
        writer.AddOperator(BuiltinOperator.Neg, [nothing], [zero]);
        writer.AddOperator(BuiltinOperator.FloorDiv, [seven, zero], [quotient]);
        writer.SetInputs([x]);
        writer.SetOutputs([y, quotient]);
        return writer.ToArray();
    }

    /// <summary>More than any of these models reads.</summary>
    private static byte[] Zeros => new byte[1 << 16];
}
