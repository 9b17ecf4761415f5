using System.Collections.Immutable;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite;

/// <summary>
/// One entry point of a <see cref="CompiledModel"/>: a WebNN graph with memory for its inputs and outputs. One call at a time runs; others
/// wait. Released with its model.
/// </summary>
public sealed class CompiledSignature
{
    private readonly Lock gate = new();
    private readonly MLContext context;
    private readonly ModelState state;
    private readonly string model;
    private readonly SignatureInfo? signature;
    private readonly int subgraph;
    private readonly MemoryBudget budget;
    private readonly CustomOperators operators;
    private readonly ModelGraph source;
    private readonly RecentlyUsed<CompiledGraph> compiled = new();
    private readonly ImmutableArray<CompiledTensor> inputs;
    private readonly ImmutableArray<CompiledTensor> outputs;
    private CompiledGraph current;
    private bool disposed;

    /// <exception cref="UnsupportedModelException">A node cannot run on WebNN; nothing was compiled then.</exception>
    internal CompiledSignature(MLContext context, ModelState state, TfLiteModel model, SignatureInfo? signature, int subgraph, MemoryBudget budget, CustomOperators operators)
    {
        (this.context, this.state, this.model, this.signature, this.subgraph, this.budget) = (context, state, model.Name, signature, subgraph, budget);
        this.operators = operators;
        source = new ModelGraph(model.FlatBuffer, subgraph, model.Files, operators, context);
        current = CompiledGraph.Compile(context, this.model, source, state);
        compiled.Add([.. current.Inputs.Select(input => input.Tensor.Shape)], current);
        Initialize(model);
        inputs = [.. current.Inputs.Select((input, index) => new CompiledTensor("input", index, input.Tensor, input.Memory))];
        outputs = [.. current.Outputs.Select((output, index) => new CompiledTensor("output", index, output.Tensor, output.Memory))];
        (Inputs, Outputs) = ([.. inputs], [.. outputs]);
    }

    /// <summary>The signature's name; null for a graph that has none.</summary>
    public string? Key => signature?.Key;

    /// <summary>In the model's order.</summary>
    public ImmutableArray<TensorView> Inputs { get; }

    /// <summary>In the model's order.</summary>
    public ImmutableArray<TensorView> Outputs { get; }

    /// <summary>What was compiled for the shapes of now, with the graph's text form.</summary>
    public DelegationReport Report => current.Report;

    /// <summary>The input of this name: the signature's, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public TensorView Input(string name) => NamedTensors.Find(model, Inputs, signature?.Inputs ?? [], name);

    /// <summary>The output of this name: the signature's, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public TensorView Output(string name) => NamedTensors.Find(model, Outputs, signature?.Outputs ?? [], name);

    /// <summary>
    /// Compiles the graph for other shapes of the inputs, or takes it up again where it was compiled for them lately. Inputs and outputs then
    /// have other memory, of zeros the first time. When it fails, everything stays as it was.
    /// </summary>
    /// <param name="shapes">One for each input, in the model's order.</param>
    /// <exception cref="ArgumentException">The number of shapes is not that of the inputs, or a dimension is below 1.</exception>
    /// <exception cref="FlatBuffers.ModelMemoryException">The tensors would need more memory than the model's options allow.</exception>
    /// <exception cref="UnsupportedModelException">A node cannot run with these shapes.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void Resize(params ReadOnlySpan<int[]> shapes)
    {
        var wanted = Check(shapes);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(CompiledModel));
            budget.Require(subgraph, shapes);
            if (compiled.Use(wanted) is not { } graph)
            {
                graph = CompiledGraph.Compile(context, model, source.WithInputShapes(wanted), state);
                compiled.Add(wanted, graph);
            }

            Use(graph);
        }
    }

    /// <summary>Computes <see cref="Outputs"/> from what is in <see cref="Inputs"/>. Allocates no managed memory once warm.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void Run()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(CompiledModel));
            current.Run();
        }
    }

    /// <summary>Waits for a run that is under way.</summary>
    internal void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            compiled.Clear();
        }
    }

    private void Initialize(TfLiteModel model)
    {
        try
        {
            foreach (var initializer in source.Initializers)
            {
                state.Initialize(initializer, alone => CompiledGraph.Compile(context, this.model, new ModelGraph(model.FlatBuffer, initializer, model.Files, operators, context), alone));
            }
        }
        catch (Exception e)
        {
            current.Dispose();
            if (e is UnsupportedException)
            {
                throw UnsupportedModelException.Of(this.model, current.Report with { Failure = e.Message });
            }

            throw;
        }
    }

    private void Use(CompiledGraph graph)
    {
        current = graph;
        foreach (var (view, (tensor, memory)) in inputs.Zip(graph.Inputs).Concat(outputs.Zip(graph.Outputs)))
        {
            view.Show(tensor, memory);
        }
    }

    private ImmutableArray<ImmutableArray<int>> Check(ReadOnlySpan<int[]> shapes)
    {
        if (shapes.Length != inputs.Length)
        {
            throw new ArgumentException($"'{model}' has {inputs.Length} inputs; got {shapes.Length} shapes", nameof(shapes));
        }

        for (var i = 0; i < shapes.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(shapes[i], nameof(shapes));
            if (shapes[i].Any(dimension => dimension < 1))
            {
                throw new ArgumentException($"{inputs[i]} cannot get the shape [{string.Join(',', shapes[i])}]", nameof(shapes));
            }
        }

        return [.. shapes.ToArray().Select(shape => shape.ToImmutableArray())];
    }
}
