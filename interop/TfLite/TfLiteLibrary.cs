using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.Natives;

namespace WebNN.Interop.TfLite;

/// <summary>
/// The C API of one loaded TensorFlow Lite library, TFLite 2.2 or newer. Exports that 2.2 lacks are null there. Never unloaded: TFLite keeps
/// threads and static state.
/// </summary>
public sealed unsafe class TfLiteLibrary
{
    private static readonly ConcurrentDictionary<string, Lazy<TfLiteLibrary>> loaded = new(StringComparer.Ordinal);
    private readonly nint library;

    public delegate* unmanaged[Cdecl]<void*, nuint, nint> ModelCreate { get; }
    public delegate* unmanaged[Cdecl]<nint, void> ModelDelete { get; }
    public delegate* unmanaged[Cdecl]<nint> OptionsCreate { get; }
    public delegate* unmanaged[Cdecl]<nint, void> OptionsDelete { get; }
    public delegate* unmanaged[Cdecl]<nint, int, void> OptionsSetNumThreads { get; }
    public delegate* unmanaged[Cdecl]<nint, TfLiteDelegate*, void> OptionsAddDelegate { get; }

    /// <summary>Name, registration, least and greatest version. TFLite copies the registration, not what it points to. Null where a library keeps it to itself.</summary>
    public delegate* unmanaged[Cdecl]<nint, byte*, TfLiteRegistration*, int, int, void> OptionsAddCustomOp { get; }

    /// <summary>The callback gets its user data, a printf format and a va_list, which travels as a pointer on every 64-bit ABI.</summary>
    public delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, byte*, void*, void>, void*, void> OptionsSetErrorReporter { get; }
    public delegate* unmanaged[Cdecl]<nint, nint, nint> InterpreterCreate { get; }
    public delegate* unmanaged[Cdecl]<nint, void> InterpreterDelete { get; }
    public delegate* unmanaged[Cdecl]<nint, int> InterpreterGetInputTensorCount { get; }
    public delegate* unmanaged[Cdecl]<nint, int, TfLiteTensor*> InterpreterGetInputTensor { get; }
    public delegate* unmanaged[Cdecl]<nint, int, int*, int, TfLiteStatus> InterpreterResizeInputTensor { get; }
    public delegate* unmanaged[Cdecl]<nint, TfLiteStatus> InterpreterAllocateTensors { get; }
    public delegate* unmanaged[Cdecl]<nint, TfLiteStatus> InterpreterInvoke { get; }
    public delegate* unmanaged[Cdecl]<nint, TfLiteStatus> InterpreterResetVariableTensors { get; }
    public delegate* unmanaged[Cdecl]<nint, int> InterpreterGetOutputTensorCount { get; }
    public delegate* unmanaged[Cdecl]<nint, int, TfLiteTensor*> InterpreterGetOutputTensor { get; }

    /// <summary>Gives a dynamic tensor so many bytes, in newer versions with a status. Null where a library keeps it to itself.</summary>
    public delegate* unmanaged[Cdecl]<nuint, TfLiteTensor*, void> TensorRealloc { get; }

    /// <summary>Null before TFLite 2.5: there, delegates go through <see cref="OptionsAddDelegate"/>.</summary>
    public delegate* unmanaged[Cdecl]<nint, TfLiteDelegate*, TfLiteStatus> InterpreterModifyGraphWithDelegate { get; }

    /// <summary>Null where the library was built without XNNPACK.</summary>
    public delegate* unmanaged[Cdecl]<void*, TfLiteDelegate*> XnnpackDelegateCreate { get; }
    public delegate* unmanaged[Cdecl]<TfLiteDelegate*, void> XnnpackDelegateDelete { get; }

    /// <summary>TfLiteXNNPackDelegateOptionsDefault, for <see cref="XnnpackOptions"/>: what it returns has another size in each version.</summary>
    public void* XnnpackOptionsDefault { get; }

    private TfLiteLibrary(NativeLibraryLocation location)
    {
        Location = location;
        library = NativeLibraryLocator.Load(NativeLibraryInfo.TfLite, location);
        var version = (delegate* unmanaged[Cdecl]<byte*>)Required("TfLiteVersion");
        Version = Utf8StringMarshaller.ConvertToManaged(version()) ?? "";
        ModelCreate = (delegate* unmanaged[Cdecl]<void*, nuint, nint>)Required("TfLiteModelCreate");
        ModelDelete = (delegate* unmanaged[Cdecl]<nint, void>)Required("TfLiteModelDelete");
        OptionsCreate = (delegate* unmanaged[Cdecl]<nint>)Required("TfLiteInterpreterOptionsCreate");
        OptionsDelete = (delegate* unmanaged[Cdecl]<nint, void>)Required("TfLiteInterpreterOptionsDelete");
        OptionsSetNumThreads = (delegate* unmanaged[Cdecl]<nint, int, void>)Required("TfLiteInterpreterOptionsSetNumThreads");
        OptionsAddDelegate = (delegate* unmanaged[Cdecl]<nint, TfLiteDelegate*, void>)Required("TfLiteInterpreterOptionsAddDelegate");
        OptionsAddCustomOp = (delegate* unmanaged[Cdecl]<nint, byte*, TfLiteRegistration*, int, int, void>)Optional("TfLiteInterpreterOptionsAddCustomOp");
        OptionsSetErrorReporter = (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, byte*, void*, void>, void*, void>)
            Required("TfLiteInterpreterOptionsSetErrorReporter");
        InterpreterCreate = (delegate* unmanaged[Cdecl]<nint, nint, nint>)Required("TfLiteInterpreterCreate");
        InterpreterDelete = (delegate* unmanaged[Cdecl]<nint, void>)Required("TfLiteInterpreterDelete");
        InterpreterGetInputTensorCount = (delegate* unmanaged[Cdecl]<nint, int>)Required("TfLiteInterpreterGetInputTensorCount");
        InterpreterGetInputTensor = (delegate* unmanaged[Cdecl]<nint, int, TfLiteTensor*>)Required("TfLiteInterpreterGetInputTensor");
        InterpreterResizeInputTensor = (delegate* unmanaged[Cdecl]<nint, int, int*, int, TfLiteStatus>)Required("TfLiteInterpreterResizeInputTensor");
        InterpreterAllocateTensors = (delegate* unmanaged[Cdecl]<nint, TfLiteStatus>)Required("TfLiteInterpreterAllocateTensors");
        InterpreterInvoke = (delegate* unmanaged[Cdecl]<nint, TfLiteStatus>)Required("TfLiteInterpreterInvoke");
        InterpreterResetVariableTensors = (delegate* unmanaged[Cdecl]<nint, TfLiteStatus>)Required("TfLiteInterpreterResetVariableTensors");
        InterpreterGetOutputTensorCount = (delegate* unmanaged[Cdecl]<nint, int>)Required("TfLiteInterpreterGetOutputTensorCount");
        InterpreterGetOutputTensor = (delegate* unmanaged[Cdecl]<nint, int, TfLiteTensor*>)Required("TfLiteInterpreterGetOutputTensor");
        InterpreterModifyGraphWithDelegate =
            (delegate* unmanaged[Cdecl]<nint, TfLiteDelegate*, TfLiteStatus>)Optional("TfLiteInterpreterModifyGraphWithDelegate");
        TensorRealloc = (delegate* unmanaged[Cdecl]<nuint, TfLiteTensor*, void>)Optional("TfLiteTensorRealloc");
        XnnpackDelegateCreate = (delegate* unmanaged[Cdecl]<void*, TfLiteDelegate*>)Optional("TfLiteXNNPackDelegateCreate");
        XnnpackDelegateDelete = (delegate* unmanaged[Cdecl]<TfLiteDelegate*, void>)Optional("TfLiteXNNPackDelegateDelete");
        XnnpackOptionsDefault = Optional("TfLiteXNNPackDelegateOptionsDefault");
    }

    /// <summary>Where it was loaded from, and how it was found.</summary>
    public NativeLibraryLocation Location { get; }

    /// <summary>What TfLiteVersion answers. Not a version number to decide by: every current LiteRT answers 2.19.0.</summary>
    public string Version { get; }

    public bool HasXnnpack => XnnpackDelegateCreate is not null && XnnpackDelegateDelete is not null;

    /// <summary>Finds the library (<see cref="NativeLibraryLocator"/>) and loads it, once per process and path.</summary>
    /// <param name="path">The user's own choice; null for none.</param>
    /// <param name="baseDirectory">The folder to search from; null for the application's.</param>
    /// <exception cref="NativeLibraryException">It is absent, does not load, or is not TensorFlow Lite's C library of 2.2 or newer.</exception>
    public static TfLiteLibrary Load(string? path = null, string? baseDirectory = null) =>
        Load(NativeLibraryLocator.Locate(NativeLibraryInfo.TfLite, path, baseDirectory));

    /// <summary>Loads the library at a place that the locator found.</summary>
    /// <exception cref="NativeLibraryException">It does not load, or is not TensorFlow Lite's C library of 2.2 or newer.</exception>
    public static TfLiteLibrary Load(NativeLibraryLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return loaded.GetOrAdd(location.Path, static (_, found) => new(() => new TfLiteLibrary(found)), location).Value;
    }

    private void* Required(string name) => (void*)NativeLibraryLocator.Export(NativeLibraryInfo.TfLite, Location, library, name);

    private void* Optional(string name) => NativeLibrary.TryGetExport(library, name, out var address) ? (void*)address : null;
}
