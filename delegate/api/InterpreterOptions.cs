namespace WebNN.TfLite;

/// <summary>How an <see cref="Interpreter"/> runs.</summary>
public sealed record InterpreterOptions
{
    private const int MostThreads = 1024;

    /// <summary>Threads of TFLite's own kernels, at most 1024; -1 is TFLite's choice. Delegates have their own option.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Asked in order: each takes what it can of what the ones before it left.</summary>
    public IReadOnlyList<ITfLiteDelegate> Delegates { get; init; } = [];

    /// <summary>
    /// Bytes that the model and its tensors may need, told from the shapes before TFLite allocates anything; null: what the machine, or
    /// this process's container, has.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// The signature to run, by its key; null for the main graph. An interpreter runs one signature: for several, make an interpreter for each.
    /// Each has variables of its own, so that what one assigns the others do not see. A signature of another subgraph than the first takes a
    /// copy of the model's bytes, which the model keeps.
    /// </summary>
    public string? Signature { get; init; }

    /// <summary>The native library's path; null: WEBNN_TFLITE, beside the application, the source tree's fetched natives.</summary>
    public string? TfLiteLibrary { get; init; }

    /// <summary>The folder from which TensorFlow Lite is looked for; null for the application's. For hosts of ours.</summary>
    internal string? LibrarySearchDirectory { get; init; }

    /// <summary>Gets each line that TFLite or a delegate logs for this interpreter.</summary>
    public Action<string>? Log { get; init; }

    /// <exception cref="ArgumentException">The number of threads is out of range; the list of delegates, or one of them, is null.</exception>
    internal void Validate()
    {
        RequireThreads(Threads, least: -1);
        if (Delegates is null || Delegates.Contains(null!))
        {
            throw new ArgumentException(Delegates is null ? "Delegates is null" : "Delegates has an entry that is null", nameof(Delegates));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There are too few or too many.</exception>
    internal static void RequireThreads(int threads, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, least, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MostThreads, nameof(Threads));
    }
}
