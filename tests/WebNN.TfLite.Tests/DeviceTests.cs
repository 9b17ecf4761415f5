using System.Collections.Immutable;

namespace WebNN.TfLite.Tests;

/// <summary>Devices are asked for by every option record alike, and what came of it is told.</summary>
public sealed class DeviceTests
{
    private static readonly ImmutableDictionary<string, ImmutableDictionary<string, string>> told =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty.Add("QNN", ImmutableDictionary<string, string>.Empty.Add("backend_type", "htp"));

    public static TheoryData<BackendOptions> Options => new()
    {
        new WebNNDelegateOptions { Devices = ["npu", "gpu"], ExcludedDevices = ["gpu"], FallsBackToCpu = true, ProviderOptions = told },
        new CompiledModelOptions { Devices = ["npu", "gpu"], ExcludedDevices = ["gpu"], FallsBackToCpu = true, ProviderOptions = told },
        new TfLiteRuntimeOptions { Devices = ["npu", "gpu"], ExcludedDevices = ["gpu"], FallsBackToCpu = true, ProviderOptions = told },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void The_backend_gets_what_the_options_say(BackendOptions options)
    {
        var context = options.ToContextOptions();
        Assert.Equal(["npu", "gpu"], context.Devices);
        Assert.Equal(["gpu"], context.ExcludedDevices);
        Assert.True(context.FallsBackToCpu);
        Assert.Same(told, context.ProviderOptions);
    }

    [Fact]
    public void The_options_of_a_choice_are_those_of_what_is_chosen()
    {
        var options = new TfLiteRuntimeOptions { ExcludedDevices = ["npu"], FallsBackToCpu = true, ProviderOptions = told };
        Assert.All(new BackendOptions[] { options.ToCompiledModelOptions(), new WebNNDelegateOptions(options) }, each =>
        {
            Assert.Equal(["npu"], each.ExcludedDevices);
            Assert.True(each.FallsBackToCpu);
            Assert.Same(told, each.ProviderOptions);
        });
    }

    [Fact]
    public void A_processor_that_stands_in_is_reported()
    {
        TestModels.RequireOnnxRuntime();
        using var model = CompiledModel.FromBytes(TestModels.Triple(), new() { Devices = ["npu"], FallsBackToCpu = true });
        using var webnn = new WebNNDelegate(new() { Devices = ["gpu", "npu"], ExcludedDevices = ["gpu"], FallsBackToCpu = true });
        Assert.Equal(("cpu", "npu"), (model.Devices.Used, Assert.Single(model.Devices.PassedOver).Device));
        Assert.StartsWith("cpu, asked for gpu, npu (gpu: excluded; npu: this ONNX Runtime has no provider for it", webnn.Devices!.ToString(), StringComparison.Ordinal);
        Assert.Contains(webnn.Devices.ToString(), webnn.Backend, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_cannot_be_used_is_an_error_where_the_options_say_so()
    {
        TestModels.RequireOnnxRuntime();
        const string reason = "no device of npu can be used; npu: this ONNX Runtime has no provider for it";
        using var webnn = new WebNNDelegate(new() { Devices = ["npu"] });
        Assert.StartsWith(reason, webnn.Unavailable, StringComparison.Ordinal);
        Assert.Null(webnn.Devices);
        Assert.StartsWith(
            reason, Assert.Throws<UnsupportedException>(() => new WebNNDelegate(new WebNNDelegateOptions { Devices = ["npu"], RequiresDevice = true })).Message, StringComparison.Ordinal);
        Assert.StartsWith(reason, Assert.Throws<UnsupportedException>(() => CompiledModel.FromBytes(TestModels.Triple(), new() { Devices = ["npu"] })).Message, StringComparison.Ordinal);
    }
}
