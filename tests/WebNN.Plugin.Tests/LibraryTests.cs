using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>The file itself.</summary>
public sealed class LibraryTests
{
    [Fact]
    public void It_exports_its_three_functions_and_nothing_else_of_ours()
    {
        Tool.RequireOnPath("nm");
        var symbols = Tool.Require("nm", ["-D", "--defined-only", PluginLibrary.Require()]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var functions = symbols.Select(line => line.Split(' ')).Where(parts => parts[^2] == "T").Select(parts => parts[^1].Split('@')[0]);
        Assert.Equal(["tflite_plugin_create_delegate", "tflite_plugin_destroy_delegate", "webnn_delegate_version"], functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_imports_no_symbol_of_TFLite_or_ONNX_Runtime()
    {
        Tool.RequireOnPath("nm");
        var symbols = Tool.Require("nm", ["-D", "--undefined-only", PluginLibrary.Require()]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(symbols, symbol => symbol.Contains("TfLite", StringComparison.Ordinal) || symbol.Contains("Ort", StringComparison.Ordinal));
    }
}
