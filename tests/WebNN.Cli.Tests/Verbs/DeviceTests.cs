namespace WebNN.Cli.Tests.Verbs;

/// <summary><c>--device</c> as a preference list, and what came of it in JSON.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-cli-").FullName;
    private readonly string model;

    public DeviceTests()
    {
        Needs.Natives();
        model = Path.Combine(folder, "model.tflite");
        File.WriteAllBytes(model, SmallModels.Float());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("inspect")]
    [InlineData("compare")]
    public void What_was_asked_for_what_was_got_and_why_is_in_the_result(string verb)
    {
        var devices = Run(verb, "npu,gpu,cpu,no-gpu").Json["devices"]!;
        Assert.Equal("""["npu","gpu","cpu"]""", devices["asked"]!.ToJsonString());
        Assert.Equal("cpu", (string?)devices["used"]);
        Assert.Equal(["gpu", "npu"], devices["passedOver"]!.AsArray().Select(each => (string?)each!["device"]));
        Assert.Equal("excluded", (string?)devices["passedOver"]![0]!["reason"]);
        Assert.StartsWith("this ONNX Runtime has no provider for it", (string?)devices["passedOver"]![1]!["reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "cpu")]
    [InlineData("tflite", "cpu")]
    public void A_run_says_it_whoever_runs_the_model(string runtime, string used)
    {
        var input = Path.Combine(folder, "input.raw");
        File.WriteAllBytes(input, new byte[32]);
        var result = Tool.Run("run", model, "--input", input, "--runtime", runtime, "--device", "npu,cpu", "--json", "-");
        Assert.Equal((0, used), (result.ExitCode, (string?)result.Json["devices"]!["used"]));
    }

    [Theory]
    [InlineData("inspect", "npu", "no device of npu can be used; npu: this ONNX Runtime has no provider for it")]
    [InlineData("compare", "npu", "no device of npu can be used; npu: this ONNX Runtime has no provider for it")]
    [InlineData("inspect", "gpu,no-gpu", "every device of gpu is excluded")]
    public void What_cannot_be_had_is_an_error_before_anything_runs(string verb, string devices, string reason)
    {
        var result = Run(verb, devices);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, (string?)result.Json["error"], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_arm_of_a_benchmark_gets_the_devices()
    {
        var result = Tool.Run("bench", model, "--device", "npu,cpu,no-gpu", "--provider-options", """{"QNN": {"backend_type": "htp"}}""", "--runs", "3", "--json", "-");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["tflite", "xnnpack", "webnn", "compiled"], result.Json["arms"]!.AsArray().Select(arm => (string?)arm!["name"]));
        Assert.All(result.Json["arms"]!.AsArray(), arm => Assert.NotNull(arm!["firstResultMs"]));
        Assert.Equal("""["npu","cpu"]""", result.Json["devices"]!["asked"]!.ToJsonString());
    }

    [Fact]
    public void Kernels_of_our_own_can_be_left_out_and_asked_for()
    {
        string Backend(string kernels) => (string)Tool.Run("inspect", model, "--kernels", kernels, "--json", "-").Json["backend"]!;
        Assert.DoesNotContain("own", Backend("onnxruntime"), StringComparison.Ordinal);
        Assert.Contains("own integer kernels", Backend("own"), StringComparison.Ordinal);
    }

    private ToolResult Run(string verb, string devices) => Tool.Run(verb, model, "--device", devices, "--json", "-");
}
