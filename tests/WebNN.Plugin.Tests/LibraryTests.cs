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

    [Fact]
    public void A_run_leaves_nothing_behind_in_the_user_s_folders()
    {
        using var home = new TemporaryFolder();
        Tool.Require(
            ModelRun.Direct(), [Places.Model("hello_world_float"), PluginLibrary.Require(), "-", "-", "1"], null,
            ("HOME", home.Path), ("XDG_CACHE_HOME", home.At("cache")), ("TMPDIR", home.At("temporary")), ("ORT_DISABLE_TELEMETRY", null));
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    [Fact]
    public void The_host_s_signals_stay_its_own_even_where_lines_go_to_standard_error()
    {
        var program = CProgram.Compile("signals.c", "signals", "", [], "-Werror");
        Assert.Equal("ok\n", Tool.Require(program, [PluginLibrary.Require()]).Output);
    }
}
