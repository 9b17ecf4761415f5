using System.Text.Json;
using WebNN.Kernels;
using WebNN.OnnxRuntime;
using WebNN.Plugin.Tests.Support;
using WebNN.Processors;
using WebNN.TfLite;

namespace WebNN.Plugin.Tests;

/// <summary>The libraries of kernels beside the plug-in. What the two give together, ExternalDelegateTests compares with the managed delegate.</summary>
public sealed class KernelLibraryTests
{
    private const string Model = "deeplabv3_fp32";
    private const string OwnKernels = "own float kernels";
    private const string Avx512 = "libwebnn_kernels_avx512.so";
    private const string Avx2 = "libwebnn_kernels_avx2.so";

    public KernelLibraryTests() => Assert.SkipUnless(PluginLibrary.HasKernels && OperatingSystem.IsLinux(), "the libraries are for x64, and these tests for Linux");

    [Fact]
    public void The_report_says_that_the_kernels_are_used_where_the_processor_has_vectors_for_them()
    {
        var backend = Backend(PluginLibrary.Require(), Model, null).Backend;
        var isOwn = Processor.Features.HasFlag(ProcessorFeatures.Avx2);
        Assert.Equal(isOwn, backend.Contains(OwnKernels, StringComparison.Ordinal));
        Assert.Contains($"CPU ({Processor.Name(Processor.Features)})", backend, StringComparison.Ordinal);
        Exercised($"the plug-in {(isOwn ? "with" : "without")} a library of kernels");
    }

    [Theory]
    [InlineData("avx512", ProcessorFeatures.Avx2 | ProcessorFeatures.Avx512)]
    [InlineData("avx2", ProcessorFeatures.Avx2)]
    [InlineData("baseline", ProcessorFeatures.None)]
    public void With_less_of_the_processor_it_gives_what_the_managed_delegate_gives(string option, ProcessorFeatures allowed)
    {
        using var folder = new TemporaryFolder();
        using var webnn = new WebNNDelegate(new WebNNDelegateOptions { ProcessorFeatures = allowed });
        var managed = ManagedRun.Of(Places.Model(Model), webnn);
        File.WriteAllBytes(folder.At("inputs"), managed.Inputs);
        var (backend, outputs) = Backend(PluginLibrary.Require(), Model, folder.At("inputs"), [$"processor={option}"]);
        Assert.Equal(webnn.Backend, backend);
        Assert.True(managed.Outputs.AsSpan().SequenceEqual(outputs));
    }

    [Theory]
    [InlineData("avx512", "AVX-512")]
    [InlineData("avx2", "AVX2")]
    [InlineData("baseline", "SSE")]
    public void On_a_lesser_processor_it_loads_a_library_that_can_run_there(string processor, string name)
    {
        var backend = Backend(PluginLibrary.Require(), Model, null, [], MaskedProcessor.As(processor)).Backend;
        Assert.Equal(processor != "baseline", backend.Contains(OwnKernels, StringComparison.Ordinal));
        Assert.Contains($"CPU ({name})", backend, StringComparison.Ordinal);
        Exercised($"the plug-in on a processor masked as {processor}");
    }

    [Theory]
    [InlineData(Model, "own float kernels")]
    [InlineData("ad01_fp32", "own float kernels")]
    [InlineData("vww_96_int8", "own integer kernels")]
    public void Beside_the_library_for_AVX2_alone_it_gives_what_its_kernels_give(string model, string kernels)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "the processor has no AVX2");
        using var folder = new TemporaryFolder();
        var plugin = CopyTo(folder, Avx2);
        using var webnn = new WebNNDelegate(new WebNNDelegateOptions { ProcessorFeatures = ProcessorFeatures.Avx2 });
        var managed = ManagedRun.Of(Places.Model(model), webnn);
        File.WriteAllBytes(folder.At("inputs"), managed.Inputs);
        var (backend, outputs) = Backend(plugin, model, folder.At("inputs"), ["processor=avx2"]);
        Assert.Contains(kernels, backend, StringComparison.Ordinal);
        Assert.True(managed.Outputs.AsSpan().SequenceEqual(outputs));
        Exercised("the plug-in with the library of kernels for AVX2 alone");
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
        Exercised("the plug-in without libraries of kernels");
    }

    [Fact]
    public void A_library_that_is_not_ours_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var plugin = CopyTo(folder);
        File.WriteAllText(folder.At(Avx512), "not a library");
        File.WriteAllText(folder.At(Avx2), "not a library");
        Assert.DoesNotContain(OwnKernels, Backend(plugin, Model, null).Backend, StringComparison.Ordinal);
        File.Copy(plugin, folder.At(Avx512), overwrite: true);
        File.Copy(plugin, folder.At(Avx2), overwrite: true);
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

    [Theory]
    [InlineData(Avx512)]
    [InlineData(Avx2)]
    public void It_exports_its_functions_and_nothing_else_of_ours(string fileName)
    {
        Tool.RequireOnPath("nm");
        var library = Path.Combine(Path.GetDirectoryName(PluginLibrary.Require())!, fileName);
        var symbols = Tool.Require("nm", ["-D", "--defined-only", library]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var functions = symbols.Select(line => line.Split(' ')).Where(parts => parts[^2] == "T").Select(parts => parts[^1].Split('@')[0]);
        Assert.Equal(
            ["webnn_kernels_create", "webnn_kernels_destroy", "webnn_kernels_prepare", "webnn_kernels_run", "webnn_kernels_version"],
            functions.Order(StringComparer.Ordinal));
    }

    /// <summary>The plug-in in a folder, with these of its companions.</summary>
    private static string CopyTo(TemporaryFolder folder, params string[] companions)
    {
        Array.ForEach(companions, name => File.Copy(Path.Combine(Path.GetDirectoryName(PluginLibrary.Require())!, name), folder.At(name)));
        var copy = folder.At(PluginLibrary.FileName);
        File.Copy(PluginLibrary.Require(), copy);
        return copy;
    }

    /// <summary>What a run with the library says of its backend, and its outputs.</summary>
    private static (string Backend, byte[] Outputs) Backend(
        string library, string model, string? inputs, string[]? options = null, (string Name, string? Value)[]? environment = null)
    {
        using var folder = new TemporaryFolder();
        string[] always = [$"explain={folder.At("report.json")}", $"onnxruntime={Places.At("natives", "bin", Places.Rid, "libonnxruntime.so")}"];
        Tool.Require(
            ModelRun.Direct(),
            [Places.Model(model), library, inputs ?? "-", folder.At("outputs"), "1", .. always, .. options ?? []],
            null,
            environment ?? []);
        var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json"))).RootElement;
        return (report.GetProperty("backend").GetString()!, File.ReadAllBytes(folder.At("outputs")));
    }

    private static void Exercised(string path) => TestContext.Current.TestOutputHelper!.WriteLine($"path: {path}");
}
