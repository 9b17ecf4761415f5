using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>
/// A delegate out of a native library with TFLite's external-delegate entry points, such as this project's own plug-in. Each interpreter gets
/// one of its own.
/// </summary>
public sealed unsafe class ExternalDelegate : ITfLiteDelegate
{
    [ThreadStatic]
    private static List<string>? reported;

    private readonly Dictionary<string, string> options;
    private readonly delegate* unmanaged[Cdecl]<byte**, byte**, nuint, delegate* unmanaged[Cdecl]<byte*, void>, TfLiteDelegate*> create;
    private readonly delegate* unmanaged[Cdecl]<TfLiteDelegate*, void> destroy;
    private bool disposed;

    /// <param name="path">The library; a bare file name is looked for as other natives are, in <c>runtimes/RID/native</c> for one.</param>
    /// <param name="options">The library's own.</param>
    /// <exception cref="NativeLibraryException">It is absent, does not load, or is no external delegate.</exception>
    /// <exception cref="ArgumentException">The value of an option is null.</exception>
    public ExternalDelegate(string path, IReadOnlyDictionary<string, string>? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.options = new(options ?? new Dictionary<string, string>());
        if (this.options.FirstOrDefault(option => option.Value is null).Key is { } key)
        {
            throw new ArgumentException($"the value of the option '{key}' is null", nameof(options));
        }

        var library = new NativeLibraryInfo($"the external delegate {Path.GetFileName(path)}", "WEBNN_EXTERNAL_DELEGATE", [Path.GetFileName(path)]);
        var location = NativeLibraryLocator.Locate(library, Path.GetFileName(path) == path ? null : path);
        var handle = NativeLibraryLocator.Load(library, location);
        create = (delegate* unmanaged[Cdecl]<byte**, byte**, nuint, delegate* unmanaged[Cdecl]<byte*, void>, TfLiteDelegate*>)
            NativeLibraryLocator.Export(library, location, handle, "tflite_plugin_create_delegate");
        destroy = (delegate* unmanaged[Cdecl]<TfLiteDelegate*, void>)NativeLibraryLocator.Export(library, location, handle, "tflite_plugin_destroy_delegate");
        Library = location;
    }

    public string Name => Path.GetFileName(Library.Path);

    /// <summary>The library, and how it was found.</summary>
    public NativeLibraryLocation Library { get; }

    /// <summary>What the library said when it last made a delegate; empty where it had nothing to say.</summary>
    public string Messages { get; private set; } = "";

    bool ITfLiteDelegate.PerInterpreter => true;

    /// <summary>What this project's own plug-in translates.</summary>
    CustomOperators? ITfLiteDelegate.CustomOperators => CustomOperators.Known;

    public void Dispose() => disposed = true;

    TfLiteDelegateHandle ITfLiteDelegate.Open(TfLiteLibrary library, bool isBeforeXnnpack)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        reported = [];
        var made = Create();
        Messages = string.Join('\n', reported);
        return made is null ? throw new TfLiteException($"{Library.Path} made no delegate: {Messages}") : new Handle(made, destroy);
    }

    private TfLiteDelegate* Create()
    {
        // The library copies what it keeps: the strings live for the call.
        var texts = (byte**)NativeMemory.AllocZeroed((nuint)(2 * options.Count) + 1, (nuint)sizeof(byte*));
        try
        {
            var i = 0;
            foreach (var (key, value) in options)
            {
                texts[i] = Utf8StringMarshaller.ConvertToUnmanaged(key);
                texts[options.Count + i++] = Utf8StringMarshaller.ConvertToUnmanaged(value);
            }

            return create(texts, texts + options.Count, (nuint)options.Count, &Report);
        }
        finally
        {
            for (var i = 0; i < 2 * options.Count; i++)
            {
                Utf8StringMarshaller.Free(texts[i]);
            }

            NativeMemory.Free(texts);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Report(byte* message) => reported?.Add(Utf8StringMarshaller.ConvertToManaged(message) ?? "");

    private sealed class Handle : TfLiteDelegateHandle
    {
        private readonly delegate* unmanaged[Cdecl]<TfLiteDelegate*, void> destroy;

        public Handle(TfLiteDelegate* made, delegate* unmanaged[Cdecl]<TfLiteDelegate*, void> destroy)
        {
            this.destroy = destroy;
            SetHandle((nint)made);
        }

        protected override bool ReleaseHandle()
        {
            destroy((TfLiteDelegate*)handle);
            return true;
        }
    }
}
