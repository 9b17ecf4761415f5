using System.Collections.Immutable;
using System.Text.Json;

namespace WebNN.Conformance;

/// <summary>
/// One of the web platform's conformance cases, in JSON: <c>{name, graph: {inputs, operators, expectedOutputs}}</c>. A file has an array
/// <c>tests</c> of them.
/// </summary>
/// <param name="File">The file's name without its extension: <c>reduce_sum</c>.</param>
public sealed record ConformanceCase(string File, string Name, JsonElement Json)
{
    /// <summary>The operator of the case; all of them, with commas, where there are several.</summary>
    public string Operation => string.Join(", ", Operators.EnumerateArray().Select(@operator => @operator.GetProperty("name").GetString()));

    internal JsonElement Inputs => Json.GetProperty("graph").GetProperty("inputs");

    internal JsonElement Operators => Json.GetProperty("graph").GetProperty("operators");

    internal JsonElement ExpectedOutputs => Json.GetProperty("graph").GetProperty("expectedOutputs");

    /// <summary>
    /// What an option that is null stands for. JSON has neither infinities nor NaN, so that those of the cases came to be null; the case's
    /// name tells them apart.
    /// </summary>
    internal double Lost => Name.EndsWith("as NaN", StringComparison.Ordinal) ? double.NaN : TensorData.Lost;

    /// <summary>All cases of the *.json files in a folder, file by file.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file does not hold conformance cases; the message names it.</exception>
    public static ImmutableArray<ConformanceCase> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(path => ReadFile(path))];

    /// <inheritdoc cref="ReadFolder"/>
    public static ImmutableArray<ConformanceCase> ReadFile(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return
            [
                .. document.RootElement.GetProperty("tests").EnumerateArray()
                    .Select(json => new ConformanceCase(file, json.GetProperty("name").GetString()!, json.Clone())),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: not a file of conformance cases: {e.Message}", e);
        }
    }
}
