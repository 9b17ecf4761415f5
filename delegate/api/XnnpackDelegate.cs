using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>What XNNPACK takes.</summary>
public sealed record XnnpackDelegateOptions
{
    /// <summary>0 to 1024; 0 is XNNPACK's own choice.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Signed 8-bit operators, of TFLite 2.9: it leaves them out unless told. Other versions decide by their own defaults.</summary>
    public bool QuantizedInt8 { get; init; } = true;

    /// <summary>Unsigned 8-bit operators, of TFLite 2.9: with them it cannot prepare some models. Other versions decide by their own defaults.</summary>
    public bool QuantizedUInt8 { get; init; }
}

/// <summary>TFLite's own delegate for CPUs. Each interpreter gets an instance of its own: one must not be shared between threads.</summary>
public sealed class XnnpackDelegate : ITfLiteDelegate
{
    private bool disposed;

    /// <exception cref="ArgumentOutOfRangeException">There are too many threads.</exception>
    public XnnpackDelegate(XnnpackDelegateOptions? options = null)
    {
        Options = options ?? new();
        InterpreterOptions.RequireThreads(Options.Threads, least: 0);
    }

    public XnnpackDelegateOptions Options { get; }

    public string Name => "XNNPACK";

    bool ITfLiteDelegate.PerInterpreter => true;

    public void Dispose() => disposed = true;

    TfLiteDelegateHandle ITfLiteDelegate.Open(TfLiteLibrary library, bool isBeforeXnnpack)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var flags = (Options.QuantizedInt8 ? TfLiteXnnpackDelegateFlags.Qs8 : 0) | (Options.QuantizedUInt8 ? TfLiteXnnpackDelegateFlags.Qu8 : 0);
        try
        {
            var handle = new XnnpackDelegateHandle(library, Options.Threads, flags);
            return handle.IsInvalid ? throw new TfLiteException($"XNNPACK of {library.Location} could not be initialised") : handle;
        }
        catch (NotSupportedException e)
        {
            throw new TfLiteException(e.Message, e);
        }
    }
}
