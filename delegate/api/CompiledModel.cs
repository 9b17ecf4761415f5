using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite;

/// <summary>
/// A .tflite model compiled to WebNN graphs straight from its file, without TensorFlow Lite. Whole or not at all: a node that WebNN cannot
/// run makes the constructor fail, with the reason; <see cref="Interpreter"/> runs such a model. An instance may be used from several threads,
/// which take turns; several instances run side by side.
/// </summary>
/// <example><code>
/// using var model = CompiledModel.FromFile("model.tflite");
/// model.Inputs[0].Data&lt;float&gt;().Fill(0.5f);
/// model.Run();
/// Console.WriteLine(model.Outputs[0].Data&lt;float&gt;()[0]);
/// </code></example>
public sealed class CompiledModel : ModelRunner
{
    private readonly Lock gate = new();
    private readonly TfLiteModel model;
    private readonly bool ownsModel;
    private readonly MLContext context;
    private readonly bool ownsContext;
    private readonly ModelState state = new();
    private readonly MemoryBudget budget;
    private readonly CustomOperators operators;
    private readonly Dictionary<string, CompiledSignature> signatures = new(StringComparer.Ordinal);
    private readonly CompiledSignature main;
    private bool disposed;

    /// <summary>Compiles the main graph, or the signature that the options name. The model has to stay until this is disposed.</summary>
    /// <exception cref="UnsupportedModelException">A node cannot run on WebNN; nothing was compiled then.</exception>
    /// <exception cref="ArgumentException">An option is not valid, or the model has no such signature.</exception>
    /// <exception cref="ModelMemoryException">The model needs more memory than the options allow.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime is absent or too old.</exception>
    /// <exception cref="OrtException">ONNX Runtime does not say what it has.</exception>
    /// <exception cref="UnsupportedException">None of the devices can be used.</exception>
    public CompiledModel(TfLiteModel model, CompiledModelOptions? options = null)
        : this(model, context: null, options, ownsModel: false)
    {
    }

    /// <summary>
    /// The same on a context of the caller's, any backend's, which has to stay until this is disposed. Of the options only those count that
    /// are not the backend's: the signature, the limit of memory and the custom operators.
    /// </summary>
    /// <exception cref="UnsupportedModelException">A node cannot run on the context; nothing was compiled then.</exception>
    /// <exception cref="ArgumentException">An option is not valid, or the model has no such signature.</exception>
    /// <exception cref="ModelMemoryException">The model needs more memory than the options allow.</exception>
    public CompiledModel(TfLiteModel model, MLContext context, CompiledModelOptions? options = null)
        : this(model, context ?? throw new ArgumentNullException(nameof(context)), options, ownsModel: false)
    {
    }

    private CompiledModel(TfLiteModel model, MLContext? context, CompiledModelOptions? options, bool ownsModel)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        (this.model, this.ownsModel) = (model, ownsModel);
        budget = new(model, options.MemoryLimit);
        operators = new(options.CustomOperators);
        (this.context, ownsContext) = (context ?? options.Open(), context is null);
        try
        {
            main = options.Signature is { } key ? Signature(key) : CompileMain();
        }
        catch
        {
            DisposeContext();
            throw;
        }
    }

    /// <summary>The inputs of the main graph, or of the options' signature, in the model's order.</summary>
    public override ImmutableArray<TensorView> Inputs => main.Inputs;

    /// <summary>The outputs of the main graph, or of the options' signature, in the model's order.</summary>
    public override ImmutableArray<TensorView> Outputs => main.Outputs;

    /// <summary>What was compiled, with the graph's text form.</summary>
    public override DelegationReport Report => main.Report;

    /// <summary>The backend, its version and device in one line.</summary>
    public string Backend => context.Description;

    /// <summary>Which devices were asked for, which one runs the graphs, and why not the others.</summary>
    public MLDeviceSelection Devices => context.Devices;

    /// <summary>The backend's native library; null for a backend without one.</summary>
    public BackendLibrary? Library => context is OrtContext backend ? new(backend.Version, backend.LibrarySource) : null;

    /// <summary>Why compiled graphs are not kept in the options' cache folder; null where they are, or where none is asked for.</summary>
    public string? CacheProblem => (context as OrtContext)?.CacheProblem;

    /// <summary>Reads, verifies and compiles a file. The instance owns the model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">It is not a valid model.</exception>
    /// <inheritdoc cref="CompiledModel(TfLiteModel, CompiledModelOptions?)"/>
    public static CompiledModel FromFile(string path, CompiledModelOptions? options = null) => Own(TfLiteModel.FromFile(path), options);

    /// <summary>Verifies and compiles a model in memory, which is copied.</summary>
    /// <exception cref="InvalidModelException">The bytes are not a valid model.</exception>
    /// <inheritdoc cref="CompiledModel(TfLiteModel, CompiledModelOptions?)"/>
    public static CompiledModel FromBytes(ReadOnlyMemory<byte> bytes, CompiledModelOptions? options = null) => Own(TfLiteModel.FromBytes(bytes), options);

    /// <summary>
    /// Why a model cannot be compiled whole, told without compiling it; null where nothing speaks against it. What the backend refuses only
    /// when it compiles is not told.
    /// </summary>
    /// <exception cref="ArgumentException">An option is not valid, or the model has no such signature.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime is absent or too old.</exception>
    public static UnsupportedModelException? Objection(TfLiteModel model, CompiledModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        var subgraph = options.Signature is { } key ? model.Signature(key).SubgraphIndex : 0;
        using var context = options.Open();
        var operators = new CustomOperators(options.CustomOperators);
        var graph = new ModelGraph(model.FlatBuffer, subgraph, model.Files, operators, context);
        var graphs = graph.Initializers.Select(initializer => new ModelGraph(model.FlatBuffer, initializer, model.Files, operators, context)).Append(graph);
        var reports = graphs.Select(each => new GraphDelegate(context, new() { IsAlone = true }).Inspect(each));
        return reports.FirstOrDefault(report => !report.Refused.IsEmpty || report.Failure is not null) is { } objection ? UnsupportedModelException.Of(model.Name, objection) : null;
    }

    /// <summary>The input of this name: the signature's, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public override TensorView Input(string name) => main.Input(name);

    /// <summary>The output of this name: the signature's, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public override TensorView Output(string name) => main.Output(name);

    /// <inheritdoc cref="CompiledSignature.Resize"/>
    public void Resize(params ReadOnlySpan<int[]> shapes) => main.Resize(shapes);

    /// <summary>Computes <see cref="Outputs"/> from what is in <see cref="Inputs"/>. Allocates no managed memory once warm.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public override void Run() => main.Run();

    /// <summary>A signature of any of the model's graphs, compiled when it is first asked for.</summary>
    /// <exception cref="ArgumentException">The model has no such signature; the message lists those it has.</exception>
    /// <exception cref="UnsupportedModelException">A node cannot run on WebNN; nothing was compiled then.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public CompiledSignature Signature(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!signatures.TryGetValue(key, out var compiled))
            {
                var signature = model.Signature(key);
                compiled = new CompiledSignature(context, state, model, signature, signature.SubgraphIndex, budget, operators);
                signatures.Add(key, compiled);
            }

            return compiled;
        }
    }

    /// <summary>Gives the model's variables their first values again. A model without variables has no state.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void ResetState()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        state.Reset();
    }

    /// <summary>Waits for runs that are under way; later ones throw.</summary>
    public override void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            main.Dispose();
            foreach (var compiled in signatures.Values)
            {
                compiled.Dispose();
            }

            DisposeContext();
            if (ownsModel)
            {
                model.Dispose();
            }
        }
    }

    private void DisposeContext()
    {
        if (ownsContext)
        {
            context.Dispose();
        }
    }

    private static CompiledModel Own(TfLiteModel model, CompiledModelOptions? options)
    {
        try
        {
            return new(model, context: null, options, ownsModel: true);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The first signature of the main graph gives its tensors their names; asked for by key, it is the same instance.</summary>
    private CompiledSignature CompileMain()
    {
        var signature = model.Signatures.FirstOrDefault(candidate => candidate.SubgraphIndex == 0);
        var compiled = new CompiledSignature(context, state, model, signature, subgraph: 0, budget, operators);
        if (signature is not null)
        {
            signatures.Add(signature.Key, compiled);
        }

        return compiled;
    }
}
