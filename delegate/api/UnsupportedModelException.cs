using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>A model that WebNN cannot run whole. TensorFlow Lite runs it, with a <see cref="WebNNDelegate"/> for what WebNN can.</summary>
public sealed class UnsupportedModelException(string message, DelegationReport report) : Exception(message)
{
    /// <summary>Every node that is in the way, and why.</summary>
    public DelegationReport Report { get; } = report;

    /// <summary>How many refused nodes a message lists; <see cref="Report"/> has all.</summary>
    private const int Listed = 8;

    internal static UnsupportedModelException Of(string model, DelegationReport report)
    {
        var refused = report.Refused;
        var why = report.Failure is { } failure ? failure
            : refused.IsEmpty ? "there is nothing in it to run"
            : $"{refused.Length} of {report.Nodes} nodes are refused: "
                + string.Join("; ", refused.Take(Listed).Select(node => $"#{node.Node} {node.Op}: {node.Reason}"))
                + (refused.Length > Listed ? $"; and {refused.Length - Listed} more" : "");
        return new($"'{model}' does not run whole on WebNN, and an Interpreter with TensorFlow Lite may run it: {why}", report);
    }
}
