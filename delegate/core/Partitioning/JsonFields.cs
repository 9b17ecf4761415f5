using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>
/// An object of a file that anybody may have written: what is not as it should be is one kind of exception, which names the field. Over a
/// reader of tokens: .NET's documents would bring OpenSSL into the plug-in's hosts.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, object?> fields;

    private JsonFields(Dictionary<string, object?> fields) => this.fields = fields;

    /// <param name="format">What its field of this name has to be.</param>
    /// <exception cref="FormatException">It is no JSON object, or of another format.</exception>
    public static JsonFields Parse(string text, int format)
    {
        var root = Parse(text);
        return root.Number("format") is var found && found == format
            ? root
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its format is {found}; this version reads {format}"));
    }

    private static JsonFields Parse(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            reader.Read();
            var value = Value(ref reader);
            reader.Read();
            return new(Expect<Dictionary<string, object?>>(value, "the file"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"it is not JSON: {e.Message}", e);
        }
    }

    public JsonFields Object(string name) => new(Expect<Dictionary<string, object?>>(Field(name), name));

    public string Text(string name) => Expect<string>(Field(name), name);

    public double Number(string name) => Expect<double>(Field(name), name);

    /// <summary>A time, or a time per something.</summary>
    public double Time(string name) => Number(name) is var time && double.IsFinite(time) && time >= 0
        ? time
        : throw new FormatException($"its field {name} is not a time");

    public ImmutableArray<string> Texts(string name) => [.. List(name).Select(item => Expect<string>(item, $"{name} in each entry"))];

    public ImmutableArray<JsonFields> Objects(string name) =>
        [.. List(name).Select(item => new JsonFields(Expect<Dictionary<string, object?>>(item, $"an entry of {name}")))];

    private List<object?> List(string name) => Expect<List<object?>>(Field(name), name);

    private object? Field(string name) => fields.TryGetValue(name, out var field) ? field : throw new FormatException($"it has no field {name}");

    private static T Expect<T>(object? value, string name) => value is T expected
        ? expected
        : throw new FormatException($"{name} is {Words(value?.GetType())}; expected {Words(typeof(T))}");

    private static string Words(Type? type) =>
        type == typeof(Dictionary<string, object?>) ? "an object"
        : type == typeof(List<object?>) ? "a list"
        : type == typeof(string) ? "a text"
        : type == typeof(double) ? "a number"
        : type == typeof(bool) ? "true or false"
        : "null";

    /// <summary>The reader allows 64 levels, no more.</summary>
    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new Dictionary<string, object?>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members[name] = Value(ref reader);
                }

                return members;
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader));
                }

                return items;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.GetDouble();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            default:
                return null;
        }
    }
}
