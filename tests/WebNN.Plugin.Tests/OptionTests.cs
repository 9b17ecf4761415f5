using WebNN.Kernels;
using WebNN.TfLite.Delegation.Partitioning;
using WebNN.TfLite.Plugin.Options;

namespace WebNN.Plugin.Tests;

public sealed class OptionTests
{
    [Fact]
    public void Every_option_has_its_place()
    {
        var options = Parse(
            "",
            ("device", "gpu, cpu, no-npu"),
            ("power_preference", "low-power"),
            ("threads", "3"),
            ("fallback", "none"),
            ("max_delegated_partitions", "2"),
            ("min_nodes_per_partition", "5"),
            ("exclude", "12,3-9"),
            ("include", "CONV_2D"),
            ("partitioning", "given"),
            ("decision", "decision.json"),
            ("machine_profile", "machine.json"),
            ("onnxruntime", "/opt/ort"),
            ("provider_options", """{"QNN": {"backend_type": "htp"}}"""),
            ("cache_dir", "/var/cache/webnn"),
            ("processor", "avx2"),
            ("kernels", "onnxruntime"),
            ("log", "stderr"),
            ("explain", "report.json"));
        Assert.Equal(["gpu", "cpu"], options.Devices);
        Assert.Equal(["npu"], options.ExcludedDevices);
        Assert.Equal("htp", options.ProviderOptions["QNN"]["backend_type"]);
        Assert.Equal(MLPowerPreference.LowPower, options.PowerPreference);
        Assert.Equal(3, options.Threads);
        Assert.Equal(FallbackChoice.None, options.Fallback);
        Assert.Equal((2, 5), (options.Delegation.MaxPartitions, options.Delegation.MinNodesPerPartition));
        Assert.Equal(["12", "3-9"], options.Delegation.Exclude);
        Assert.Equal(["CONV_2D"], options.Delegation.Include);
        Assert.Equal(new(PartitioningMode.Given, "decision.json", "machine.json"), options.Partitioning);
        Assert.Equal("/opt/ort", options.OnnxRuntime);
        Assert.Equal(ProcessorFeatures.Avx2, options.ProcessorFeatures);
        Assert.False(options.OwnKernels);
        Assert.Equal(LogTarget.StandardError, options.Log);
        Assert.Equal("report.json", options.ExplainPath);
    }

    [Fact]
    public void The_backend_gets_what_the_options_say_about_devices()
    {
        var options = Parse("", ("device", "npu,no-gpu"), ("provider_options", """{"OpenVINO": {"device_type": "NPU"}}"""), ("power_preference", "low-power"), ("threads", "2"));
        var context = options.ToContextOptions("libonnxruntime.so", "/opt");
        Assert.Equal("npu no-gpu", string.Join(' ', context.Devices.Concat(context.ExcludedDevices.Select(name => $"no-{name}"))));
        Assert.Same(options.ProviderOptions, context.ProviderOptions);
        Assert.Equal((MLPowerPreference.LowPower, false, 2, "libonnxruntime.so"), (context.PowerPreference, context.Accelerated, context.Threads, context.LibraryPath));
    }

    [Fact]
    public void Defaults_are_those_of_the_table()
    {
        var given = Parse("", [.. OptionTable.Rows.Where(row => row.Default.Length > 0).Select(row => (row.Key, row.Default))]);
        Assert.Equal(new PluginOptions(), given);
    }

    [Fact]
    public void The_host_wins_over_the_environment_and_the_environment_over_defaults()
    {
        var options = Parse("threads=2; log=stderr", ("threads", "4"));
        Assert.Equal(4, options.Threads);
        Assert.True(options.Log.Verbose);
    }

    [Theory]
    [InlineData("C%3A%5Cort%3Bx%25", @"C:\ort;x%")]
    [InlineData("/opt/ort 1.30", "/opt/ort 1.30")]
    public void Values_are_percent_decoded(string value, string expected) => Assert.Equal(expected, Parse($"onnxruntime={value}").OnnxRuntime);

    [Fact]
    public void An_unknown_key_is_an_error_that_names_all_keys() => Assert.Equal(
        "unknown option 'thread'; there are device, power_preference, threads, fallback, max_delegated_partitions, min_nodes_per_partition, exclude, include, partitioning, decision, machine_profile, onnxruntime, provider_options, cache_dir, processor, kernels, log, explain",
        Problem("", ("thread", "2")));

    [Theory]
    [InlineData("device", "tpu", "cpu, gpu, npu, no-cpu, no-gpu, no-npu, or several of them separated by ,")]
    [InlineData("device", "cpu,no-tpu", "cpu, gpu, npu, no-cpu, no-gpu, no-npu, or several of them separated by ,")]
    [InlineData("provider_options", "/nowhere.json", "a JSON object, or the path of a file that holds one")]
    [InlineData("power_preference", "max", "default, high-performance, low-power")]
    [InlineData("threads", "-1", "a number from 0 to 1024")]
    [InlineData("threads", "many", "a number from 0 to 1024")]
    [InlineData("fallback", "gpu", "xnnpack, none")]
    [InlineData("max_delegated_partitions", "", "a number from 0")]
    [InlineData("min_nodes_per_partition", "0", "a number from 1")]
    [InlineData("exclude", "conv", "node numbers (12), ranges (3-9) and operators (CONV_2D) separated by ,")]
    [InlineData("include", "9-3", "node numbers (12), ranges (3-9) and operators (CONV_2D) separated by ,")]
    [InlineData("partitioning", "best", "all, none, given, predicted, measured")]
    [InlineData("decision", "", "a path")]
    [InlineData("machine_profile", "", "a path")]
    [InlineData("processor", "avx", "native, avx512 (without VNNI), avx2, baseline (none)")]
    [InlineData("kernels", "mlas", "auto (own ones where they are measured to be faster on such a processor), onnxruntime (no own ones), own (also those that were only tested)")]
    [InlineData("log", "debug", "host (failures only), stderr, or the path of a file, with a / or . in it")]
    [InlineData("explain", "", "a path; - for standard error")]
    public void A_bad_value_is_an_error_that_names_what_is_allowed(string key, string value, string allowed) =>
        Assert.Equal($"option '{key}' is '{value}'; allowed: {allowed}", Problem("", (key, value)));

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_where_it_came_from() => Assert.Equal(
        "WEBNN_DELEGATE_OPTIONS has 'threads' where key=value is expected; WEBNN_DELEGATE_OPTIONS: option 'fallback' is 'x'; allowed: xnnpack, none; option 'log' is ''; allowed: host (failures only), stderr, or the path of a file, with a / or . in it",
        Problem("threads;fallback=x", ("log", "")));

    private static PluginOptions Parse(string environment, params (string Key, string Value)[] host) =>
        OptionParser.Parse(environment, host.Select(option => KeyValuePair.Create(option.Key, option.Value)));

    private static string Problem(string environment, params (string Key, string Value)[] host) =>
        Assert.Throws<OptionException>(() => Parse(environment, host)).Message;
}
