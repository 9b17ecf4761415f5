using System.Collections.Concurrent;
using System.Text.Json;

namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>One case of the web platform's conformance tests, in the JSON form that the pywebnn project makes of them.</summary>
/// <param name="File">The file's name without its extension: <c>reduce_sum</c>.</param>
internal sealed record ConformanceCase(string File, string Name, JsonElement Json)
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, ConformanceCase>> files = new(StringComparer.Ordinal);

    /// <summary>The folder beside the repository's; null where it is absent.</summary>
    public static string? Folder { get; } = FindFolder();

    public JsonElement Inputs => Json.GetProperty("graph").GetProperty("inputs");

    public JsonElement Operators => Json.GetProperty("graph").GetProperty("operators");

    public JsonElement ExpectedOutputs => Json.GetProperty("graph").GetProperty("expectedOutputs");

    public static IEnumerable<string> Files => Folder is null
        ? []
        : Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, ConformanceCase> Of(string file) => files.GetOrAdd(file, Read);

    private static Dictionary<string, ConformanceCase> Read(string file)
    {
        using var stream = System.IO.File.OpenRead(Path.Combine(Folder!, file + ".json"));
        return JsonDocument.Parse(stream).RootElement.GetProperty("tests").EnumerateArray()
            .Select(json => new ConformanceCase(file, json.GetProperty("name").GetString()!, json))
            .ToDictionary(test => test.Name, StringComparer.Ordinal);
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "WebNNDelegate.sln")))
            {
                var cases = Path.Combine(folder.FullName, "..", "shared", "wpt", "conformance");
                return Directory.Exists(cases) ? Path.GetFullPath(cases) : null;
            }
        }

        return null;
    }
}
