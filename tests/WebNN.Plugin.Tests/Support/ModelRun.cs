using System.Text.Json;

namespace WebNN.Plugin.Tests.Support;

/// <summary>One run of tests/hosts/run_model.c: its outputs, what it printed and the plug-in's report.</summary>
internal sealed record ModelRun(byte[] Outputs, ToolResult Printed, JsonElement Report)
{
    public int DelegatedNodes => Report.GetProperty("delegatedNodes").GetInt32();

    /// <summary>Runs a model in a C program.</summary>
    /// <param name="options">The delegate's, as key=value; where the report goes is added.</param>
    public static ModelRun Of(string program, string model, byte[] inputs, params string[] options)
    {
        var library = PluginLibrary.Require();
        using var folder = new TemporaryFolder();
        var (given, taken, report) = (folder.At("inputs"), folder.At("outputs"), folder.At("report.json"));
        File.WriteAllBytes(given, inputs);
        var printed = Tool.Require(program, [model, library, given, taken, "1", $"explain={report}", .. options]);
        Assert.True(File.Exists(report), printed.All);
        return new(File.ReadAllBytes(taken), printed, JsonDocument.Parse(File.ReadAllText(report)).RootElement);
    }

    /// <summary>The program that links TFLite 2.9 and loads plug-ins through its external-delegate wrapper.</summary>
    public static string Wrapper() => CProgram.Compile("run_model.c", "run_model_wrapper", "", ["libtensorflowlite_c.so", "libexternal_delegate_obj.so"], "-Werror", "-DWRAPPER");

    /// <summary>The program that links TFLite 2.9 and loads plug-ins by dlopen.</summary>
    public static string Direct() => CProgram.Compile("run_model.c", "run_model", "", ["libtensorflowlite_c.so"], "-Werror");

    /// <summary>The same, which destroys the delegate too early.</summary>
    public static string Early() => CProgram.Compile("run_model.c", "run_model_early", "", ["libtensorflowlite_c.so"], "-Werror", "-DEARLY");

    /// <summary>The program that links TFLite 2.2, whose headers do not compile without warnings.</summary>
    public static string Old() => CProgram.Compile("run_model.c", "run_model_22", "tflite-2.2", ["tflite-2.2/libtensorflowlite_c.so"]);
}
