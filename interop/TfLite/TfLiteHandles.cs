using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebNN.Interop.TfLite;

/// <summary>TfLiteModel. It reads the caller's bytes, to which it adds a reference.</summary>
public sealed unsafe class TfLiteModelHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly TfLiteLibrary library;
    private readonly SafeHandle bytes;

    /// <summary>Invalid where TFLite refused the bytes.</summary>
    /// <param name="bytes">The handle is their address.</param>
    /// <exception cref="ObjectDisposedException">The bytes were disposed already.</exception>
    public TfLiteModelHandle(TfLiteLibrary library, SafeHandle bytes, nuint length)
        : base(ownsHandle: true)
    {
        this.library = library;
        this.bytes = bytes;
        var added = false;
        bytes.DangerousAddRef(ref added);
        SetHandle(library.ModelCreate((void*)bytes.DangerousGetHandle(), length));
        if (IsInvalid)
        {
            // An invalid handle is never released.
            bytes.DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        library.ModelDelete(handle);
        bytes.DangerousRelease();
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

/// <summary>TfLiteInterpreter. Adds a reference to all that it uses, so that their owners may dispose them in any order.</summary>
public sealed unsafe class TfLiteInterpreterHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly TfLiteLibrary library;
    private readonly List<SafeHandle> uses = [];

    /// <summary>Invalid where TFLite refused the model or a delegate of the options; its error reporter was told why.</summary>
    /// <param name="uses">The error reporter, the delegates of the options.</param>
    public TfLiteInterpreterHandle(TfLiteLibrary library, TfLiteModelHandle model, TfLiteOptionsHandle options, params ReadOnlySpan<SafeHandle> uses)
        : base(ownsHandle: true)
    {
        this.library = library;
        try
        {
            Use(model);
            foreach (var use in uses)
            {
                Use(use);
            }

            SetHandle(library.InterpreterCreate(model.DangerousGetHandle(), options.DangerousGetHandle()));
            GC.KeepAlive(options);
        }
        finally
        {
            if (IsInvalid)
            {
                // An invalid handle is never released, and these would wait for it.
                Unuse();
            }
        }
    }

    /// <summary>Keeps <paramref name="resource"/> alive until this interpreter is deleted.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed already.</exception>
    public void Use(SafeHandle resource)
    {
        var added = false;
        resource.DangerousAddRef(ref added);
        uses.Add(resource);
    }

    protected override bool ReleaseHandle()
    {
        library.InterpreterDelete(handle);
        Unuse();
        return true;
    }

    private void Unuse()
    {
        uses.ForEach(use => use.DangerousRelease());
        uses.Clear();
    }
}

/// <summary>A TfLiteDelegate that somebody's create function made. Interpreters add a reference for as long as they use it.</summary>
public abstract class TfLiteDelegateHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true);

/// <summary>TfLiteXNNPackDelegate.</summary>
public sealed unsafe class XnnpackDelegateHandle : TfLiteDelegateHandle
{
    private readonly TfLiteLibrary library;

    /// <summary>Invalid where XNNPACK could not be initialised.</summary>
    /// <param name="flags">See <see cref="XnnpackOptions.Create"/>.</param>
    /// <exception cref="NotSupportedException">The library was built without XNNPACK.</exception>
    public XnnpackDelegateHandle(TfLiteLibrary library, int threads, TfLiteXnnpackDelegateFlags flags)
    {
        ArgumentNullException.ThrowIfNull(library);
        if (!library.HasXnnpack)
        {
            throw new NotSupportedException($"{library.Location.Path} (TensorFlow Lite {library.Version}) was built without XNNPACK");
        }

        this.library = library;
        var options = XnnpackOptions.Create(library.XnnpackOptionsDefault, library.Version, threads, flags);
        SetHandle((nint)library.XnnpackDelegateCreate(&options));
    }

    protected override bool ReleaseHandle()
    {
        library.XnnpackDelegateDelete((TfLiteDelegate*)handle);
        return true;
    }
}
