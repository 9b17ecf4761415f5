namespace WebNN.TfLite;

/// <summary>How an <see cref="Interpreter"/> runs.</summary>
public sealed record InterpreterOptions
{
    /// <summary>Threads of TFLite's own kernels; delegates have their own option.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Asked in order: each takes what it can of what the ones before it left.</summary>
    public IReadOnlyList<ITfLiteDelegate> Delegates { get; init; } = [];

    /// <summary>
    /// Bytes that the model and its tensors may need, told from the shapes before TFLite allocates anything; null: what the machine, or
    /// this process's container, has.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The native library's path; null: WEBNN_TFLITE, beside the application, the source tree's fetched natives.</summary>
    public string? TfLiteLibrary { get; init; }

    /// <summary>Gets each line that TFLite or a delegate logs for this interpreter.</summary>
    public Action<string>? Log { get; init; }
}
