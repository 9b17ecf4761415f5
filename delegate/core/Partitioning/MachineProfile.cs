using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>What nodes of a class take on one side, in nanoseconds.</summary>
/// <param name="Node">Each node, whatever its size.</param>
/// <param name="Work">Each unit of its class's work.</param>
public sealed record SideCost(double Node, double Work)
{
    public double Of(double work) => Node + (work * Work);
}

/// <summary>What nodes of a class and type take on both sides.</summary>
public sealed record OperatorCost(OperatorClass Class, OperatorType Type, SideCost WebNN, SideCost Host);

/// <summary>What a machine takes for nodes of each kind, on WebNN and on TensorFlow Lite with XNNPACK, one thread each.</summary>
/// <param name="Processor">The processor's class.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Libraries">With what it was measured.</param>
public sealed record MachineProfile(string Processor, string Machine, string Libraries, SwitchCosts Switches, ImmutableArray<OperatorCost> Operators)
{
    private const int Format = 1;

    /// <summary>Every node takes as long as any other, on both sides.</summary>
    internal static MachineProfile Unknown { get; } = new("", "", "", new(0, 0, 0), [new(OperatorClass.Move, OperatorType.Float32, new(1, 0), new(1, 0))]);

    /// <exception cref="FormatException">It is no profile; the message says what is wrong, and where.</exception>
    public static MachineProfile Parse(string text)
    {
        using var document = JsonFields.Parse(text);
        var root = JsonFields.Root(document);
        if (root.Number("format") is var format && format != Format)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its format is {format}; this version reads {Format}"));
        }

        return new(
            root.Text("processor"),
            root.Text("machine"),
            root.Text("libraries"),
            new(root.Time("webnnRunNs"), root.Time("hostRunNs"), root.Time("borderNsPerByte")),
            [.. root.List("operators").Select(entry => Operator(JsonFields.Expect(entry, JsonValueKind.Object, "an entry of operators")))]);
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("processor", Processor);
            json.WriteString("machine", Machine);
            json.WriteString("libraries", Libraries);
            json.WriteNumber("webnnRunNs", Rounded(Switches.WebNNRun));
            json.WriteNumber("hostRunNs", Rounded(Switches.HostRun));
            json.WriteNumber("borderNsPerByte", Rounded(Switches.BorderPerByte));
            json.WriteStartArray("operators");
            foreach (var cost in Operators)
            {
                json.WriteStartObject();
                json.WriteString("class", Name(cost.Class));
                json.WriteString("type", Name(cost.Type));
                Write(json, "webnn", cost.WebNN);
                Write(json, "host", cost.Host);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Nanoseconds for a node. What the profile does not know takes as long on both sides as moving its elements on the host: a tie.</summary>
    internal (double WebNN, double Host) Times(OperatorWork work)
    {
        if ((Find(work.Class, work.Type) ?? Find(work.Class, OperatorType.Float32)) is { } cost)
        {
            return (cost.WebNN.Of(work.Amount), cost.Host.Of(work.Amount));
        }

        var unknown = Find(OperatorClass.Move, OperatorType.Float32)?.Host.Of(work.Amount) ?? 0;
        return (unknown, unknown);
    }

    private OperatorCost? Find(OperatorClass @class, OperatorType type) => Operators.FirstOrDefault(cost => cost.Class == @class && cost.Type == type);

    private static OperatorCost Operator(JsonElement entry) => new(
        Value<OperatorClass>(entry, "class"),
        Value<OperatorType>(entry, "type"),
        Side(entry.Object("webnn")),
        Side(entry.Object("host")));

    private static SideCost Side(JsonElement side) => new(side.Time("nodeNs"), side.Time("workNs"));

    private static T Value<T>(JsonElement entry, string field)
        where T : struct, Enum
    {
        var name = entry.Text(field);
        foreach (var value in Enum.GetValues<T>())
        {
            if (Name(value) == name)
            {
                return value;
            }
        }

        throw new FormatException($"its {field} is '{name}'; expected one of {string.Join(", ", Enum.GetValues<T>().Select(Name))}");
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void Write(Utf8JsonWriter json, string name, SideCost cost)
    {
        json.WriteStartObject(name);
        json.WriteNumber("nodeNs", Rounded(cost.Node));
        json.WriteNumber("workNs", Rounded(cost.Work));
        json.WriteEndObject();
    }

    /// <summary>Four digits: more say nothing, and make every new measurement differ everywhere.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
