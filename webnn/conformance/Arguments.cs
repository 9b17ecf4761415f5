using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace WebNN.Conformance;

/// <summary>The arguments of one operator of a case: operands by name, and the members of its options.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MLOperand> operands;
    private readonly HashSet<string> unread = new(StringComparer.Ordinal);
    private readonly double lost;

    /// <param name="lost">What an option that is null stands for.</param>
    public Arguments(JsonElement @operator, Dictionary<string, MLOperand> operands, double lost)
    {
        (this.operands, this.lost) = (operands, lost);
        foreach (var property in @operator.GetProperty("arguments").EnumerateArray().SelectMany(argument => argument.EnumerateObject()))
        {
            foreach (var (name, value) in property.Name == "options"
                ? property.Value.EnumerateObject().Select(option => (option.Name, option.Value))
                : [(property.Name, property.Value)])
            {
                values.Add(name, value);
                unread.Add(name);
            }
        }
    }

    /// <summary>What the case says and nobody asked for: a case that is read in part proves nothing.</summary>
    public IReadOnlyCollection<string> Unread => unread;

    public MLOperand Operand(string name) => OptionalOperand(name) ?? throw new InvalidDataException($"the case has no operand {name}");

    public MLOperand? OptionalOperand(string name) => Find(name) is { } value ? Known(value) : null;

    public MLOperand[] Operands(string name) => [.. Required(name).EnumerateArray().Select(Known)];

    public int Int(string name, int otherwise) => Find(name)?.GetInt32() ?? otherwise;

    public int Int(string name) => Required(name).GetInt32();

    public double Number(string name, double otherwise) => Number(name) ?? otherwise;

    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Null } => lost,
        { ValueKind: JsonValueKind.String } text => double.Parse(text.GetString()!.TrimEnd('n'), CultureInfo.InvariantCulture),
        { } number => number.GetDouble(),
    };

    public bool Flag(string name, bool otherwise = false) => Find(name)?.GetBoolean() ?? otherwise;

    public int[] Ints(string name) => OptionalInts(name)?.ToArray() ?? [];

    public ImmutableArray<int>? OptionalInts(string name) =>
        Find(name) is { } value ? [.. value.EnumerateArray().Select(element => element.GetInt32())] : null;

    public Size2D Size(string name, Size2D otherwise) => OptionalSize(name) ?? otherwise;

    public Size2D? OptionalSize(string name) => OptionalInts(name) is { } values ? new(values[0], values[1]) : null;

    public Padding2D Padding() => OptionalInts("padding") is { } p ? new(p[0], p[1], p[2], p[3]) : default;

    public T Choice<T>(string name) where T : struct, Enum => Find(name) is { } value ? Parse<T>(value) : default;

    public ImmutableArray<T>? Choices<T>(string name) where T : struct, Enum =>
        Find(name) is { } value ? [.. value.EnumerateArray().Select(Parse<T>)] : null;

    public JsonElement Required(string name) => Find(name) ?? throw new InvalidDataException($"the case has no argument {name}");

    /// <summary>The raw value; null where the case leaves it to the default.</summary>
    public JsonElement? Find(string name)
    {
        unread.Remove(name);
        return values.TryGetValue(name, out var value) ? value : null;
    }

    private MLOperand Known(JsonElement name) => operands.TryGetValue(name.GetString()!, out var operand)
        ? operand
        : throw new InvalidDataException($"the case has no operand '{name}'");

    /// <summary>The specification writes enumerations in lower case, with hyphens.</summary>
    private static T Parse<T>(JsonElement value) where T : struct, Enum =>
        Enum.TryParse<T>(value.GetString()!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
            ? parsed
            : throw new InvalidDataException($"'{value}' is not one of {string.Join(", ", Enum.GetNames<T>())}");
}
