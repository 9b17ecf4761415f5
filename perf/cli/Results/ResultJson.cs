using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WebNN.Cli.Results;

/// <summary>The JSON forms: camelCase, every field of a record present, numbers that are not finite as null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(FailedResult))]
[JsonSerializable(typeof(InspectResult))]
[JsonSerializable(typeof(CompareResult))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(ZooResult))]
[JsonSerializable(typeof(OperatorResult))]
[JsonSerializable(typeof(ConformanceReport))]
[JsonSerializable(typeof(StartResult))]
[JsonSerializable(typeof(WasiInspectResult))]
[JsonSerializable(typeof(WasiRunResult))]
[JsonSerializable(typeof(TuneResult))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>The field that tells a failed model from others.</summary>
    public const string ErrorField = "error";

    /// <summary>What the tool's own processes tell each other: here infinities stay what they are.</summary>
    public static ResultJson BetweenProcesses { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    public static string ForOtherProcess(IEnumerable<ModelResult> results)
    {
        var nodes = results.Select(result => JsonSerializer.SerializeToNode(result, BetweenProcesses.GetTypeInfo(result.GetType())!));
        return new JsonArray([.. nodes]).ToJsonString(BetweenProcesses.Options);
    }

    /// <summary>One result as an object, several (or none) as an array.</summary>
    public static string Of<T>(IReadOnlyList<T> results, bool alwaysArray)
        where T : notnull
    {
        var nodes = results.Select(result => JsonSerializer.SerializeToNode(result, Default.GetTypeInfo(result.GetType())!)).ToArray();
        return (nodes is [{ } only] && !alwaysArray ? only : new JsonArray(nodes)).ToJsonString(Default.Options);
    }
}

/// <summary>JSON has no NaN and no infinity.</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
