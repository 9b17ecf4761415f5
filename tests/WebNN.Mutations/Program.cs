using System.Globalization;
using System.Text.Json;
using WebNN.Mutations;

const string Usage = """
    Runs models with a damaged structure with the plug-in and without it, and says where only the plug-in fails.
      --host FILE --plugin FILE --onnxruntime FILE   tests/hosts/mutants.c compiled; the libraries
      --seed N --count N --seconds N                 the first seed (1), how many (1000), CPU seconds that a run may take (10)
      --steps N                                      by how much 8-bit results may differ (2); a whole model makes several steps of one
      --model FILE                                   mutates this model instead of the small ones
      --keep FOLDER                                  where the models that fail with the plug-in alone are left (the temporary folder)
      --json                                         a line of JSON for each of those, and the counts
    """;

var options = new Dictionary<string, string>();
for (var i = 0; i < args.Length; i++)
{
    options[args[i]] = args[i] == "--json" ? "" : i + 1 < args.Length ? args[++i] : "";
}

if (!options.TryGetValue("--host", out var host) || !options.TryGetValue("--plugin", out var plugin) || !options.TryGetValue("--onnxruntime", out var onnxRuntime)
    || !Number("--seed", 1, out var seed) || !Number("--count", 1000, out var count) || !Number("--seconds", 10, out var seconds)
    || !Number("--steps", MutationRun.StepsOfSeedModels, out var steps))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var models = options.TryGetValue("--model", out var path)
    ? new Dictionary<string, byte[]> { [Path.GetFileNameWithoutExtension(path)] = File.ReadAllBytes(path) }
    : SeedModels.All;
var folder = options.TryGetValue("--keep", out var keep) ? Directory.CreateDirectory(keep).FullName : Directory.CreateTempSubdirectory("webnn-mutations-").FullName;
var json = options.ContainsKey("--json");
var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
var run = new MutationRun(host, plugin, onnxRuntime, seconds, steps);
var ours = 0;
foreach (var result in run.Run(models, seed, count, folder))
{
    var kind = $"{result.Verdict}: {result.Plain} without, {result.Plugin} with the plug-in";
    counts[kind] = counts.GetValueOrDefault(kind) + 1;
    if (result.IsOurs)
    {
        ours++;
        Console.WriteLine(json ? JsonSerializer.Serialize(result) : $"{result.Name}: {kind}");
    }
}

Console.WriteLine(json
    ? JsonSerializer.Serialize(new { seed, count, ours, counts })
    : $"{string.Join('\n', counts.Select(entry => $"{entry.Value,7}  {entry.Key}"))}\n{ours} of {count} (seeds {seed} to {seed + count - 1}) fail with the plug-in alone; they are in {folder}");
return ours == 0 ? 0 : 1;

bool Number(string name, int otherwise, out int value)
{
    value = otherwise;
    return !options.TryGetValue(name, out var text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0);
}
