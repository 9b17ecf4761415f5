using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>WebNN on ONNX Runtime. The library is loaded once per process; each compiled graph is a session of its own.</summary>
public sealed class OrtContext : MLContext
{
    private readonly OrtContextOptions options;

    /// <exception cref="Interop.Natives.NativeLibraryException">ONNX Runtime is absent or too old.</exception>
    /// <exception cref="OrtException">ONNX Runtime does not start.</exception>
    public OrtContext(OrtContextOptions? options = null)
    {
        this.options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(this.options.Threads, nameof(options));
        Library = OrtLibrary.Load(this.options.LibraryPath, this.options.LibrarySearchDirectory);
    }

    public override bool Accelerated => false;

    public override string Description => $"ONNX Runtime {Version}, CPU, {(options.Threads == 0 ? "all" : options.Threads)} thread{(options.Threads == 1 ? "" : "s")}";

    /// <summary>Where the library is, and which rule found it.</summary>
    public string LibrarySource => Library.Location.ToString();

    /// <summary>ONNX Runtime's version: <c>1.30.0</c>.</summary>
    public string Version => Library.Version;

    internal OrtLibrary Library { get; }

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
        var graph = GraphLowering.Lower(definition);
        var memory = new PinnedMemory();
        try
        {
            using var editor = new ModelEditor(Library);
            using var sessionOptions = SessionSettings.Create(Library, options);
            return OrtGraph.TakeSession(editor.CreateSession(graph, sessionOptions, memory), memory, graph, definition);
        }
        catch (OrtException e)
        {
            memory.Dispose();
            throw new UnsupportedException($"ONNX Runtime refused the graph: {e.Reason}", e);
        }
    }
}
