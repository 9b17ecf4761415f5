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
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true };

    [Fact]
    public void Cold_start_and_size_are_measured_and_the_size_is_at_most_8_MB()
    {
        var bytes = new FileInfo(PluginLibrary.Require()).Length;
        var webnn = Median(PluginLibrary.Require());
        var tflite = Median("-");
        output.WriteLine($"{Model}: dlopen to first Invoke {webnn:0} ms (median of {Runs} processes; TFLite alone {tflite:0} ms); {PluginLibrary.FileName} {bytes} bytes");
        Assert.InRange(bytes, 1, LargestBytes);
        Assert.True(webnn > 0);
        if (Environment.GetEnvironmentVariable("WEBNN_RECORD") == "1")
        {
            Record(bytes, webnn, tflite);
        }
    }

    private static double Median(string library)
    {
        var times = Enumerable.Range(0, Runs)
            .Select(_ => Tool.Require(ModelRun.Direct(), [Places.Model(Model), library, "-", "-", "1"]).Value("first_ms"))
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Order().ToArray();
        return times[Runs / 2];
    }

    private static void Record(long bytes, double webnn, double tflite)
    {
        var commit = Tool.Require("git", ["rev-parse", "--short", "HEAD"], Places.Root).Output.Trim();
        var processor = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        var machine = NotInNames().Replace($"{processor}-{Environment.ProcessorCount}-cores", "-").ToLowerInvariant();
        var path = Places.At("perf", "results", machine, $"{DateTime.UtcNow:yyyy-MM-dd}-{commit}-plugin.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var result = new
        {
            commit,
            processor,
            cores = Environment.ProcessorCount,
            system = RuntimeInformation.OSDescription,
            library = PluginLibrary.FileName,
            bytes,
            model = Model,
            runs = Runs,
            dlopenToFirstInvokeMs = webnn,
            tfliteAloneMs = tflite,
        };
        File.WriteAllText(path, JsonSerializer.Serialize(result, indented) + "\n");
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
