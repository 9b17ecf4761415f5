using System.Collections.Immutable;
using System.Text;
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
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.TrimStart().StartsWith('{') ? text : File.ReadAllText(text)));
            reader.Read();
            var providers = Members(ref reader, "the options", (ref Utf8JsonReader of, string provider) =>
                Members(ref of, provider, (ref Utf8JsonReader member, string name) => Value(ref member, $"{provider}.{name}")));
            reader.Read();   // fails where something follows
            return providers;
        }
        catch (JsonException e)
        {
            throw new FormatException($"options of providers are not JSON of the form {{\"OpenVINO\": {{\"device_type\": \"NPU\"}}}}: {e.Message}", e);
        }
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join(',', Preferred.Concat(Excluded.Select(name => Exclusion + name)));

    /// <summary>Token by token: JsonDocument brings in code that loads OpenSSL, which a plug-in's host may lack.</summary>
    private static ImmutableDictionary<string, T> Members<T>(ref Utf8JsonReader reader, string what, ReadMember<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"{what}: expected an object, found {Found(ref reader)}");
        }

        var members = ImmutableDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!members.TryAdd(name, read(ref reader, name)))
            {
                throw new JsonException($"{what}: '{name}' twice");
            }
        }

        return members.ToImmutable();
    }

    private static string Value(ref Utf8JsonReader reader, string what) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw new JsonException($"{what}: expected a string, found {Found(ref reader)}"),
    };

    private static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Null => "null",
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };

    private delegate T ReadMember<out T>(ref Utf8JsonReader reader, string name);
}
