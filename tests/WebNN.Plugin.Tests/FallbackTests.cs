using System.Text.Json;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>What WebNN leaves goes to the host's own XNNPACK, or stays, as the option says.</summary>
public sealed class FallbackTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";

    [Fact]
    public void Nodes_that_are_excluded_run_on_the_XNNPACK_of_TFLite_2_9()
    {
        var run = Run(ModelRun.Direct(), "exclude=0-9");
        Assert.Equal(58, run.DelegatedNodes);
        Assert.Equal(Enumerable.Range(1, 9), Nodes(run.Report.GetProperty("xnnpack"), "nodes"));
        Assert.Equal("2.9.0", run.Report.GetProperty("xnnpack").GetProperty("version").GetString());

        // XNNPACK 2.9 does not requantize uint8 to int8.
        Assert.Equal([0], Nodes(run.Report, "tflite"));
    }

    [Fact]
    public void The_fallback_can_be_switched_off()
    {
        var run = Run(ModelRun.Direct(), "exclude=0-9", "fallback=none");
        Assert.Empty(Nodes(run.Report.GetProperty("xnnpack"), "nodes"));
        Assert.Equal(Enumerable.Range(0, 10), Nodes(run.Report, "tflite"));
        Assert.Equal("switched off by the option fallback", run.Report.GetProperty("xnnpack").GetProperty("reason").GetString());
    }

    [Fact]
    public void A_TFLite_without_XNNPACK_runs_the_rest_itself_and_the_report_says_so()
    {
        var run = Run(ModelRun.Old(), "exclude=0-9");
        Assert.Equal(Enumerable.Range(0, 10), Nodes(run.Report, "tflite"));
        Assert.Equal("its functions are not in the process, or the host hides and applies it", run.Report.GetProperty("xnnpack").GetProperty("reason").GetString());
    }

    [Fact]
    public void What_XNNPACK_can_run_goes_to_it_where_there_is_no_ONNX_Runtime()
    {
        var run = Run(ModelRun.Direct(), "onnxruntime=/nowhere");
        Assert.Equal(0, run.DelegatedNodes);
        Assert.Equal(64, Nodes(run.Report.GetProperty("xnnpack"), "nodes").Count());
    }

    [Fact]
    public void Partitions_of_both_alternate_in_one_model_with_the_same_result_as_either()
    {
        var path = Places.Model(Model);
        var managed = ManagedRun.Of(path);
        var run = ModelRun.Of(ModelRun.Direct(), path, managed.Inputs, "exclude=5-9,30-40,60");
        Assert.Equal(68 - 17, run.DelegatedNodes);
        Assert.Equal(17, Nodes(run.Report.GetProperty("xnnpack"), "nodes").Count());
        Assert.Equal(Top(managed.Outputs), Top(run.Outputs));
    }

    private static ModelRun Run(string program, params string[] options) => ModelRun.Of(program, Places.Model(Model), new byte[224 * 224 * 3], options);

    private static IEnumerable<int> Nodes(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(node => node.GetInt32());

    private static int Top(byte[] scores) => Array.IndexOf(scores, scores.Max());
}
