using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.FlatBuffers;
using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>
/// Runs a model: TFLite's interpreter, with delegates. Threads take turns at an interpreter; several interpreters run side by side. Disposed
/// while another thread is at it, it lets that thread finish.
/// </summary>
public sealed unsafe class Interpreter : ModelRunner
{
    /// <summary>What an input's view calls itself.</summary>
    internal const string InputRole = "input";

    private readonly TfLiteLibrary library;
    private readonly TfLiteModel model;
    private readonly MemoryBudget budget;
    private readonly TfLiteLog log;
    private readonly TfLiteInterpreterHandle handle;
    private readonly InterpreterGate gate;
    private readonly int nodes;
    private readonly List<(ITfLiteDelegate Source, TfLiteDelegateHandle Handle)> delegates = [];
    private readonly List<(ITfLiteDelegate Source, TfLiteDelegateHandle Handle)> applied = [];
    private readonly int[]?[] resized;
    private readonly HashSet<string> cacheProblems = [];
    private bool allocated;
    private bool delegatesLost;
    private DelegationReport? report;

    /// <summary>Makes the interpreter, asks the delegates in order and allocates the tensors.</summary>
    /// <exception cref="TfLiteException">TFLite cannot run the model; the message holds what it logged.</exception>
    /// <exception cref="ModelMemoryException">The model's tensors need more memory than the options allow.</exception>
    /// <exception cref="NativeLibraryException">TensorFlow Lite's library is absent.</exception>
    /// <exception cref="ArgumentException">There is no such signature, or another option is not valid.</exception>
    public Interpreter(TfLiteModel model, InterpreterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        this.model = model;
        Signature = options.Signature is null ? null : model.Signature(options.Signature);
        nodes = model.FlatBuffer.Subgraphs[Subgraph].Operators.Count;
        budget = new(model, options.MemoryLimit);
        library = TfLiteLibrary.Load(options.TfLiteLibrary, options.LibrarySearchDirectory);
        log = new TfLiteLog(options.Log);
        PreparationReports.Take();
        handle = Create(options);
        gate = new(handle);
        try
        {
            Note();
            Apply(options.Delegates);
            Inputs = [.. Enumerable.Range(0, library.InterpreterGetInputTensorCount(Native)).Select(i => new TfLiteTensorView(this, InputRole, i))];
            resized = new int[]?[Inputs.Length];
            Outputs = [.. Enumerable.Range(0, library.InterpreterGetOutputTensorCount(Native)).Select(i => new TfLiteTensorView(this, "output", i))];
            AllocateTensors();
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override ImmutableArray<TensorView> Inputs { get; }

    public override ImmutableArray<TensorView> Outputs { get; }

    /// <summary>What runs: the signature of the options; null for the main graph.</summary>
    public SignatureInfo? Signature { get; }

    /// <summary>What the first <see cref="WebNNDelegate"/> decided about the graph that runs when it was last prepared; null without one.</summary>
    public override DelegationReport? Report => report;

    /// <summary>TFLite's version, as it says it: current LiteRT versions say 2.19.0.</summary>
    public string RuntimeVersion => library.Version;

    /// <summary>The native library in use, and how it was found.</summary>
    public NativeLibraryLocation Library => library.Location;

    /// <summary>What TFLite and the delegates logged so far, a line each.</summary>
    public string Messages => log.Text;

    private int Subgraph => Signature?.SubgraphIndex ?? 0;

    private nint Native => handle.DangerousGetHandle();

    /// <summary>The input of this name, which is the signature's where the model has one, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public override TensorView Input(string name) => Find(Inputs, name, signature => signature.Inputs);

    /// <summary>The output of this name, which is the signature's where the model has one, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public override TensorView Output(string name) => Find(Outputs, name, signature => signature.Outputs);

    /// <summary>
    /// Gives an input another shape. <see cref="AllocateTensors"/> has to follow: WebNN compiles its nodes for it, or has them from before; delegates
    /// of fixed sizes are asked anew, and with them all others.
    /// </summary>
    /// <exception cref="TfLiteException">TFLite refused it.</exception>
    /// <exception cref="ModelMemoryException">The tensors would need more memory than the options allow; nothing was changed.</exception>
    public void ResizeInput(int index, ReadOnlySpan<int> shape)
    {
        using var turn = gate.Work();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Inputs.Length, nameof(index));
        foreach (var dimension in shape)
        {
            if (dimension < 1)
            {
                throw new ArgumentException($"{Inputs[index]} cannot get the shape [{string.Join(',', shape.ToArray())}]", nameof(shape));
            }
        }

        int[]?[] shapes = [.. resized];
        shapes[index] = shape.ToArray();
        budget.Require(Subgraph, shapes);
        var mark = log.Mark();
        fixed (int* dimensions = shape)
        {
            Check(library.InterpreterResizeInputTensor(Native, index, dimensions, shape.Length), $"cannot resize {Inputs[index]} of", mark);
        }

        resized[index] = shapes[index];
        allocated = false;
    }

    /// <summary>Prepares the model and gives every tensor its memory. The constructor did it once.</summary>
    /// <exception cref="TfLiteException">TFLite cannot prepare the model.</exception>
    public void AllocateTensors()
    {
        using var turn = gate.Work();
        allocated = false;
        var mark = log.Mark();
        if (delegatesLost)
        {
            if (library.InterpreterModifyGraphWithDelegate is null)
            {
                throw new TfLiteException($"TensorFlow Lite {library.Version} lost its delegates when it failed to prepare '{model.Name}': make a new interpreter");
            }

            applied.Clear();
            delegates.ForEach(entry => Apply(entry.Source, entry.Handle));
            delegatesLost = false;
        }

        var status = library.InterpreterAllocateTensors(Native);
        report = PreparationReports.Take() ?? report;

        // TFLite forgets delegates of fixed sizes when it fails here, but not what it planned for them: run like that, it writes through null.
        delegatesLost = status != TfLiteStatus.Ok
            && delegates.Any(entry => !((TfLiteDelegate*)entry.Handle.DangerousGetHandle())->Flags.HasFlag(TfLiteDelegateFlags.AllowDynamicTensors));
        Check(status, "cannot prepare", mark);
        foreach (var input in Inputs.Cast<TfLiteTensorView>())
        {
            input.Refresh(library.InterpreterGetInputTensor(Native, input.Index));
            input.ClearStrings();
        }

        foreach (var output in Outputs.Cast<TfLiteTensorView>())
        {
            output.Refresh(library.InterpreterGetOutputTensor(Native, output.Index));
        }

        NoteCaches();
        allocated = true;
    }

    /// <summary>Runs the model on what is in <see cref="Inputs"/>. Allocates no managed memory. Waits while another thread is at the interpreter.</summary>
    /// <exception cref="TfLiteException">A kernel failed; the message holds what was logged.</exception>
    /// <exception cref="InvalidOperationException">An input was resized and AllocateTensors did not run since.</exception>
    public void Invoke()
    {
        using var turn = gate.Work();
        RequireAllocated();
        var mark = log.Mark();
        var status = library.InterpreterInvoke(Native);
        if (status != TfLiteStatus.Ok)
        {
            throw Failure("cannot run", status, mark);
        }
    }

    /// <inheritdoc cref="Invoke"/>
    public override void Run() => Invoke();

    /// <summary>Gives the model's variable tensors (the state of its recurrent operators) their first values again, delegated or not.</summary>
    /// <exception cref="TfLiteException">TFLite has no memory for them.</exception>
    /// <exception cref="InvalidOperationException">An input was resized and AllocateTensors did not run since.</exception>
    public void ResetState()
    {
        using var turn = gate.Work();
        RequireAllocated();
        var mark = log.Mark();
        Check(library.InterpreterResetVariableTensors(Native), "cannot reset the variables of", mark);
    }

    /// <summary>
    /// Does not wait: a call that another thread is in ends as if nothing had happened, and every later one throws
    /// <see cref="ObjectDisposedException"/>. Spans of tensors are not to be used any more, by any thread.
    /// </summary>
    public override void Dispose() => handle.Dispose();

    /// <summary>Who reads the tensors' pointers holds a turn.</summary>
    internal InterpreterGate Gate => gate;

    /// <summary>Whether the tensors' pointers may be read.</summary>
    internal bool IsAllocated => allocated;

    /// <summary>Gives a dynamic tensor memory of another size.</summary>
    /// <exception cref="TfLiteException">TFLite has none, or no function for that.</exception>
    internal void Reallocate(TfLiteTensor* tensor, nuint bytes)
    {
        if (library.TensorRealloc is null)
        {
            throw new TfLiteException($"'{model.Name}' has inputs of strings, and this TensorFlow Lite {library.Version} does not export TfLiteTensorRealloc, which gives them memory");
        }

        library.TensorRealloc(bytes, tensor);
        if (tensor->Data is null || tensor->Bytes != bytes)
        {
            throw new TfLiteException($"TensorFlow Lite gave {bytes} bytes of strings no memory");
        }
    }

    internal void RequireAllocated()
    {
        if (!allocated)
        {
            throw new InvalidOperationException("an input was resized: call AllocateTensors first");
        }
    }

    /// <summary>What is not wrong, but not what one might think.</summary>
    private void Note()
    {
        var subgraphs = model.Signatures.Select(signature => signature.SubgraphIndex).Distinct().Count();
        if (Signature is not null && subgraphs > 1 && model.FlatBuffer.OperatorCodes.Any(code => code.BuiltinCode == FlatBuffers.BuiltinOperator.AssignVariable))
        {
            log.Add($"signature '{Signature.Key}' of '{model.Name}' has variables of its own: it does not see what another signature's interpreter assigns");
        }
    }

    /// <summary>Graphs that were compiled but could not be kept: told once, when it has happened.</summary>
    private void NoteCaches()
    {
        foreach (var problem in delegates.Select(entry => (entry.Source as WebNNDelegate)?.CacheProblem).OfType<string>().Where(cacheProblems.Add))
        {
            log.Add(problem);
        }
    }

    private TensorView Find(ImmutableArray<TensorView> views, string name, Func<SignatureInfo, IEnumerable<SignatureTensor>> names)
    {
        var signatures = Signature is null ? model.Signatures.Where(signature => signature.SubgraphIndex == 0) : [Signature];
        return NamedTensors.Find(model.Name, views, [.. signatures.SelectMany(names)], name);
    }

    private TfLiteInterpreterHandle Create(InterpreterOptions options)
    {
        using (var modelHandle = model.Open(library, Subgraph))
        using (log.Handle)
        using (var native = new TfLiteOptionsHandle(library))
        {
            library.OptionsSetNumThreads(native.DangerousGetHandle(), options.Threads);
            log.Attach(library, native);
            using var kernels = options.Delegates.Select(each => each.CustomOperators).FirstOrDefault(operators => operators is not null) is { } operators
                ? new CustomKernels(library, native, operators, model.CustomOperators)
                : null;
            if (library.InterpreterModifyGraphWithDelegate is null)
            {
                delegates.AddRange(options.Delegates.Select(addition => (addition, Open(addition, options.Delegates))));
                delegates.ForEach(entry => library.OptionsAddDelegate(native.DangerousGetHandle(), (TfLiteDelegate*)entry.Handle.DangerousGetHandle()));
            }

            var created = new TfLiteInterpreterHandle(
                library, modelHandle, native, [.. new SafeHandle?[] { log.Handle, kernels }.OfType<SafeHandle>(), .. delegates.Select(entry => (SafeHandle)entry.Handle)]);
            delegates.Where(entry => entry.Source.PerInterpreter).ToList().ForEach(entry => entry.Handle.Dispose());
            report = PreparationReports.Take();
            return created.IsInvalid ? throw Failure("cannot load", TfLiteStatus.Error, 0) : created;
        }
    }

    /// <summary>Where TFLite knows how; before 2.5 they went in with the options.</summary>
    private void Apply(IReadOnlyList<ITfLiteDelegate> additions)
    {
        if (library.InterpreterModifyGraphWithDelegate is not null)
        {
            foreach (var addition in additions)
            {
                Apply(addition, Use(addition, additions));
            }
        }
    }

    /// <param name="all">In the order in which they are offered the model, with the one to open.</param>
    private TfLiteDelegateHandle Open(ITfLiteDelegate addition, IReadOnlyList<ITfLiteDelegate> all) =>
        addition.Open(library, all.SkipWhile(each => each != addition).Any(each => each is XnnpackDelegate));

    private TfLiteDelegateHandle Use(ITfLiteDelegate addition, IReadOnlyList<ITfLiteDelegate> all)
    {
        var native = Open(addition, all);
        try
        {
            handle.Use(native);
            delegates.Add((addition, native));
            return native;
        }
        finally
        {
            if (addition.PerInterpreter)
            {
                native.Dispose();
            }
        }
    }

    /// <summary>A delegate that TFLite refuses leaves the model as it was, with a line in <see cref="Messages"/>; anything else is fatal.</summary>
    private void Apply(ITfLiteDelegate addition, TfLiteDelegateHandle native)
    {
        var mark = log.Mark();
        var status = library.InterpreterModifyGraphWithDelegate(Native, (TfLiteDelegate*)native.DangerousGetHandle());
        var prepared = PreparationReports.Take();
        report = applied.Any(earlier => earlier.Source is WebNNDelegate) ? report : prepared ?? report;
        if (status is TfLiteStatus.DelegateError or TfLiteStatus.ApplicationError)
        {
            Refuse(addition, status, log.Since(mark).TrimEnd().ReplaceLineEndings("; "));
            if (status == TfLiteStatus.DelegateError)
            {
                ApplyAnew();
            }

            return;
        }

        Check(status, $"cannot apply {addition.Name} to", mark);
        applied.Add((addition, native));
    }

    /// <summary>A delegate that fails makes TFLite take all of them away: those before it come back.</summary>
    private void ApplyAnew()
    {
        var earlier = applied.ToArray();
        applied.Clear();
        foreach (var (source, native) in earlier)
        {
            Apply(source, native);
        }
    }

    private void Refuse(ITfLiteDelegate addition, TfLiteStatus status, string logged)
    {
        // TFLite writes the reason of an application error to standard error only; in practice it is this one.
        var reason = logged.Length > 0 ? logged
            : status == TfLiteStatus.ApplicationError ? "the graph has tensors whose size is known only when it runs (dynamic-sized tensors)"
            : $"TensorFlow Lite answered {status}";
        log.Add($"{addition.Name} takes no part in '{model.Name}': {reason}");
        if (addition is WebNNDelegate)
        {
            report ??= new(nodes, [], [], reason);
        }
    }

    private void Check(TfLiteStatus status, string what, int mark)
    {
        if (status != TfLiteStatus.Ok)
        {
            throw Failure(what, status, mark);
        }
    }

    private TfLiteException Failure(string what, TfLiteStatus status, int mark)
    {
        var text = log.Since(mark).TrimEnd().ReplaceLineEndings("; ");
        return UnknownOperator.Find(text) is { } name
            ? new($"'{model.Name}' has the custom operator '{name}': TensorFlow Lite cannot run it without a kernel for it, and this library has none")
            : new($"TensorFlow Lite {library.Version} {what} '{model.Name}': {(text.Length > 0 ? text : status.ToString())}");
    }
}
