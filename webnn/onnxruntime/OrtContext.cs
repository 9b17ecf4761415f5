using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>
/// WebNN on ONNX Runtime. The library is loaded once per process, by the first context, and started by the first session: each compiled graph is a
/// session of its own, or, where own kernels run all of it, none (<see cref="KernelGraph"/>).
/// </summary>
public sealed class OrtContext : MLContext
{
    /// <summary>A session takes more memory than the copies of so many weights.</summary>
    private const long FewWeightBytes = 4 << 20;

    private readonly OrtContextOptions options;
    private readonly ModelCache? cache;
    private OrtDevice device = OrtDevice.Cpu;
    private volatile bool disposed;

    /// <exception cref="NativeLibraryException">ONNX Runtime is absent or too old.</exception>
    /// <exception cref="OrtException">ONNX Runtime does not say what it has.</exception>
    /// <exception cref="UnsupportedException">None of the devices that the options list can be used.</exception>
    /// <exception cref="ArgumentException">An option is null, or out of its range.</exception>
    public OrtContext(OrtContextOptions? options = null)
    {
        this.options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(this.options.Threads, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(this.options.Threads, OrtContextOptions.MostThreads, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.SecondCacheBytes ?? OrtContextOptions.FewestCacheBytes, OrtContextOptions.FewestCacheBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(this.options.SecondCacheBytes ?? OrtContextOptions.MostCacheBytes, OrtContextOptions.MostCacheBytes, nameof(options));
        OrtDevice.Wanted(this.options);
        Library = OrtLibrary.Load(this.options.LibraryPath, this.options.LibrarySearchDirectory);
        LoadKernels();

        (device, Devices) = OrtDevice.Choose(this.options, Library.Providers(), Start);
        var packing = this.options.PacksWeights ? "" : " unpacked";
        cache = this.options.CacheDirectory is { Length: > 0 } folder
            ? new(folder, $"{Version} {device.Provider} {string.Join(' ', device.Options)} {typeof(OrtContext).Assembly.GetName().Version}{packing}")
            : null;
    }

    public override bool Accelerated => !device.IsCpu;

    public override string Description =>
        $"ONNX Runtime {Version}{OwnKernelsText}, {(device.IsCpu ? $"{device.Label} ({Processor.Name(Features)})" : device.Label)}, {(options.Threads == 0 ? "all" : options.Threads)} thread{(options.Threads == 1 ? "" : "s")}{(options.Devices.IsEmpty || Devices.PassedOver.IsEmpty ? "" : $"; {Devices}")}";

    public override MLDeviceSelection Devices { get; } = new([], OrtDevice.Cpu.Name, []);

    /// <summary>Own kernels take channels last; ONNX Runtime's take channels first, and others are transposed around them.</summary>
    public override MLInputOperandLayout PreferredInputLayout => OwnKernels is not null ? MLInputOperandLayout.Nhwc : MLInputOperandLayout.Nchw;

    /// <summary>Where the library is, and which rule found it.</summary>
    public string LibrarySource => Library.Location.ToString();

    /// <summary>Why compiled graphs are not kept in <see cref="OrtContextOptions.CacheDirectory"/>; null where they are, or where none is asked for.</summary>
    public string? CacheProblem => cache?.Problem;

    /// <summary>ONNX Runtime's version: <c>1.30.0</c>.</summary>
    public string Version => Library.Version;

    internal OrtLibrary Library { get; }

    private string OwnKernelsText
    {
        get
        {
            string[] kinds =
            [
                .. OwnKernels is not null ? ["own float kernels"] : Array.Empty<string>(),
                .. OwnIntegerKernels is { } target ? [target.IsDepthwiseOnly ? "own depthwise kernels of integers" : "own integer kernels"] : Array.Empty<string>(),
            ];
            return kinds.Length == 0 ? "" : $" and {string.Join(", ", kinds)}";
        }
    }

    private ProcessorFeatures Features => Processor.Within(options.ProcessorFeatures);

    /// <summary>What own kernels are made for; null where there are none.</summary>
    internal KernelTarget? OwnKernels => device.IsCpu ? options.Kernels : null;

    /// <summary>What own kernels of integers are made for; null where there are none.</summary>
    internal KernelTarget? OwnIntegerKernels => device.IsCpu ? options.IntegerKernels : null;

    /// <summary>The names of the WebNN operators that this backend runs.</summary>
    public static IEnumerable<string> SupportedOperators => OperatorTable.Operators;

    public override void RequireSupport(MLNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        GraphLowering.Probe(node);
    }

    /// <inheritdoc/>
    protected internal override MLGraph Compile(MLGraphDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ObjectDisposedException.ThrowIf(disposed, this);
        options.OnCompile?.Invoke(definition);
        var graph = Lower(definition);
        try
        {
            return WithoutSession(graph, definition) is { } own ? own : InSession(graph, definition);
        }
        catch (OrtException e)
        {
            throw new UnsupportedException($"ONNX Runtime refused the graph: {e.Reason}", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new UnsupportedException("there is not enough memory to compile the graph", e);
        }
    }

    /// <summary>
    /// Writes a graph as an ONNX model for ONNX Runtime, other programs' too: inputs and outputs keep their names, types and shapes; quantized
    /// patterns are integer operators, some of the domain com.microsoft. One file, of at most 2 GiB.
    /// </summary>
    /// <exception cref="UnsupportedException">An operator cannot be expressed, or ONNX Runtime refused the graph, or to write the file.</exception>
    public void ExportOnnx(MLGraphDefinition definition, string path)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ObjectDisposedException.ThrowIf(disposed, this);
        Start();
        using var memory = new PinnedMemory(Library);
        try
        {
            var settings = options with { OptimizedModelPath = path, OwnKernels = false, OwnIntegerKernels = false, Threads = 1 };
            using var editor = new ModelEditor(Library);
            using var sessionOptions = SessionSettings.Create(Library, settings, OrtDevice.Cpu, isOptimized: true);
            editor.CreateSession(GraphLowering.LowerForExport(definition), sessionOptions, memory).Dispose();
        }
        catch (OrtException e)
        {
            throw new UnsupportedException($"ONNX Runtime did not write '{path}': {e.Reason}", e);
        }
    }

    /// <summary>Graphs that were compiled live on: each owns what it needs.</summary>
    protected override void Dispose(bool disposing)
    {
        disposed = true;
        base.Dispose(disposing);
    }

    /// <summary>What only sessions need of ONNX Runtime.</summary>
    private void Start()
    {
        try
        {
            Library.Start();
        }
        catch (OrtException e)
        {
            throw new UnsupportedException($"ONNX Runtime does not start: {e.Reason}", e);
        }
    }

    private void LoadKernels()
    {
        if (options.OwnKernels is not false || options.OwnIntegerKernels is not false)
        {
            KernelLibrary.TryLoad(options.LibrarySearchDirectory ?? AppContext.BaseDirectory, path => NativeLibraryFile.Problem(path) is null);
        }
    }

    /// <summary>The ONNX graph for this context's device and processor.</summary>
    internal OnnxGraph Lower(MLGraphDefinition definition)
    {
        var graph = GraphLowering.Lower(definition, OwnKernels, OwnIntegerKernels, options.PacksWeights);
        if (UnsignedWeights.AreNeeded(Features))
        {
            UnsignedWeights.Apply(graph);
        }

        return graph;
    }

    /// <summary>
    /// Whether a graph of own kernels alone may do without a session: that has threads to share their work, and writes its model and its times;
    /// and many weights that are to stay as they are would be packed.
    /// </summary>
    private bool MayRunWithoutSession(OnnxGraph graph) =>
        options is { Threads: 1, AlwaysUsesSession: false, OptimizedModelPath: null, ProfilePrefix: null }
        && (options.PacksWeights || graph.Constants.Sum(constant => constant.Count * constant.Type.ByteSize()) <= FewWeightBytes);

    /// <summary>Null where the graph needs a session.</summary>
    private KernelGraph? WithoutSession(OnnxGraph graph, MLGraphDefinition definition)
    {
        try
        {
            return MayRunWithoutSession(graph) && OwnKernels is { } target && KernelGraph.TryMake(graph, target, OwnIntegerKernels, definition, out var own) ? own : null;
        }
        catch (ArgumentException e)
        {
            throw new UnsupportedException($"own kernels refused the graph: {e.Message}", e);
        }
    }

    private OrtGraph InSession(OnnxGraph graph, MLGraphDefinition definition)
    {
        Start();
        var memory = new PinnedMemory(Library);
        try
        {
            return OrtGraph.TakeSession(cache is not { IsUsable: true } ? Create(graph, memory, options) : CreateCached(cache, graph, memory), memory, graph, definition);
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
        catch (OrtException e)
        {
            // A full disk is no reason not to run. A graph that is at fault itself fails again.
            ModelCache.Discard(unfinished);
            session = Create(graph, memory, options);
            models.Report($"{path} cannot be written: {e.Reason}");
            return session;
        }

        models.Finish(unfinished, path);
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
