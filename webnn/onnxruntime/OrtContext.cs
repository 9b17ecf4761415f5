using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>WebNN on ONNX Runtime. The library is loaded once per process; each compiled graph is a session of its own.</summary>
public sealed class OrtContext : MLContext
{
    private readonly OrtContextOptions options;
    private readonly ModelCache? cache;
    private OrtDevice device = OrtDevice.Cpu;

    /// <exception cref="Interop.Natives.NativeLibraryException">ONNX Runtime is absent or too old.</exception>
    /// <exception cref="OrtException">ONNX Runtime does not start.</exception>
    /// <exception cref="UnsupportedException">None of the devices that the options list, or not the cache folder, can be used.</exception>
    public OrtContext(OrtContextOptions? options = null)
    {
        this.options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(this.options.Threads, nameof(options));
        var wanted = OrtDevice.Wanted(this.options);
        Library = OrtLibrary.Load(this.options.LibraryPath, this.options.LibrarySearchDirectory);
        if (!WindowKernels.AreFast && this.options.OwnKernels is null)
        {
            KernelLibrary.TryLoad(this.options.LibrarySearchDirectory ?? AppContext.BaseDirectory);
        }

        device = OrtDevice.Choose(wanted, Library.Providers(), Start);
        cache = this.options.CacheDirectory is { Length: > 0 } folder ? new(folder, $"{Version} {device.Provider} {typeof(OrtContext).Assembly.GetName().Version}") : null;
    }

    public override bool Accelerated => device != OrtDevice.Cpu;

    public override string Description => $"ONNX Runtime {Version}{(UsesOwnKernels ? " and own float kernels" : "")}, {device.Label}, {(options.Threads == 0 ? "all" : options.Threads)} thread{(options.Threads == 1 ? "" : "s")}";

    /// <summary>Where the library is, and which rule found it.</summary>
    public string LibrarySource => Library.Location.ToString();

    /// <summary>ONNX Runtime's version: <c>1.30.0</c>.</summary>
    public string Version => Library.Version;

    internal OrtLibrary Library { get; }

    private bool UsesOwnKernels => device == OrtDevice.Cpu && (options.OwnKernels ?? WindowKernels.AreFast);

    /// <summary>The names of the WebNN operators that this backend runs.</summary>
    public static IEnumerable<string> SupportedOperators => OperatorTable.Operators;

    public override void RequireSupport(MLNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        GraphLowering.Probe(node);
    }

    /// <inheritdoc/>
    protected override MLGraph Compile(MLGraphDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var graph = GraphLowering.Lower(definition, UsesOwnKernels);
        if (options.UnsignedWeights ?? Processor.SaturatesPairs)
        {
            UnsignedWeights.Apply(graph);
        }

        var memory = new PinnedMemory();
        try
        {
            return OrtGraph.TakeSession(cache is null ? Create(graph, memory, options) : CreateCached(cache, graph, memory), memory, graph, definition);
        }
        catch (OrtException e)
        {
            memory.Dispose();
            throw new UnsupportedException($"ONNX Runtime refused the graph: {e.Reason}", e);
        }
        catch (OutOfMemoryException e)
        {
            memory.Dispose();
            throw new UnsupportedException("there is not enough memory to compile the graph", e);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private OrtSessionHandle Create(OnnxGraph graph, PinnedMemory memory, OrtContextOptions settings)
    {
        using var editor = new ModelEditor(Library);
        using var sessionOptions = SessionSettings.Create(Library, settings, device);
        return editor.CreateSession(graph, sessionOptions, memory);
    }

    /// <summary>From the optimized model where it is kept, else optimized and kept.</summary>
    private OrtSessionHandle CreateCached(ModelCache models, OnnxGraph graph, PinnedMemory memory)
    {
        var path = models.PathOf(graph);
        if (ModelCache.Read(path) is { } bytes)
        {
            try
            {
                using var sessionOptions = SessionSettings.Create(Library, options, device, isOptimized: true);
                return OrtSessions.FromBytes(Library, bytes.Span, sessionOptions);
            }
            catch (OrtException)
            {
                ModelCache.Discard(path);
            }
        }

        var unfinished = ModelCache.Unfinished(path);
        OrtSessionHandle session;
        try
        {
            session = Create(graph, memory, options with { OptimizedModelPath = unfinished });
        }
        catch (OrtException)
        {
            // A full disk is no reason not to run. A graph that is at fault itself fails again.
            ModelCache.Discard(unfinished);
            return Create(graph, memory, options);
        }

        ModelCache.Finish(unfinished, path);
        return session;
    }

    /// <summary>A provider says only when a session is made whether its device is there.</summary>
    private void Start(OrtDevice candidate)
    {
        device = candidate;
        var builder = new MLGraphBuilder(this);
        var input = builder.Input("input", new(MLOperandDataType.Float32, 1));
        builder.Build(new MLNamedOperand("output", builder.Neg(input))).Dispose();
    }
}
