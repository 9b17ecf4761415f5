using System.Text.Json;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>Node.js with tfjs-tflite-node, whose addon is compiled here, and our npm package as a user installs it.</summary>
public sealed class NodeTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";
    private static readonly Lazy<string> host = new(Install);

    [Fact]
    public void A_program_with_our_package_gets_what_the_managed_delegate_gives()
    {
        var (path, managed, folder) = Prepare();
        using (folder)
        {
            var run = Run(path, managed, folder, $$"""{"threads": 1, "log": "stderr", "explain": "{{folder.At("re;po:rt.json")}}"}""");
            var scores = JsonDocument.Parse(File.ReadAllText(folder.At("output"))).RootElement.EnumerateArray().Select(score => (byte)score.GetInt32());
            Assert.Equal(managed.Outputs, scores);
            var report = JsonDocument.Parse(File.ReadAllText(folder.At("re;po:rt.json"))).RootElement;
            Assert.Equal(managed.Report.DelegatedNodes, report.GetProperty("delegatedNodes").GetInt32());
            Assert.Contains("onnxruntime-node", report.GetProperty("onnxruntime").GetString(), StringComparison.Ordinal);
            Assert.Contains("68 of 68 nodes in 1 partition", run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_of_the_environment_are_kept_and_those_in_code_win()
    {
        var (path, managed, folder) = Prepare();
        using (folder)
        {
            var run = Run(path, managed, folder, """{"exclude": [0]}""", ("WEBNN_DELEGATE_OPTIONS", "log=stderr;exclude=0-9"));
            Assert.Contains("67 of 68 nodes", run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_option_that_does_not_exist_is_a_TypeError_that_names_those_there_are()
    {
        var (path, managed, folder) = Prepare();
        using (folder)
        {
            var run = Tool.Run("node", Arguments(path, managed, folder, """{"thread": 2}"""), host.Value);
            Assert.NotEqual(0, run.ExitCode);
            Assert.Contains("TypeError: unknown option 'thread'; there are device, powerPreference, threads", run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_the_delegate_the_same_program_runs_on_TFLite()
    {
        var (path, managed, folder) = Prepare();
        using (folder)
        {
            File.WriteAllBytes(folder.At("input"), managed.Inputs);
            Tool.Require("node", ["run.js", path, folder.At("input"), folder.At("output")], host.Value);
            Assert.Equal(1001, JsonDocument.Parse(File.ReadAllText(folder.At("output"))).RootElement.GetArrayLength());
        }
    }

    [Fact]
    public void The_package_webnn_node_installs_without_a_compiler_and_defines_navigator_ml()
    {
        Tool.RequireOnPath("node");
        Tool.RequireOnPath("g++");
        var run = Tool.Require("node", [Path.Combine("node_modules", "webnn-node", "samples", "navigator-ml.mjs")], host.Value);
        Assert.Equal("0 0 1 3", run.Output.Trim());
        var files = Directory.EnumerateFileSystemEntries(Path.Combine(host.Value, "node_modules", "webnn-node")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.md", "index.d.ts", "index.js", "lib", "licences", "natives", "package.json", "register.d.ts", "register.js", "samples", "shims", "tflite.d.ts", "tflite.js", "webnn.d.ts"],
            files);
    }

    private static (string Path, ManagedRun Managed, TemporaryFolder Folder) Prepare()
    {
        Tool.RequireOnPath("node");
        Tool.RequireOnPath("g++");
        var path = Places.Model(Model);
        return (path, ManagedRun.Of(path), new TemporaryFolder());
    }

    private static ToolResult Run(string path, ManagedRun managed, TemporaryFolder folder, string options, params (string Name, string? Value)[] environment) =>
        Tool.Require("node", Arguments(path, managed, folder, options), host.Value, environment);

    private static string[] Arguments(string path, ManagedRun managed, TemporaryFolder folder, string options)
    {
        File.WriteAllBytes(folder.At("input"), managed.Inputs);
        return ["run.js", path, folder.At("input"), folder.At("output"), options];
    }

    /// <summary>A project with the pinned packages (kept between runs: its addon takes a while to compile) and our tarballs, always new.</summary>
    private static string Install()
    {
        var packages = Packages.Require();
        var project = Places.At("artifacts", "hosts", "node");
        Directory.CreateDirectory(project);
        var sources = Places.At("tests", "hosts", "node");
        var stale = !File.Exists(Path.Combine(project, "installed")) || File.ReadAllText(Path.Combine(project, "installed")) != File.ReadAllText(Path.Combine(sources, "package-lock.json"));
        foreach (var file in Directory.GetFiles(sources))
        {
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)), overwrite: true);
        }

        // ONNX Runtime's package would fetch CUDA libraries from elsewhere.
        (string, string?) bundledOnly = ("ONNXRUNTIME_NODE_INSTALL", "skip");
        if (stale)
        {
            Tool.Require("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], project, bundledOnly);
            File.Copy(Path.Combine(sources, "package-lock.json"), Path.Combine(project, "installed"), overwrite: true);
        }

        // Both at once: what is not in the lock file goes with the next installation.
        string[] tarballs = [.. new[] { "webnn-tflite-delegate", "webnn-node" }.Select(name => Path.Combine(packages, $"{name}-{Packages.Version}.tgz"))];
        Tool.Require("npm", ["install", .. tarballs, "--no-save", "--no-package-lock", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], project, bundledOnly);
        return project;
    }
}
