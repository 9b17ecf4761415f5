using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>What a node with so much work took, in nanoseconds, without what a run takes.</summary>
public readonly record struct CostPoint(double Work, double Time);

/// <summary>What nodes of a class take on one side: straight lines between what was measured.</summary>
/// <param name="Points">At least one, by work.</param>
public sealed record SideCost(ImmutableArray<CostPoint> Points)
{
    /// <summary>Nanoseconds. More work never takes less time: what a measurement says else is noise.</summary>
    public double Of(double work)
    {
        if (Points.Length == 1)
        {
            return Points[0].Time;
        }

        var next = 1;
        while (next < Points.Length - 1 && work > Points[next].Work)
        {
            next++;
        }

        var (from, to) = (Points[next - 1], Points[next]);
        var rate = Math.Max(0, (to.Time - from.Time) / (to.Work - from.Work));
        return Math.Max(0, from.Time + ((work - from.Work) * rate));
    }
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
    internal static MachineProfile Unknown { get; } = new("", "", "", new(0, 0, 0), [new(OperatorClass.Move, OperatorType.Float32, new([new(0, 1)]), new([new(0, 1)]))]);

    /// <exception cref="FormatException">It is no profile; the message says what is wrong, and where.</exception>
    public static MachineProfile Parse(string text)
    {
        var root = JsonFields.Parse(text, Format);
        return new(
            root.Text("processor"),
            root.Text("machine"),
            root.Text("libraries"),
            new(root.Time("webnnRunNs"), root.Time("hostRunNs"), root.Time("borderNsPerByte")),
            [.. root.Objects("operators").Select(Operator)]);
    }

    public string ToJson() => JsonText.Of(json =>
    {
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
    });

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

    private static OperatorCost Operator(JsonFields entry) => new(
        Value<OperatorClass>(entry, "class"),
        Value<OperatorType>(entry, "type"),
        Side(entry, "webnn"),
        Side(entry, "host"));

    /// <exception cref="FormatException">There is no point, or the points' work does not grow.</exception>
    private static SideCost Side(JsonFields entry, string name)
    {
        ImmutableArray<CostPoint> points = [.. entry.Objects(name).Select(point => new CostPoint(point.Time("work"), point.Time("ns")))];
        return points.IsEmpty || points.Zip(points.Skip(1)).Any(pair => pair.First.Work >= pair.Second.Work)
            ? throw new FormatException($"its points of {name} are none, or not sorted by work")
            : new(points);
    }

    private static T Value<T>(JsonFields entry, string field)
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
        json.WriteStartArray(name);
        foreach (var point in cost.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("work", point.Work);
            json.WriteNumber("ns", Rounded(point.Time));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Four digits: more say nothing, and make every new measurement differ everywhere.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
