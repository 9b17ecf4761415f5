using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>CPython, which passes the count of options as 32 bits and holds its lock while the delegate is made.</summary>
public sealed class PythonTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";

    [Fact]
    public void Python_gets_the_outputs_that_a_C_program_gets()
    {
        using var folder = new TemporaryFolder();
        var path = Places.Model(Model);
        Tool.Require(ModelRun.Direct(), [path, PluginLibrary.Require(), "-", folder.At("outputs"), "1"]);
        var run = Run(path, "threads=1", $"explain={folder.At("report.json")}");
        Assert.Equal(Convert.ToHexStringLower(File.ReadAllBytes(folder.At("outputs"))), run.Value("output"));
        Assert.Contains("\"delegatedNodes\": 68", File.ReadAllText(folder.At("report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_Python_writes_in_its_own_way_is_refused_by_its_error_function() =>
        Assert.Equal("WebNN delegate: option 'fallback' is 'None'; allowed: xnnpack, none", Run(Places.Model(Model), "fallback=None").Value("error"));

    private static ToolResult Run(string model, params string[] options)
    {
        Tool.RequireOnPath("python3");
        var tflite = Places.Native("bin", Places.Rid, "libtensorflowlite_c.so");
        return Tool.Require("python3", [Places.At("tests", "hosts", "load_delegate.py"), tflite, PluginLibrary.Require(), model, .. options]);
    }
}
