using System.Runtime.Intrinsics;
using System.Text.Json;
using WebNN.OnnxRuntime;
using WebNN.Plugin.Tests.Support;
using WebNN.TfLite;

namespace WebNN.Plugin.Tests;

/// <summary>The library of float kernels beside the plug-in. What the two give together, ExternalDelegateTests compares with the managed delegate.</summary>
public sealed class KernelLibraryTests
{
    private const string Model = "deeplabv3_fp32";
    private const string OwnKernels = "own float kernels";
    private const string FileName = "libwebnn_kernels_avx512.so";

    public KernelLibraryTests() => Assert.SkipUnless(PluginLibrary.HasKernels && OperatingSystem.IsLinux(), "the library is for x64, and these tests for Linux");

    [Fact]
    public void The_report_says_that_the_kernels_are_used_where_the_processor_has_wide_vectors()
    {
        var backend = Backend(PluginLibrary.Require(), Model, null).Backend;
        Assert.Equal(Vector512.IsHardwareAccelerated, backend.Contains(OwnKernels, StringComparison.Ordinal));
    }

    [Fact]
    public void The_plug_in_alone_runs_everything_on_ONNX_Runtime()
    {
        using var folder = new TemporaryFolder();
        var plugin = CopyTo(folder);
        var path = Places.Model(Model);
        using var webnn = new WebNNDelegate(new OrtContext(new() { OwnKernels = false }));
        var managed = ManagedRun.Of(path, webnn);
        File.WriteAllBytes(folder.At("inputs"), managed.Inputs);
        var (backend, outputs) = Backend(plugin, Model, folder.At("inputs"));
        Assert.DoesNotContain(OwnKernels, backend, StringComparison.Ordinal);
        Assert.True(managed.Outputs.AsSpan().SequenceEqual(outputs));
    }

    [Fact]
    public void A_library_that_is_not_ours_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var plugin = CopyTo(folder);
        File.WriteAllText(folder.At(FileName), "not a library");
        Assert.DoesNotContain(OwnKernels, Backend(plugin, Model, null).Backend, StringComparison.Ordinal);
        File.Copy(plugin, folder.At(FileName), overwrite: true);
        Assert.DoesNotContain(OwnKernels, Backend(plugin, Model, null).Backend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(500_000)]
    [InlineData(700_000)]
    public void An_address_space_without_room_for_it_is_no_reason_to_end_the_program(int kilobytes)
    {
        var run = Tool.Require("bash", ["-c", $"ulimit -v {kilobytes}; exec '{ModelRun.Direct()}' '{Places.Model("hello_world_float")}' '{PluginLibrary.Require()}' - - 1"]);
        Assert.Equal("2.9.0", run.Value("tflite"));
    }

    [Fact]
    public void It_exports_its_functions_and_nothing_else_of_ours()
    {
        Tool.RequireOnPath("nm");
        var library = Path.Combine(Path.GetDirectoryName(PluginLibrary.Require())!, FileName);
        var symbols = Tool.Require("nm", ["-D", "--defined-only", library]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var functions = symbols.Select(line => line.Split(' ')).Where(parts => parts[^2] == "T").Select(parts => parts[^1].Split('@')[0]);
        Assert.Equal(
            ["webnn_kernels_create", "webnn_kernels_destroy", "webnn_kernels_prepare", "webnn_kernels_run", "webnn_kernels_version"],
            functions.Order(StringComparer.Ordinal));
    }

    /// <summary>The plug-in in a folder without its companion.</summary>
    private static string CopyTo(TemporaryFolder folder)
    {
        var copy = folder.At(PluginLibrary.FileName);
        File.Copy(PluginLibrary.Require(), copy);
        return copy;
    }

    /// <summary>What a run with the library says of its backend, and its outputs.</summary>
    private static (string Backend, byte[] Outputs) Backend(string library, string model, string? inputs)
    {
        using var folder = new TemporaryFolder();
        Tool.Require(
            ModelRun.Direct(),
            [Places.Model(model), library, inputs ?? "-", folder.At("outputs"), "1", $"explain={folder.At("report.json")}", $"onnxruntime={Places.At("natives", "bin", Places.Rid, "libonnxruntime.so")}"]);
        var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json"))).RootElement;
        return (report.GetProperty("backend").GetString()!, File.ReadAllBytes(folder.At("outputs")));
    }
}
