using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Tests;

public sealed class DeviceTests
{
    private static readonly ImmutableArray<string> Both = ["WebGpuExecutionProvider", "CPUExecutionProvider"];

    [Fact]
    public void The_first_listed_device_that_starts_is_used_and_the_others_are_named()
    {
        var started = new List<string>();
        var (device, selection) = OrtDevice.Choose(Listed("npu", "gpu", "cpu"), Both, device => started.Add(device.Name));
        Assert.Equal("gpu", device.Name);
        Assert.Equal(["gpu"], started);
        Assert.Equal(["npu", "gpu", "cpu"], selection.Requested);
        Assert.Equal("gpu", selection.Used);
        Assert.Equal("npu", Assert.Single(selection.PassedOver).Device);
    }

    [Fact]
    public void A_device_that_does_not_start_leaves_its_place_to_the_next()
    {
        var (device, selection) = OrtDevice.Choose(Listed("gpu", "cpu"), Both, _ => throw new UnsupportedException("no adapter"));
        Assert.Equal("cpu", device.Name);
        Assert.Equal("cpu, asked for gpu, cpu (gpu: no adapter)", selection.ToString());
    }

    [Fact]
    public void A_device_on_which_nothing_compiles_does_not_start() => Assert.Equal(
        "cpu, asked for gpu, cpu (gpu: no shader)",
        OrtDevice.Choose(Listed("gpu", "cpu"), Both, _ => throw new MLOperationException("no shader")).Selection.ToString());

    [Fact]
    public void A_list_without_a_usable_device_is_refused_with_every_reason() => Assert.Equal(
        "no device of npu, gpu can be used; npu: this ONNX Runtime has no provider for it that we know (it has WebGpuExecutionProvider, CPUExecutionProvider); gpu: no adapter",
        Assert.Throws<UnsupportedException>(() => OrtDevice.Choose(Listed("npu", "gpu"), Both, _ => throw new UnsupportedException("no adapter"))).Message);

    [Fact]
    public void Where_the_options_allow_it_the_processor_stands_in_and_says_so()
    {
        var (device, selection) = OrtDevice.Choose(Listed("gpu") with { FallsBackToCpu = true }, Both, _ => throw new UnsupportedException("no adapter"));
        Assert.Equal("cpu", device.Name);
        Assert.Equal("cpu, asked for gpu (gpu: no adapter)", selection.ToString());
        Assert.Throws<UnsupportedException>(() => OrtDevice.Choose(
            Listed("gpu") with { FallsBackToCpu = true, ExcludedDevices = ["cpu"] }, Both, _ => throw new UnsupportedException("no adapter")));
    }

    [Fact]
    public void Excluded_devices_are_not_tried()
    {
        Assert.Equal(["npu", "cpu"], OrtDevice.Wanted(new() { ExcludedDevices = ["gpu"] }));
        Assert.Equal(["cpu"], OrtDevice.Wanted(new() { Devices = ["gpu", "cpu"], ExcludedDevices = ["gpu", "npu"] }));
        Assert.Equal(
            "every device of gpu is excluded",
            Assert.Throws<UnsupportedException>(() => OrtDevice.Wanted(new() { Devices = ["gpu"], ExcludedDevices = ["gpu"] })).Message);
        Assert.Throws<UnsupportedException>(() => OrtDevice.Wanted(new() { ExcludedDevices = ["tpu"] }));
        Assert.Throws<ArgumentException>(() => OrtDevice.Wanted(new() { ExcludedDevices = default }));
    }

    [Fact]
    public void What_was_excluded_is_said()
    {
        var options = Listed("gpu", "npu", "cpu") with { ExcludedDevices = ["gpu", "npu"] };
        var (device, selection) = OrtDevice.Choose(options, ["WebGpuExecutionProvider", "QNNExecutionProvider"], _ => Assert.Fail("nothing is to be started"));
        Assert.Equal("cpu", device.Name);
        Assert.Equal("cpu, asked for gpu, npu, cpu (gpu: excluded; npu: excluded)", selection.ToString());
        Assert.Equal(
            "no device of npu, gpu can be used; gpu: excluded; npu: no driver",
            Assert.Throws<UnsupportedException>(() => OrtDevice.Choose(
                Listed("npu", "gpu") with { ExcludedDevices = ["gpu"] }, ["QNNExecutionProvider"], _ => throw new UnsupportedException("no driver"))).Message);
    }

    [Theory]
    [InlineData("gpu, cpu", "gpu cpu", "", "gpu,cpu")]
    [InlineData("no-npu,gpu,no-cpu", "gpu", "npu cpu", "gpu,no-npu,no-cpu")]
    [InlineData("no-gpu", "", "gpu", "no-gpu")]
    [InlineData("", "", "", "")]
    [InlineData("tpu,no-,NO-gpu", "tpu NO-gpu", " ", "tpu,NO-gpu,no-")]
    public void A_text_has_devices_and_exclusions(string text, string preferred, string excluded, string written)
    {
        var devices = DeviceText.Parse(text);
        Assert.Equal(preferred, string.Join(' ', devices.Preferred));
        Assert.Equal(excluded.Trim(), string.Join(' ', devices.Excluded));
        Assert.Equal(written, devices.ToString());
    }

    [Fact]
    public void A_text_has_options_of_providers()
    {
        const string text = """{"OpenVINO": {"device_type": "AUTO:NPU,CPU", "num_streams": 2}, "QNN": {"enable": true}}""";
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        foreach (var given in (string[])[text, " " + text, file])
        {
            var options = DeviceText.ParseProviderOptions(given);
            Assert.Equal(["OpenVINO", "QNN"], options.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(("AUTO:NPU,CPU", "2", "true"), (options["OpenVINO"]["device_type"], options["OpenVINO"]["num_streams"], options["QNN"]["enable"]));
        }

        File.Delete(file);
        Assert.Throws<FileNotFoundException>(() => DeviceText.ParseProviderOptions(file));
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("""{"QNN": "htp"}""", "QNN: expected an object, found htp")]
    [InlineData("""{"QNN": {"backend": {}}}""", "QNN.backend: expected a string, found an object")]
    [InlineData("{} {}", "'{' is invalid after a single JSON value")]
    [InlineData("""{"QNN": {"a": "1", "a": "2"}}""", "QNN: 'a' twice")]
    public void Options_of_another_form_are_refused(string text, string reason)
    {
        var message = Assert.Throws<FormatException>(() => DeviceText.ParseProviderOptions(text)).Message;
        Assert.StartsWith("""options of providers are not JSON of the form {"OpenVINO": {"device_type": "NPU"}}: """, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QNNExecutionProvider", "QNN", "[backend_type, htp]")]
    [InlineData("OpenVINOExecutionProvider", "OpenVINO", "[device_type, NPU] [backend_type, htp]")]
    [InlineData("CoreMLExecutionProvider", "CoreML", "[MLComputeUnits, CPUAndNeuralEngine] [backend_type, htp]")]
    [InlineData("VitisAIExecutionProvider", "VitisAI", "[backend_type, htp]")]
    public void The_provider_of_an_NPU_gets_its_options(string library, string provider, string expected)
    {
        var options = Listed("npu") with { ProviderOptions = Told(provider, "backend_type", "htp") };
        var (device, selection) = OrtDevice.Choose(options, [library, "CPUExecutionProvider"], _ => { });
        Assert.Equal(provider, device.Provider);
        Assert.Equal(expected, string.Join(' ', device.Options));
        Assert.Equal("npu", selection.Used);
    }

    [Fact]
    public void The_callers_option_takes_the_place_of_ours_and_another_provider_does_not_get_it()
    {
        var options = Listed("npu") with { ProviderOptions = Told("OpenVINO", "device_type", "AUTO:NPU,CPU") };
        Assert.Equal("[device_type, AUTO:NPU,CPU]", string.Join(' ', OrtDevice.Choose(options, ["OpenVINOExecutionProvider"], _ => { }).Device.Options));
        Assert.Empty(OrtDevice.Choose(options, ["QNNExecutionProvider"], _ => { }).Device.Options);
    }

    [Fact]
    public void The_next_provider_of_a_device_is_tried_where_one_fails() => Assert.Equal("OpenVINO", OrtDevice.Choose(
        Listed("npu"), ["QNNExecutionProvider", "OpenVINOExecutionProvider"], device => _ = device.Provider is "QNN" ? throw new UnsupportedException("no driver") : 0).Device.Provider);

    [Fact]
    public void Where_the_library_has_no_WebGPU_the_refusal_says_what_to_install() => Assert.Equal(
        "no device of gpu can be used; gpu: this ONNX Runtime has no provider for it that we know (it has CPUExecutionProvider); "
        + "install the npm package onnxruntime-node, whose library has the WebGPU provider, or build ONNX Runtime with it, and set WEBNN_ONNXRUNTIME to that library's path",
        Assert.Throws<UnsupportedException>(() => OrtDevice.Choose(Listed("gpu"), ["CPUExecutionProvider"], _ => { })).Message);

    [Fact]
    public void A_context_and_its_graphs_say_what_they_run_on()
    {
        Native.Library();
        using var context = new OrtContext(new() { Devices = ["cpu"] });
        Assert.Equal("cpu, asked for cpu", context.Devices.ToString());
        Assert.DoesNotContain("asked for", context.Description, StringComparison.Ordinal);
        var builder = new MLGraphBuilder(context);
        using var graph = builder.Build(new MLNamedOperand("y", builder.Relu(builder.Input("x", new(MLOperandDataType.Float32, 1)))));
        Assert.Equal(["cpu"], graph.Devices);
    }

    [Fact]
    public void An_unknown_device_is_named() => Assert.Equal(
        "device 'tpu'; expected cpu, gpu or npu",
        Assert.Throws<UnsupportedException>(() => OrtDevice.Wanted(new() { Devices = ["cpu", "tpu"] })).Message);

    [Theory]
    [InlineData(MLPowerPreference.Default, false, "cpu")]
    [InlineData(MLPowerPreference.Default, true, "gpu,npu,cpu")]
    [InlineData(MLPowerPreference.HighPerformance, false, "gpu,cpu")]
    [InlineData(MLPowerPreference.LowPower, true, "npu,cpu")]
    public void Preferences_end_with_the_processor_and_power_wins(MLPowerPreference power, bool accelerated, string expected) =>
        Assert.Equal(expected, string.Join(',', OrtDevice.Wanted(new() { PowerPreference = power, Accelerated = accelerated })));

    private static OrtContextOptions Listed(params ImmutableArray<string> devices) => new() { Devices = devices };

    private static ImmutableDictionary<string, ImmutableDictionary<string, string>> Told(string provider, string name, string value) =>
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty.Add(provider, ImmutableDictionary<string, string>.Empty.Add(name, value));

    [Fact]
    public void A_context_says_which_device_it_runs_on_and_never_another_than_listed()
    {
        Native.Library();
        try
        {
            using var context = new OrtContext(new() { Devices = ["gpu"] });
            Assert.True(context.Accelerated);
            Assert.Contains("GPU", context.Description, StringComparison.Ordinal);
        }
        catch (UnsupportedException e)
        {
            Assert.StartsWith("no device of gpu can be used; gpu: ", e.Message, StringComparison.Ordinal);
        }
    }
}
