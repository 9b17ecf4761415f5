using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>The arguments of one operator of a case: operands by name, and the members of its options.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MLOperand> operands;
    private readonly HashSet<string> unread = new(StringComparer.Ordinal);

    public Arguments(JsonElement @operator, Dictionary<string, MLOperand> operands)
    {
        this.operands = operands;
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

    public MLOperand? OptionalOperand(string name) => Find(name) is { } value ? operands[value.GetString()!] : null;

    public MLOperand[] Operands(string name) => [.. Find(name)!.Value.EnumerateArray().Select(value => operands[value.GetString()!])];

    public int Int(string name, int otherwise) => Find(name)?.GetInt32() ?? otherwise;

    public float Float(string name, float otherwise) => Find(name)?.GetSingle() ?? otherwise;

    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => double.Parse(text.GetString()!.TrimEnd('n'), CultureInfo.InvariantCulture),
        { } number => number.GetDouble(),
    };

    public bool Flag(string name) => Find(name)?.GetBoolean() ?? false;

    public int[] Ints(string name) => OptionalInts(name)?.ToArray() ?? [];

    public ImmutableArray<int>? OptionalInts(string name) =>
        Find(name) is { } value ? [.. value.EnumerateArray().Select(element => element.GetInt32())] : null;

    public Size2D Size(string name, Size2D otherwise) => OptionalSize(name) ?? otherwise;

    public Size2D? OptionalSize(string name) => OptionalInts(name) is { } values ? new(values[0], values[1]) : null;

    public T Choice<T>(string name) where T : struct, Enum => Find(name) is { } value ? Enum.Parse<T>(value.GetString()!, ignoreCase: true) : default;

    /// <summary>The raw value; null where the case leaves it to the default.</summary>
    public JsonElement? Find(string name)
    {
        unread.Remove(name);
        return values.TryGetValue(name, out var value) ? value : null;
    }
}
