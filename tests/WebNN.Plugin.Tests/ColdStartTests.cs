using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>How long a C program waits for its first result, and how large the library is: printed, and recorded where asked.</summary>
public sealed partial class ColdStartTests(ITestOutputHelper output)
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";
    private const int Runs = 7;
    private const long LargestBytes = 8 * 1024 * 1024;
    private static readonly JsonSerializerOptions indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    [Fact]
    public void Cold_start_and_size_are_measured_and_the_size_is_at_most_8_MB()
    {
        var bytes = new FileInfo(PluginLibrary.Require()).Length;
        var webnn = Start.Of(Places.Model(Model), PluginLibrary.Require());
        var tflite = Start.Of(Places.Model(Model), "-");
        output.WriteLine(
            $"{Model}: dlopen to first Invoke {webnn.FirstInvokeMs:0} ms, preparation {webnn.PrepareMs:0} ms of it (medians of {Runs} processes; TFLite alone {tflite.FirstInvokeMs:0} ms); {PluginLibrary.FileName} {bytes} bytes");
        Assert.InRange(bytes, 1, LargestBytes);
        Assert.InRange(webnn.PrepareMs, 0.01, webnn.FirstInvokeMs);
        if (Environment.GetEnvironmentVariable("WEBNN_RECORD") is { Length: > 0 } recorded)
        {
            Record(bytes, webnn, tflite, recorded);
        }
    }

    /// <param name="recorded">1, or a folder of models to measure besides.</param>
    private static void Record(long bytes, Start webnn, Start tflite, string recorded)
    {
        var commit = Tool.Require("git", ["rev-parse", "--short", "HEAD"], Places.Root).Output.Trim();
        var processor = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        var machine = NotInNames().Replace($"{processor}-{Environment.ProcessorCount}-cores", "-").ToLowerInvariant();
        var path = Places.At("perf", "results", machine, $"{DateTime.UtcNow:yyyy-MM-ddTHHmm}-{commit}-plugin.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string[] others = Directory.Exists(recorded) ? [.. Directory.GetFiles(recorded, "*.tflite").Order(StringComparer.Ordinal)] : [];
        var result = new
        {
            commit,
            processor,
            cores = Environment.ProcessorCount,
            system = RuntimeInformation.OSDescription,
            library = PluginLibrary.FileName,
            bytes,
            runs = Runs,
            starts = (Start[])[webnn, tflite, .. others.Select(model => Start.Of(model, PluginLibrary.Require()))],
        };
        File.WriteAllText(path, JsonSerializer.Serialize(result, indented) + "\n");
    }

    /// <param name="Runtime">What runs the model: the plug-in, or TFLite alone.</param>
    /// <param name="FirstInvokeMs">From loading the plug-in to the end of the first Invoke; the medians of fresh processes.</param>
    /// <param name="PrepareMs">Of that, the interpreter's creation, with which the plug-in compiles, and that of its tensors.</param>
    private sealed record Start(string Model, string Runtime, double FirstInvokeMs, double PrepareMs)
    {
        public static Start Of(string model, string library)
        {
            var runs = Enumerable.Range(0, Runs).Select(_ => Tool.Require(ModelRun.Direct(), [model, library, "-", "-", "1"])).ToArray();
            return new(Path.GetFileNameWithoutExtension(model), library == "-" ? "TFLite" : "plug-in", Median("first_ms"), Median("prepare_ms"));

            double Median(string word) => runs.Select(run => double.Parse(run.Value(word), CultureInfo.InvariantCulture)).Order().ElementAt(Runs / 2);
        }
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
