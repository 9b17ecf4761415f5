using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;
using WebNN.Interop.TfLite;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>A native library in use, and how it was found.</summary>
public sealed record BackendLibrary(string Version, string Source);

/// <summary>
/// Runs what it can of a model as WebNN graphs. One instance serves any number of interpreters on any threads; disposed before them, it
/// lives on until they are. Without a backend it claims nothing, and every interpreter's report says why.
/// </summary>
public sealed class WebNNDelegate : ITfLiteDelegate
{
    private readonly DelegateHandle alone;
    private readonly DelegateHandle beforeXnnpack;
    private readonly OrtContext? onnxRuntime;
    private readonly CustomOperators customOperators;
    private readonly RuntimeVersions runtimes = new();
    private bool disposed;

    /// <summary>Runs graphs on ONNX Runtime. Never throws because that is absent: see <see cref="Unavailable"/>.</summary>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="UnsupportedException">None of the devices can be used, and the options require one.</exception>
    public WebNNDelegate(WebNNDelegateOptions? options = null)
        : this(Open(options ?? new(), out var unavailable), unavailable, options ?? new())
    {
    }

    /// <summary>Runs graphs on a backend of the caller's, which this delegate owns from now on.</summary>
    public WebNNDelegate(MLContext context, WebNNDelegateOptions? options = null)
        : this(context ?? throw new ArgumentNullException(nameof(context)), null, Validated(options ?? new()))
    {
    }

    private WebNNDelegate(MLContext? context, string? unavailable, WebNNDelegateOptions options)
    {
        Unavailable = unavailable;
        Backend = context?.Description ?? "none";
        Devices = context?.Devices;
        onnxRuntime = context as OrtContext;
        customOperators = new(options.CustomOperators);
        Library = onnxRuntime is null ? null : new(onnxRuntime.Version, onnxRuntime.LibrarySource);
        try
        {
            var graphDelegate = context is null ? null : new GraphDelegate(context, options.ToDelegateOptions());

            // Native memory keeps what it is given alive: not this object, which the garbage collector could never free then.
            var versions = runtimes;
            var shared = context is null ? null : new SharedDisposable(context, sharers: 2);
            (alone, beforeXnnpack) = (Handle(hasXnnpack: false), Handle(hasXnnpack: true));

            DelegateHandle Handle(bool hasXnnpack) =>
                new(new DelegateBorder(graphDelegate, unavailable, runtime: _ => new(versions.Text, hasXnnpack), owned: shared));
        }
        catch (ArgumentException)
        {
            context?.Dispose();
            throw;
        }
    }

    /// <summary>Why there is no backend; null where there is one.</summary>
    public string? Unavailable { get; }

    /// <summary>The backend, its version and device in one line; <c>none</c> without one.</summary>
    public string Backend { get; }

    /// <summary>Which devices were asked for, which one runs the graphs, and why not the others; null without a backend.</summary>
    public MLDeviceSelection? Devices { get; }

    /// <summary>The backend's native library; null without a backend, and with one of the caller's.</summary>
    public BackendLibrary? Library { get; }

    /// <summary>Why compiled graphs are not kept in the cache folder; null where they are, or where none is asked for.</summary>
    public string? CacheProblem => onnxRuntime?.CacheProblem;

    public string Name => "WebNN";

    bool ITfLiteDelegate.PerInterpreter => false;

    CustomOperators? ITfLiteDelegate.CustomOperators => customOperators;

    public void Dispose()
    {
        disposed = true;
        alone.Dispose();
        beforeXnnpack.Dispose();
    }

    TfLiteDelegateHandle ITfLiteDelegate.Open(TfLiteLibrary library, bool isBeforeXnnpack)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        runtimes.Add(library.Version);
        return isBeforeXnnpack ? beforeXnnpack : alone;
    }

    private static WebNNDelegateOptions Validated(WebNNDelegateOptions options)
    {
        options.Validate();
        return options;
    }

    private static OrtContext? Open(WebNNDelegateOptions options, out string? unavailable)
    {
        Validated(options);
        try
        {
            unavailable = null;
            return options.Open();
        }
        catch (Exception e) when (e is NativeLibraryException or OrtException || (e is UnsupportedException && !options.RequiresDevice))
        {
            unavailable = e.Message;
            return null;
        }
    }

    /// <summary>The versions of the TFLites that have opened a delegate.</summary>
    private sealed class RuntimeVersions
    {
        private readonly HashSet<string> all = [];

        /// <summary>Null for none; several in one text, for which nothing was ever decided.</summary>
        public string? Text
        {
            get
            {
                lock (all)
                {
                    return all.Count == 0 ? null : string.Join(" and ", all.Order(StringComparer.Ordinal));
                }
            }
        }

        public void Add(string version)
        {
            lock (all)
            {
                all.Add(version);
            }
        }
    }
}
