using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using WebNN.Models;
using WebNN.WasiBench;

// dotnet run --project perf/wasi -c Release -- [--pairs N] [--json FILE]
var pairs = int.Parse(Option("--pairs") ?? "200", CultureInfo.InvariantCulture);
JsonArray calls = [.. HostCalls.Measure().Select(result => (JsonNode)result)];
JsonArray models = [Model("mobilenet_v2 fp32", quantized: false), Model("mobilenet_v2 int8", quantized: true)];
var start = CodeStart.Measure();
var machine = OperatingSystem.IsLinux()
    ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ", 2)[1] : null;
var report = new JsonObject
{
    ["hostCalls"] = calls,
    ["models"] = models,
    ["start"] = start,
    ["machine"] = $"{machine}, {Environment.ProcessorCount} logical processors; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}",
};
Console.WriteLine(report);
if (Option("--json") is { } path)
{
    File.WriteAllText(path, report + "\n");
}

JsonNode Model(string name, bool quantized) => ModelPairs.Measure(name, ModelZoo.Create("mobilenet_v2", quantized), pairs);

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
