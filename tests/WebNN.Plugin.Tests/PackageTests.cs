using System.IO.Compression;
using System.Text.Json;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>Each package installed from the local folder into a project that did not exist before.</summary>
public sealed class PackageTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";

    private const string Program = """
        using WebNN.TfLite;

        using var model = TfLiteModel.FromFile(args[0]);
        using var webnn = new WebNNDelegate();
        using var plugin = new ExternalDelegate("libwebnn_delegate.so");
        using var managed = new Interpreter(model, new() { Delegates = [webnn] });
        using var native = new Interpreter(model, new() { Delegates = [plugin] });
        foreach (var interpreter in new[] { managed, native })
        {
            new Random(7).NextBytes(interpreter.Inputs[0].Bytes);
            interpreter.Invoke();
        }

        Console.WriteLine($"delegated {managed.Report!.DelegatedNodes} of {managed.Report.Nodes}");
        Console.WriteLine($"equal {managed.Outputs[0].Bytes.SequenceEqual(native.Outputs[0].Bytes)}");
        Console.WriteLine($"messages '{plugin.Messages}'");
        Console.WriteLine($"library {webnn.Library!.Version} {webnn.Library.Source.Replace(AppContext.BaseDirectory, "")}");
        """;

    [Fact]
    public void A_fresh_project_runs_a_model_with_the_managed_package_and_with_the_plug_in_package()
    {
        using var project = Build(Program, "WebNNDelegate", $"WebNNDelegate.Natives.{Places.Rid}", $"WebNNDelegate.Plugin.{Places.Rid}");
        var run = Tool.Require("dotnet", [project.At("bin", "Release", "net10.0", "Fresh.dll"), Places.Model(Model)]);
        Assert.Equal(
            ["delegated 68 of 68", "equal True", "messages ''", $"library 1.31.1 runtimes/{Places.Rid}/native/libonnxruntime.so (beside the application)"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_fresh_project_with_the_main_package_alone_runs_a_model_without_TensorFlow_Lite()
    {
        const string program = """
            using WebNN.TfLite;

            using var model = CompiledModel.FromFile(args[0]);
            model.Run();
            Console.WriteLine($"{model.Report.Nodes} nodes, {model.Library.Source.Replace(AppContext.BaseDirectory, "")}");
            """;
        using var project = Build(program, "WebNNDelegate");
        var run = Tool.Require(
            "dotnet", [project.At("bin", "Release", "net10.0", "Fresh.dll"), Places.Model(Model)], null, ("WEBNN_TFLITE", "/nowhere"));
        Assert.Equal($"68 nodes, runtimes/{Places.Rid}/native/libonnxruntime.so (beside the application)", run.Output.Trim());
        Assert.DoesNotContain(
            Directory.EnumerateFiles(project.At("bin"), "*", SearchOption.AllDirectories), file => file.Contains("tensorflowlite", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tool_installs_and_inspects_a_model_with_the_natives_inside_it()
    {
        using var folder = new TemporaryFolder();
        Packages.Configure(folder.Path);
        Tool.Require("dotnet", ["tool", "install", "webnn-delegate", "--tool-path", folder.At("tools"), "--version", Packages.Version], folder.Path);
        var run = Tool.Require(folder.At("tools", "webnn-delegate"), ["inspect", Places.Model(Model), "--json", "-"], folder.Path);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(68, report.GetProperty("delegatedNodes").GetInt32());
        Assert.Contains(folder.Path, run.Output, StringComparison.Ordinal);

        var guest = Places.At("hosts", "wasi-nn", "samples", "classify.wat");
        var inspection = Tool.Require(folder.At("tools", "webnn-delegate"), ["wasi", "inspect", guest], folder.Path);
        Assert.Contains("can be run: it uses wasi_snapshot_preview1, wasi_ephemeral_nn", inspection.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_has_a_readme_a_licence_and_notices()
    {
        foreach (var package in Directory.GetFiles(Packages.Require(), "*.nupkg"))
        {
            using var archive = ZipFile.OpenRead(package);
            var names = archive.Entries.Select(entry => entry.FullName).ToArray();
            Assert.Contains("README.md", names);
            Assert.Contains("THIRD-PARTY-NOTICES.md", names);
            Assert.Contains(names, name => name is "LICENSE" or "licences/LICENSE");
        }
    }

    [Fact]
    public void The_managed_package_depends_on_ONNX_Runtime_and_holds_no_native_library()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Packages.Require(), $"WebNNDelegate.{Packages.Version}.nupkg"));
        using var manifest = archive.GetEntry("WebNNDelegate.nuspec")!.Open();
        var dependency = Assert.Single(System.Xml.Linq.XDocument.Load(manifest).Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal(("Microsoft.ML.OnnxRuntime", "1.31.1"), (dependency.Attribute("id")?.Value, dependency.Attribute("version")?.Value));
        Assert.Equal(
            [
                "WebNN.FlatBuffers.dll", "WebNN.Graph.dll", "WebNN.Interop.dll", "WebNN.Kernels.dll", "WebNN.OnnxRuntime.dll", "WebNN.TfLite.Abi.dll",
                "WebNN.TfLite.Delegation.dll", "WebNN.TfLite.ModelFile.dll", "WebNN.TfLite.dll",
            ],
            archive.Entries.Select(entry => entry.Name).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(archive.Entries, entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_for_guests_depends_on_the_main_one_and_on_Wasmtime()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Packages.Require(), $"WebNNDelegate.Wasi.{Packages.Version}.nupkg"));
        using var manifest = archive.GetEntry("WebNNDelegate.Wasi.nuspec")!.Open();
        Assert.Equal(
            [("WebNNDelegate", Packages.Version), ("Wasmtime", "50.0.1")],
            System.Xml.Linq.XDocument.Load(manifest).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value)));
        Assert.Equal(
            ["WebNN.Wasi.dll"], archive.Entries.Select(entry => entry.Name).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)));
        Assert.NotNull(archive.GetEntry("wasi-nn.md"));
    }

    [Fact]
    public void The_tool_has_Wasmtime_for_the_platforms_that_it_has_the_other_natives_for()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Packages.Require(), $"webnn-delegate.{Packages.Version}.nupkg"));
        string[] Platforms(string library) =>
        [
            .. archive.Entries.Where(entry => entry.FullName.Contains("/runtimes/", StringComparison.Ordinal) && entry.Name.Contains(library, StringComparison.Ordinal))
                .Select(entry => entry.FullName.Split('/')[^3]).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(Platforms("onnxruntime"), Platforms("wasmtime"));
        Assert.NotNull(archive.GetEntry("licences/wasmtime.txt"));
    }

    [Fact]
    public void The_package_with_natives_says_where_they_come_from()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Packages.Require(), $"WebNNDelegate.Natives.{Places.Rid}.{Packages.Version}.nupkg"));
        using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
        var readme = reader.ReadToEnd();
        Assert.Contains("the npm package `tfjs-tflite-node` 0.0.2", readme, StringComparison.Ordinal);
        Assert.Equal(["libtensorflowlite_c.so"], archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    /// <summary>A console program that was not there before, built.</summary>
    internal static TemporaryFolder Build(string program, params string[] packages)
    {
        var project = new TemporaryFolder();
        Packages.Configure(project.Path);
        var references = packages.Select(package => $"""<PackageReference Include="{package}" Version="{Packages.Version}" />""");
        File.WriteAllText(project.At("Fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", references)}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(project.At("Program.cs"), program);
        Tool.Require("dotnet", ["build", "-c", "Release", "-v", "quiet", "--nologo"], project.Path);
        return project;
    }
}
