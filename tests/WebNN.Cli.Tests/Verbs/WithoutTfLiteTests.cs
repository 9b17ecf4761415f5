namespace WebNN.Cli.Tests.Verbs;

/// <summary>Where TensorFlow Lite is absent, models that WebNN runs whole run all the same.</summary>
public sealed class WithoutTfLiteTests
{
    private static readonly (string Name, string? Value)[] absent = [("WEBNN_TFLITE", "/nowhere")];

    [Theory]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8", 68)]
    [InlineData("mobilenet_v1_0.25_224_fp32", 31)]
    public void Run_classifies_a_picture(string name, int nodes)
    {
        var (model, picture) = (Needs.Shared($"models/{name}.tflite"), Needs.Shared("images/bird.bmp"));
        var result = Tool.RunWith(absent, "run", model, picture, "--json", "-");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(("compiled", null, nodes), ((string?)result.Json["runtime"], (string?)result.Json["runtimeReason"], (int)result.Json["delegatedNodes"]!));
        var with = Tool.Run("run", model, picture, "--runtime", "tflite", "--json", "-");
        Assert.Equal("webnn", (string?)with.Json["runtime"]);
        Assert.Equal(with.Json["result"]!["outputs"]!.ToJsonString(), result.Json["result"]!["outputs"]!.ToJsonString());
    }

    [Fact]
    public void Bench_leaves_out_what_needs_it_and_says_so()
    {
        var result = Tool.RunWith(absent, "bench", Needs.Shared("models/hello_world_float.tflite"), "--runs", "2", "--json", "-");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal("compiled", (string?)Assert.Single(result.Json["arms"]!.AsArray())!["name"]);
        Assert.Equal(["tflite", "xnnpack", "webnn"], result.Json["leftOut"]!.AsArray().Select(arm => (string)arm!["name"]!));
        Assert.All(result.Json["leftOut"]!.AsArray(), arm => Assert.Contains("/nowhere", (string)arm!["reason"]!, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_real_model_but_one_with_custom_post_processing_runs_compiled()
    {
        var result = Tool.RunWith(absent, "bench", Needs.Shared("models"), "--runs", "1", "--no-memory", "--json", "-");

        Assert.Equal(2, result.ExitCode);
        var failed = result.Json.AsArray().Where(model => model!["error"] is not null).Select(model => (string)model!["error"]!);
        Assert.Contains("TFLite_Detection_PostProcess", Assert.Single(failed), StringComparison.Ordinal);
        Assert.All(
            result.Json.AsArray().Where(model => model!["error"] is null),
            model => Assert.Equal("compiled", (string?)Assert.Single(model!["arms"]!.AsArray())!["name"]));
    }

    [Fact]
    public void Inspect_shows_how_the_model_runs_without_it()
    {
        var result = Tool.RunWith(absent, "inspect", Needs.Shared("models/vww_96_int8.tflite"), "--json", "-");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal((true, 31), ((bool)result.Json["isWhole"]!, (int)result.Json["delegatedNodes"]!));
    }

    [Fact]
    public void A_model_that_is_not_whole_is_refused_with_both_reasons()
    {
        var result = Tool.RunWith(absent, "run", Needs.Shared("models/coco_ssd_mobilenet_v1_quant.tflite"), Needs.Shared("images/bird.bmp"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("/nowhere", result.Errors, StringComparison.Ordinal);
        Assert.Contains("#63 TFLite_Detection_PostProcess", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_tells_why_a_model_is_not_whole()
    {
        var result = Tool.Run("inspect", Needs.Shared("models/coco_ssd_mobilenet_v1_quant.tflite"), "--json", "-");

        Assert.False((bool)result.Json["isWhole"]!);
        Assert.Contains("TFLite_Detection_PostProcess", (string?)result.Json["notWhole"], StringComparison.Ordinal);
    }
}
