using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.Natives;

namespace WebNN.Interop.OnnxRuntime;

/// <summary>
/// ONNX Runtime, loaded: its tables, and its one environment once a session needs it. Lives as long as the process: sessions of any thread share it, and
/// unloading would pull the code from under the thread pools.
/// </summary>
public sealed unsafe class OrtLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, OrtLibrary> Loaded = new(StringComparer.Ordinal);

    private readonly Lock starting = new();
    private volatile nint environment;

    private OrtLibrary(NativeLibraryLocation location)
    {
        Location = location;
        OrtTelemetry.SwitchOff();
        var handle = NativeLibraryLocator.Load(NativeLibraryInfo.OnnxRuntime, location);
        var apiBase = ((delegate* unmanaged<void**>)NativeLibraryLocator.Export(NativeLibraryInfo.OnnxRuntime, location, handle, "OrtGetApiBase"))();
        Version = Text(((delegate* unmanaged<byte*>)apiBase[1])());
        var table = ((delegate* unmanaged<uint, void**>)apiBase[0])(OrtApi.ApiVersion);
        if (table is null)
        {
            throw new NativeLibraryException($"ONNX Runtime: {location} is version {Version}; API version {OrtApi.ApiVersion} (ONNX Runtime 1.{OrtApi.ApiVersion}) or later is needed");
        }

        Api = new(table);
        var editor = Api.GetModelEditorApi();
        if (editor is null)
        {
            throw new NativeLibraryException($"ONNX Runtime: {location} (version {Version}) is a minimal build without the Model Editor API; a full build is needed");
        }

        Editor = new(editor);
    }

    public NativeLibraryLocation Location { get; }

    /// <summary>The library's own version: <c>1.30.0</c>.</summary>
    public string Version { get; }

    public OrtApi Api { get; }

    public OrtModelEditorApi Editor { get; }

    /// <summary>
    /// What sessions are made in, itself made for the first of them: that takes several times as long as loading the library, and graphs of own
    /// kernels alone need none.
    /// </summary>
    /// <exception cref="OrtException">ONNX Runtime does not start.</exception>
    public OrtEnv* Environment
    {
        get
        {
            Start();
            return (OrtEnv*)environment;
        }
    }

    /// <summary>Whether there is an <see cref="Environment"/> yet.</summary>
    public bool IsStarted => environment is not 0;

    /// <summary>The library, loaded on the first call for its path.</summary>
    /// <exception cref="NativeLibraryException">It is absent, too old, or not ONNX Runtime.</exception>
    public static OrtLibrary Load(string? explicitPath = null, string? baseDirectory = null)
    {
        var location = NativeLibraryLocator.Locate(NativeLibraryInfo.OnnxRuntime, explicitPath, baseDirectory);
        lock (Gate)
        {
            if (!Loaded.TryGetValue(location.Path, out var library))
            {
                library = new(location);
                Loaded.Add(location.Path, library);
            }

            return library;
        }
    }

    /// <summary>Makes the <see cref="Environment"/>, without which ONNX Runtime has no log either. To be called before anything that belongs to a session.</summary>
    /// <exception cref="OrtException">ONNX Runtime does not start.</exception>
    public void Start()
    {
        lock (starting)
        {
            if (IsStarted)
            {
                return;
            }

            OrtEnv* created;
            fixed (byte* name = "webnn"u8)
            {
                // What fails is thrown, with the same text: it need not stand on standard error too.
                Check(Api.CreateEnv(OrtLoggingLevel.Fatal, name, &created));
            }

            environment = (nint)created;
        }
    }

    /// <summary>The execution providers compiled into the library.</summary>
    public ImmutableArray<string> Providers()
    {
        byte** names;
        int count;
        Check(Api.GetAvailableProviders(&names, &count));
        try
        {
            var providers = ImmutableArray.CreateBuilder<string>(count);
            for (var i = 0; i < count; i++)
            {
                providers.Add(Text(names[i]));
            }

            return providers.MoveToImmutable();
        }
        finally
        {
            Check(Api.ReleaseAvailableProviders(names, count));
        }
    }

    /// <summary>Throws what <paramref name="status"/> says and releases it; null means success.</summary>
    /// <exception cref="OrtException">The call failed.</exception>
    public void Check(OrtStatus* status, [CallerArgumentExpression(nameof(status))] string call = "")
    {
        if (status is not null)
        {
            Throw(status, call);
        }
    }

    /// <summary>A UTF-8 string that stays ONNX Runtime's.</summary>
    public static string Text(byte* utf8) => Utf8StringMarshaller.ConvertToManaged(utf8) ?? "";

    private void Throw(OrtStatus* status, string call)
    {
        var error = new OrtException(call, Api.GetErrorCode(status), Text(Api.GetErrorMessage(status)));
        Api.ReleaseStatus(status);
        throw error;
    }
}
