using System.Text.RegularExpressions;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>wasi-nn as users get it: the package in a project of theirs, and the folder that an image is made of.</summary>
public sealed partial class WasiPackageTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";

    private static readonly Lazy<string> folder = new(Publish);

    [Fact]
    public void A_fresh_project_runs_a_guest_with_the_package()
    {
        const string program = """
            using WebNN.TfLite;
            using WebNN.Wasi;
            using WebNN.Wasi.Runner;

            using var models = new ModelSet { ["classifier"] = TfLiteModel.FromFile(args[1]) };
            using var runner = new GuestRunner();
            using var guest = runner.Compile(GuestFile.Read(args[0]));
            using var output = Console.OpenStandardOutput();
            var result = runner.Run(guest, new() { Nn = new() { Models = models }, Directories = [new(args[2], "/")], Arguments = ["bird.bmp"], Output = output });
            Console.WriteLine($"{result.End} {result.ExitCode} {result.Reason}{result.LastFailure}");
            """;
        using var project = PackageTests.Build(program, "WebNNDelegate.Wasi");
        var run = Tool.Require(
            "dotnet", [project.At("bin", "Release", "net10.0", "Fresh.dll"), Guest, Places.Model(Model), Pictures], null, ("WEBNN_TFLITE", "/nowhere"));
        Assert.Equal("class 20\nExited 0 \n", run.Output);
    }

    [Fact]
    public void The_folder_of_the_tool_runs_guests_without_anything_else()
    {
        var run = Wasi("run", Guest, "--model", "classifier=" + Places.Model(Model), "--dir", Pictures, "--cache", "none", "--report", "--", "bird.bmp");
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Equal("class 20\n", run.Output);
        Assert.Contains("compiled whole, 68 nodes, on ONNX Runtime", run.Errors, StringComparison.Ordinal);
        Assert.Equal(44, Wasi("run", Guest, "--dir", Pictures, "--cache", "none", "--", "nowhere.bmp").ExitCode);
        Assert.Equal(2, Wasi("run", "/nowhere.wasm").ExitCode);
    }

    [Fact]
    public void The_folder_of_the_tool_holds_the_runtimes_and_their_licences_and_nothing_of_npm()
    {
        var root = Folder();
        string[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path))];
        string[] wanted =
        [
            "webnn-delegate", "libcoreclr.so", "libwasmtime.so", $"runtimes/{Places.Rid}/native/libonnxruntime.so",
            $"runtimes/{Places.Rid}/native/libtensorflowlite_c.so", "LICENSE", "THIRD-PARTY-NOTICES.md", "licences/dotnet-runtime.txt",
            "licences/onnxruntime.txt", "licences/wasmtime.txt", "licences/xnnpack.txt",
        ];
        Assert.Empty(wanted.Except(files));
        Assert.DoesNotContain(files, file => file.Contains("node_modules", StringComparison.Ordinal) || file.EndsWith(".js", StringComparison.Ordinal) || file.EndsWith("package.json", StringComparison.Ordinal));
        Assert.Single(files, file => file.Contains("wasmtime.", StringComparison.Ordinal) && file.EndsWith(".so", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_deployed_uses_options_and_places_that_are_there()
    {
        var help = Wasi("run", "--help").Output;
        var job = File.ReadAllText(Places.At("hosts", "wasi-nn", "deploy", "job.yaml"));
        var docker = File.ReadAllText(Places.At("hosts", "wasi-nn", "deploy", "Dockerfile"));
        string[] options = [.. Argument().Matches(job).Select(match => match.Groups["name"].Value)];
        Assert.Equal(11, options.Length);
        Assert.Empty(options.Where(option => !help.Contains(option, StringComparison.Ordinal)));
        Assert.Contains("""ENTRYPOINT ["/opt/webnn-delegate/webnn-delegate", "wasi", "run"]""", docker, StringComparison.Ordinal);
        Assert.Contains("COPY . /opt/webnn-delegate", docker, StringComparison.Ordinal);
    }

    private static string Guest => Places.At("hosts", "wasi-nn", "samples", "classify.wat");

    private static string Pictures => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Places.Model(Model))!)!, "images");

    /// <summary>As in an image: no .NET, no home, and a path of nothing.</summary>
    private static ToolResult Wasi(params string[] arguments) => Tool.Run(
        Path.Combine(Folder(), "webnn-delegate"), ["wasi", .. arguments], "/", ("DOTNET_ROOT", null), ("PATH", "/nowhere"), ("HOME", "/nowhere"));

    private static string Folder()
    {
        Places.Native("bin", Places.Rid, "libonnxruntime.so");
        Places.Native("bin", Places.Rid, "libtensorflowlite_c.so");
        return folder.Value;
    }

    private static string Publish()
    {
        BuildProgram.Run("tool");
        return Places.At("artifacts", "tool", Places.Rid);
    }

    [GeneratedRegex(@"^\s+- (?<name>--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Argument();
}
