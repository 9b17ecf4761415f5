namespace WebNN.TfLite;

/// <summary>How an <see cref="Interpreter"/> runs.</summary>
public sealed record InterpreterOptions
{
    /// <summary>Threads of TFLite's own kernels; delegates have their own option.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Asked in order: each takes what it can of what the ones before it left.</summary>
    public IReadOnlyList<ITfLiteDelegate> Delegates { get; init; } = [];

    /// <summary>
    /// The signature to run, by its key; null for the main graph. An interpreter runs one signature: for several, make an interpreter for each.
    /// Each has variables of its own, so that what one assigns the others do not see. A signature of another subgraph than the first takes a
    /// copy of the model's bytes, which the model keeps.
    /// </summary>
    public string? Signature { get; init; }

    /// <summary>The native library's path; null: WEBNN_TFLITE, beside the application, the source tree's fetched natives.</summary>
    public string? TfLiteLibrary { get; init; }

    /// <summary>Gets each line that TFLite or a delegate logs for this interpreter.</summary>
    public Action<string>? Log { get; init; }
}
