using Microsoft.Win32.SafeHandles;

namespace WebNN.Interop.TfLite;

/// <summary>TfLiteModel: reads the caller's bytes, which must outlive it and every interpreter made from it.</summary>
public sealed unsafe class TfLiteModelHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly TfLiteLibrary library;

    /// <summary>Invalid where TFLite refused the bytes.</summary>
    public TfLiteModelHandle(TfLiteLibrary library, void* bytes, nuint length)
        : base(ownsHandle: true)
    {
        this.library = library;
        SetHandle(library.ModelCreate(bytes, length));
    }

    protected override bool ReleaseHandle()
    {
        library.ModelDelete(handle);
        return true;
    }
}

/// <summary>TfLiteInterpreterOptions.</summary>
public sealed unsafe class TfLiteOptionsHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly TfLiteLibrary library;

    public TfLiteOptionsHandle(TfLiteLibrary library)
        : base(ownsHandle: true)
    {
        this.library = library;
        SetHandle(library.OptionsCreate());
    }

    protected override bool ReleaseHandle()
    {
        library.OptionsDelete(handle);
        return true;
    }
}

/// <summary>TfLiteInterpreter. Its model's bytes, its delegates and its error reporter must outlive it.</summary>
public sealed unsafe class TfLiteInterpreterHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly TfLiteLibrary library;

    /// <summary>Invalid where TFLite refused the model or a delegate of the options; its error reporter was told why.</summary>
    public TfLiteInterpreterHandle(TfLiteLibrary library, TfLiteModelHandle model, TfLiteOptionsHandle options)
        : base(ownsHandle: true)
    {
        this.library = library;
        SetHandle(library.InterpreterCreate(model.DangerousGetHandle(), options.DangerousGetHandle()));
        GC.KeepAlive(model);
        GC.KeepAlive(options);
    }

    protected override bool ReleaseHandle()
    {
        library.InterpreterDelete(handle);
        return true;
    }
}

/// <summary>A TfLiteDelegate that somebody's create function made. Interpreters add a reference for as long as they use it.</summary>
public abstract class TfLiteDelegateHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true);

/// <summary>TfLiteXNNPackDelegate.</summary>
public sealed unsafe class XnnpackDelegateHandle : TfLiteDelegateHandle
{
    private readonly TfLiteLibrary library;

    /// <summary>Invalid where XNNPACK could not be initialised.</summary>
    /// <exception cref="NotSupportedException">The library was built without XNNPACK.</exception>
    public XnnpackDelegateHandle(TfLiteLibrary library, int threads, XnnpackDelegateFlags flags)
    {
        if (!library.HasXnnpack)
        {
            throw new NotSupportedException($"{library.Location.Path} (TensorFlow Lite {library.Version}) was built without XNNPACK");
        }

        this.library = library;
        var options = new XnnpackDelegateOptions { NumThreads = threads, Flags = flags };
        SetHandle((nint)library.XnnpackDelegateCreate(&options));
    }

    protected override bool ReleaseHandle()
    {
        library.XnnpackDelegateDelete((TfLiteDelegate*)handle);
        return true;
    }
}
