using System.Collections.Immutable;
using System.Text.Json;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>Reads fields of files that anybody may have written: what is not as it should be is one kind of exception, which names the field.</summary>
internal static class JsonFields
{
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is not JSON: {e.Message}", e);
        }
    }

    public static JsonElement Root(JsonDocument document) => Expect(document.RootElement, JsonValueKind.Object, "the file");

    public static JsonElement Object(this JsonElement parent, string name) => Expect(Field(parent, name), JsonValueKind.Object, name);

    public static string Text(this JsonElement parent, string name) => Expect(Field(parent, name), JsonValueKind.String, name).GetString()!;

    public static double Number(this JsonElement parent, string name) => Expect(Field(parent, name), JsonValueKind.Number, name).GetDouble();

    /// <summary>A time, or a time per something.</summary>
    public static double Time(this JsonElement parent, string name) => parent.Number(name) is var time && double.IsFinite(time) && time >= 0
        ? time
        : throw new FormatException($"its field {name} is not a time");

    public static ImmutableArray<string> Texts(this JsonElement parent, string name) =>
        [.. parent.List(name).Select(item => Expect(item, JsonValueKind.String, $"{name} in each entry").GetString()!)];

    public static IEnumerable<JsonElement> List(this JsonElement parent, string name) => Expect(Field(parent, name), JsonValueKind.Array, name).EnumerateArray();

    public static JsonElement Expect(JsonElement element, JsonValueKind kind, string name) => element.ValueKind == kind
        ? element
        : throw new FormatException($"{name} is {Words(element.ValueKind)}; expected {Words(kind)}");

    private static JsonElement Field(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var field) ? field : throw new FormatException($"it has no field {name}");

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
