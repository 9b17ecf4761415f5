using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.TfLite;

/// <summary>Who may run a model.</summary>
public enum RuntimeChoice
{
    /// <summary>A <see cref="CompiledModel"/> where WebNN can run the model whole, else an <see cref="Interpreter"/>.</summary>
    Auto,

    /// <summary>A <see cref="CompiledModel"/> or nobody.</summary>
    Compiled,

    /// <summary>An <see cref="Interpreter"/> of TensorFlow Lite, with WebNN and XNNPACK.</summary>
    TfLite,
}

/// <summary>What <see cref="TfLiteRuntime.Open"/> goes by.</summary>
public sealed record TfLiteRuntimeOptions : BackendOptions
{
    public RuntimeChoice Runtime { get; init; }

    /// <summary>The signature to run; null for the main graph.</summary>
    public string? Signature { get; init; }

    /// <summary>TensorFlow Lite's path; null: WEBNN_TFLITE, beside the application, the source tree's fetched natives.</summary>
    public string? TfLiteLibrary { get; init; }

    /// <summary>Bytes that the model and its tensors may need; null: what the machine, or this process's container, has.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Makes the delegates of an <see cref="Interpreter"/>, in the order in which they claim nodes; null: WebNN on this backend, then XNNPACK.</summary>
    public Func<IReadOnlyList<ITfLiteDelegate>>? Delegates { get; init; }

    internal CompiledModelOptions ToCompiledModelOptions() => new(this) { Signature = Signature, MemoryLimit = MemoryLimit };

    internal IReadOnlyList<ITfLiteDelegate> OpenDelegates() => Delegates?.Invoke() ??
    [
        new WebNNDelegate(new WebNNDelegateOptions(this)),
        new XnnpackDelegate(new() { Threads = Threads == 0 ? Environment.ProcessorCount : Threads }),
    ];
}

/// <summary>A model that <see cref="TfLiteRuntime.Open"/> made ready.</summary>
/// <param name="Reason">Who runs it, and why, in one line.</param>
/// <param name="Objection">Why TensorFlow Lite runs it although that was left open; null where it does not, or was asked to.</param>
public sealed record OpenedModel(ModelRunner Runner, string Reason, string? Objection = null) : IDisposable
{
    public void Dispose() => Runner.Dispose();
}

/// <summary>Chooses who runs a model.</summary>
public static class TfLiteRuntime
{
    private const int TfLitesChoice = -1;

    /// <summary>Makes a model ready on whoever can run it. The model has to stay until the result is disposed.</summary>
    /// <exception cref="UnsupportedModelException">Only WebNN may, or can, run it, and it cannot run it whole.</exception>
    /// <exception cref="TfLiteException">TensorFlow Lite cannot run it.</exception>
    /// <exception cref="FlatBuffers.ModelMemoryException">It needs more memory than the options allow.</exception>
    /// <exception cref="NativeLibraryException">A library that the choice asks for is absent.</exception>
    /// <exception cref="ArgumentException">An option is not valid, or the model has no such signature.</exception>
    public static OpenedModel Open(TfLiteModel model, TfLiteRuntimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        if (options.Runtime == RuntimeChoice.TfLite)
        {
            return Interpret(model, options, null);
        }

        try
        {
            var compiled = new CompiledModel(model, options.ToCompiledModelOptions());
            return new(compiled, $"compiled whole, {compiled.Report.Nodes} nodes, on {compiled.Backend}{AndCache(compiled.CacheProblem)}");
        }
        catch (Exception e) when (options.Runtime == RuntimeChoice.Auto && e is UnsupportedModelException or UnsupportedException or NativeLibraryException or OrtException)
        {
            return InterpretInstead(model, options, e);
        }
    }

    private static OpenedModel InterpretInstead(TfLiteModel model, TfLiteRuntimeOptions options, Exception reason)
    {
        try
        {
            return Interpret(model, options, reason.Message);
        }
        catch (NativeLibraryException e)
        {
            throw reason is UnsupportedModelException { Report: var report }
                ? new UnsupportedModelException($"{reason.Message}. TensorFlow Lite is not there: {e.Message}", report)
                : reason;
        }
    }

    private static OpenedModel Interpret(TfLiteModel model, TfLiteRuntimeOptions options, string? objection)
    {
        var delegates = options.OpenDelegates();
        try
        {
            var interpreter = new Interpreter(model, new()
            {
                Threads = options.Threads == 0 ? TfLitesChoice : options.Threads,
                Delegates = delegates,
                Signature = options.Signature,
                TfLiteLibrary = options.TfLiteLibrary,
                MemoryLimit = options.MemoryLimit,
            });
            var report = interpreter.Report;
            var webnn = delegates.OfType<WebNNDelegate>().FirstOrDefault();
            var backend = webnn?.Backend ?? "none";
            return new(
                interpreter,
                $"TensorFlow Lite {interpreter.RuntimeVersion}, {report?.DelegatedNodes ?? 0} of {report?.Nodes ?? 0} nodes on {backend}: {objection ?? "as asked for"}{AndCache(webnn?.CacheProblem)}",
                objection);
        }
        finally
        {
            // They live on as long as the interpreter does.
            foreach (var each in delegates)
            {
                each.Dispose();
            }
        }
    }

    /// <summary>Graphs that were compiled but not kept start as slowly the next time: whoever asked for a cache is told.</summary>
    private static string AndCache(string? problem) => problem is null ? "" : $"; {problem}";
}
