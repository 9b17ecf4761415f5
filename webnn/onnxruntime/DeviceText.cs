using System.Collections.Immutable;
using System.Text.Json;

namespace WebNN.OnnxRuntime;

/// <summary>The devices of <see cref="OrtContextOptions"/> as users write them in one text: options of a tool, of a plug-in.</summary>
/// <param name="Preferred">In the order of preference; empty leaves it to the power preference.</param>
/// <param name="Excluded">Never used.</param>
public readonly record struct DeviceText(ImmutableArray<string> Preferred, ImmutableArray<string> Excluded)
{
    private const string Exclusion = "no-";

    /// <summary>
    /// Reads names separated by commas, in the order of preference; one with <c>no-</c> before it is excluded: <c>gpu,cpu</c>, <c>no-npu</c>. What
    /// names there are is for the reader to check.
    /// </summary>
    public static DeviceText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var excluded = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToLookup(name => name.StartsWith(Exclusion, StringComparison.Ordinal));
        return new([.. excluded[false]], [.. excluded[true].Select(name => name[Exclusion.Length..])]);
    }

    /// <summary>
    /// Reads <see cref="OrtContextOptions.ProviderOptions"/>: a JSON object of a provider's short name to an object of names and values, or the path
    /// of a file that holds one.
    /// </summary>
    /// <exception cref="FormatException">It is no such object; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImmutableDictionary<string, ImmutableDictionary<string, string>> ParseProviderOptions(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var json = JsonDocument.Parse(text.TrimStart().StartsWith('{') ? text : File.ReadAllText(text));
            return Members(json.RootElement, "the options").ToImmutableDictionary(
                provider => provider.Name,
                provider => Members(provider.Value, provider.Name).ToImmutableDictionary(option => option.Name, option => Value(option.Value, $"{provider.Name}.{option.Name}")));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // A name that is given twice is the argument's error.
            throw new FormatException($"options of providers are not JSON of the form {{\"OpenVINO\": {{\"device_type\": \"NPU\"}}}}: {e.Message}", e);
        }
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join(',', Preferred.Concat(Excluded.Select(name => Exclusion + name)));

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw new JsonException($"{what}: expected an object, found {element.ValueKind}");

    private static string Value(JsonElement element, string what) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => throw new JsonException($"{what}: expected a string, found {element.ValueKind}"),
    };
}
