using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Tests;

public sealed class DeviceTests
{
    private static readonly ImmutableArray<string> Both = ["WebGpuExecutionProvider", "CPUExecutionProvider"];

    [Fact]
    public void The_first_listed_device_that_starts_is_used()
    {
        var started = new List<string>();
        Assert.Equal("gpu", OrtDevice.Choose(["npu", "gpu", "cpu"], Both, device => started.Add(device.Name)).Name);
        Assert.Equal(["gpu"], started);
    }

    [Fact]
    public void A_device_that_does_not_start_leaves_its_place_to_the_next() =>
        Assert.Equal("cpu", OrtDevice.Choose(["gpu", "cpu"], Both, _ => throw new UnsupportedException("no adapter")).Name);

    [Fact]
    public void A_list_without_a_usable_device_is_refused_with_every_reason() => Assert.Equal(
        "no device of npu, gpu can be used; npu: this ONNX Runtime has no provider for it that we know (it has WebGpuExecutionProvider, CPUExecutionProvider); gpu: no adapter",
        Assert.Throws<UnsupportedException>(() => OrtDevice.Choose(["npu", "gpu"], Both, _ => throw new UnsupportedException("no adapter"))).Message);

    [Fact]
    public void Where_the_library_has_no_WebGPU_the_refusal_says_what_to_install() => Assert.Equal(
        "no device of gpu can be used; gpu: this ONNX Runtime has no provider for it that we know (it has CPUExecutionProvider); "
        + "install the npm package onnxruntime-node, whose library has the WebGPU provider, or build ONNX Runtime with it, and set WEBNN_ONNXRUNTIME to that library's path",
        Assert.Throws<UnsupportedException>(() => OrtDevice.Choose(["gpu"], ["CPUExecutionProvider"], _ => { })).Message);

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
