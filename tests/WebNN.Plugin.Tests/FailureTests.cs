using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>What goes wrong never ends the host: the model runs without us, and there is a line that says why.</summary>
public sealed class FailureTests
{
    private const string Model = "hello_world_float";

    [Fact]
    public void A_path_without_ONNX_Runtime_is_told_at_once_and_the_model_runs()
    {
        var run = Run([("WEBNN_ONNXRUNTIME", "/nowhere/libonnxruntime.so")]);
        Assert.Contains("error WebNN delegate: ONNX Runtime: the environment variable WEBNN_ONNXRUNTIME names '/nowhere/libonnxruntime.so', where there is no libonnxruntime.so", run.Errors, StringComparison.Ordinal);
        Assert.Contains("TFLite runs the model without it", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_ONNX_Runtime_is_named_and_the_model_runs()
    {
        var run = Run([], $"onnxruntime={Places.Native("bin", Places.Rid, "libtensorflowlite_c.so")}");
        Assert.Contains("does not export OrtGetApiBase; it is another library, or too old", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ONNX_Runtime_that_is_too_old_is_named_with_its_version_and_the_model_runs()
    {
        var old = CProgram.Compile("old_onnxruntime.c", "libonnxruntime_old.so", "", [], "-Werror", "-shared", "-fPIC");
        Assert.Contains("is version 1.5.0; API version 22 (ONNX Runtime 1.22) or later is needed", Run([], $"onnxruntime={old}").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_and_the_model_runs() =>
        Assert.Contains("LICENSE (explicit path) does not load:", Run([], $"onnxruntime={Places.At("LICENSE")}").Errors, StringComparison.Ordinal);

    [Fact]
    public void A_library_that_is_cut_short_is_named_and_the_model_runs()
    {
        using var folder = new TemporaryFolder();
        var cut = folder.At("libonnxruntime.so.1");
        using (var source = File.OpenRead(Places.Native("bin", Places.Rid, "libtensorflowlite_c.so")))
        {
            var bytes = new byte[100_000];
            source.ReadExactly(bytes);
            File.WriteAllBytes(cut, bytes);
        }

        var run = Run([], $"onnxruntime={cut}");
        Assert.Contains($"error WebNN delegate: ONNX Runtime: {cut} (explicit path) does not load: it is cut short (expected ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("found 100000): fetch or copy it again", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_made_is_named_and_the_model_runs_delegated()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("file"), "not a folder");
        var run = Run([], $"cache_dir={folder.At("file", "cache")}", "log=stderr");
        Assert.Contains($"error WebNN delegate: the cache folder '{folder.At("file", "cache")}' cannot be used: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("3 of 3 nodes in 1 partition", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_option_is_named_with_those_there_are_and_the_model_runs()
    {
        var run = Run([], "treads=2");
        Assert.Contains("error WebNN delegate: unknown option 'treads'; there are device, power_preference,", run.Errors, StringComparison.Ordinal);
        Assert.Contains("log WebNN delegate: unknown option 'treads'", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_does_not_exist_is_named_and_the_model_runs()
    {
        var run = Run([], "exclude=CONV_3000");
        Assert.Contains("CONV_3000", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_environment_is_named_and_the_model_runs()
    {
        var run = Run([("WEBNN_DELEGATE_OPTIONS", "threads=x")]);
        Assert.Contains("WEBNN_DELEGATE_OPTIONS: option 'threads' is 'x'; allowed: a number from 0 to 1024", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_not_there_is_named_and_the_model_runs_without_us_unless_another_is_listed()
    {
        Assert.Contains("error WebNN delegate: no device of npu can be used; npu: this ONNX Runtime has no provider for it", Run([], "device=npu").Errors, StringComparison.Ordinal);
        Assert.Contains("3 of 3 nodes in 1 partition", Run([], "device=npu,cpu", "log=stderr").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_said_on_standard_error_and_the_model_runs_delegated()
    {
        var run = Run([], "explain=/nowhere/report.json", "log=stderr");
        Assert.Contains("/nowhere/report.json cannot be written", run.Errors, StringComparison.Ordinal);
        Assert.Contains("3 of 3 nodes in 1 partition", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_options_the_wrapper_passes_no_error_function_and_the_line_goes_to_standard_error()
    {
        var run = Tool.Require(ModelRun.Wrapper(), [Places.Model(Model), PluginLibrary.Require(), "-", "-", "1", "log=nothing"]);
        Assert.Contains("WebNN delegate: option 'log' is 'nothing'; allowed: host", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_options_that_the_wrapper_holds_are_read_and_the_last_of_a_key_counts()
    {
        string[] options = [.. Enumerable.Range(1, 254).Select(threads => $"threads={threads}"), "threads=1", "log=stderr"];
        var run = Tool.Require(ModelRun.Wrapper(), [Places.Model(Model), PluginLibrary.Require(), "-", "-", "1", .. options]);
        Assert.Contains(", 1 thread", run.Errors, StringComparison.Ordinal);
    }

    private static ToolResult Run((string Name, string? Value)[] environment, params string[] options) =>
        Tool.Require(ModelRun.Direct(), [Places.Model(Model), PluginLibrary.Require(), "-", "-", "1", .. options], null, environment);
}
