using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Delegation.Partitioning;
using WebNN.TfLite.Plugin.Fallback;

namespace WebNN.TfLite.Plugin.Reporting;

/// <summary>What one preparation came to: which node runs where, and why.</summary>
/// <param name="Backend">What runs the partitions.</param>
/// <param name="Devices">What was asked for and what came of it; null without a backend.</param>
/// <param name="Library">ONNX Runtime's library and how it was found; null where there is none.</param>
/// <param name="Left">The nodes that TFLite's own kernels run, or a host's own delegate.</param>
internal sealed record Explanation(
    DelegationReport Report, string Backend, MLDeviceSelection? Devices, string? Library, FallbackOutcome Fallback, ImmutableArray<int> Left)
{
    /// <summary>One line.</summary>
    public string Summary()
    {
        var text = new StringBuilder($"{Report.DelegatedNodes} of {Report.Nodes} nodes in {Report.Partitions.Length} partition{(Report.Partitions.Length == 1 ? "" : "s")} on {Backend}");
        if (!Fallback.Nodes.IsEmpty)
        {
            text.Append($", {Fallback.Nodes.Length} on XNNPACK");
        }

        if (!Left.IsEmpty)
        {
            text.Append($", {Left.Length} on TFLite");
        }

        foreach (var refused in Report.Refused)
        {
            text.Append($"; #{refused.Node} {refused.Op}: {refused.Reason}");
        }

        if (Report.Decision is { Problem: { } problem } decision)
        {
            text.Append($"; partitioning is {decision.Source.Name()} instead of {decision.Asked.Name()}: {problem}");
        }

        return Report.Failure is null ? text.ToString() : $"{text}; {Report.Failure}";
    }

    /// <summary>The fields of <c>webnn-delegate inspect --json</c>, and what runs the rest.</summary>
    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteNull("model");
        json.WriteNumber("nodes", Report.Nodes);
        json.WriteNumber("delegatedNodes", Report.DelegatedNodes);
        WritePartitions(json);
        WriteRefused(json);
        WritePartitioning(json);
        json.WriteString("failure", Report.Failure);
        json.WriteString("backend", Backend);
        WriteDevices(json);
        json.WriteString("onnxruntime", Library);
        WriteFallback(json);
        WriteNodes(json, "tflite", Left);
    });

    private void WritePartitions(Utf8JsonWriter json)
    {
        json.WriteStartArray("partitions");
        foreach (var partition in Report.Partitions)
        {
            json.WriteStartObject();
            json.WriteNumber("index", partition.Index);
            WriteNodes(json, "nodes", partition.Nodes);
            if (partition.IsOpen)
            {
                json.WriteBoolean("open", true);
            }

            if (partition.Runner is { } runner)
            {
                json.WriteString("runner", runner);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRefused(Utf8JsonWriter json)
    {
        json.WriteStartArray("refused");
        foreach (var node in Report.Refused)
        {
            json.WriteStartObject();
            json.WriteNumber("node", node.Node);
            json.WriteString("op", node.Op);
            json.WriteString("reason", node.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePartitioning(Utf8JsonWriter json)
    {
        if (Report.Decision is not { } decision)
        {
            json.WriteNull("partitioning");
            return;
        }

        json.WriteStartObject("partitioning");
        json.WriteString("asked", decision.Asked.Name());
        json.WriteString("source", decision.Source.Name());
        json.WriteString("problem", decision.Problem);
        json.WriteString("key", decision.Key?.Name);
        json.WriteTexts("webNN", StoredDecision.Ranges(decision.Nodes));
        json.WriteTexts("evidence", decision.Evidence);
        json.WriteEndObject();
    }

    private void WriteDevices(Utf8JsonWriter json)
    {
        if (Devices is null)
        {
            json.WriteNull("devices");
            return;
        }

        json.WriteStartObject("devices");
        json.WriteTexts("asked", Devices.Requested);
        json.WriteString("used", Devices.Used);
        json.WriteStartArray("passedOver");
        foreach (var (device, reason) in Devices.PassedOver)
        {
            json.WriteStartObject();
            json.WriteString("device", device);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteFallback(Utf8JsonWriter json)
    {
        json.WriteStartObject("xnnpack");
        json.WriteString("library", Fallback.Library);
        json.WriteString("version", Fallback.Version);
        WriteNodes(json, "nodes", Fallback.Nodes);
        json.WriteString("reason", Fallback.Reason);
        json.WriteEndObject();
    }

    private static void WriteNodes(Utf8JsonWriter json, string name, ImmutableArray<int> nodes)
    {
        json.WriteStartArray(name);
        foreach (var node in nodes)
        {
            json.WriteNumberValue(node);
        }

        json.WriteEndArray();
    }
}
