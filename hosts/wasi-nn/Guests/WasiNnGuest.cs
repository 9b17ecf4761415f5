using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using WebNN.FlatBuffers;
using WebNN.TfLite;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Guests;

/// <summary>
/// What one guest has: graphs and contexts, by handles that count up and are never used again, within its quotas; and what it did. Only the
/// guest's thread uses it; any thread may read the reports. Disposed while the guest is in a call, it ends with that call.
/// </summary>
public sealed class WasiNnGuest : IDisposable
{
    private static readonly UTF8Encoding strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WasiNnOptions options;
    private readonly Targets targets;
    private readonly Allowances allowances;
    private readonly Dictionary<uint, GuestGraph> graphs = [];
    private readonly Dictionary<uint, GuestContext> contexts = [];
    private readonly GuestHistory history;
    private readonly Lock gate = new();
    private uint nextGraph;
    private uint nextContext;
    private ComputeThread? thread;
    private string reason = "";

    internal WasiNnGuest(WasiNnOptions options)
    {
        options.Validate();
        this.options = options;
        targets = new(options.Runtime);
        history = new(options.Log);
        allowances = new(options.Quotas, options.Runtime.MemoryLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        Turn = new(Free);
    }

    /// <summary>The imports that the guest called.</summary>
    public ImmutableArray<FunctionReport> Functions => history.Functions;

    /// <summary>The graphs that it loaded, up to 64 of them, in the order of their handles.</summary>
    public ImmutableArray<GraphReport> Graphs => history.Graphs;

    /// <summary>The contexts that it made, up to 64 of those that are gone, in the order of their handles.</summary>
    public ImmutableArray<ContextReport> Contexts
    {
        get
        {
            lock (gate)
            {
                return [.. history.Contexts.Concat(contexts.Values.Select(context => context.Report())).OrderBy(report => report.Handle)];
            }
        }
    }

    /// <summary>The last call that failed, as the log has it; null where none did.</summary>
    public string? LastFailure => history.LastFailure;

    /// <summary>Whether the guest is in a call now.</summary>
    internal Turn Turn { get; }

    public void Dispose() => Turn.End();

    internal CallCounter AddFunction(string module, string name) => history.AddFunction(module, name);

    /// <summary>Keeps the reason for <see cref="ReportFailure"/>.</summary>
    internal Errno Refuse(Errno errno, string reason)
    {
        this.reason = reason;
        return errno;
    }

    internal Errno Refuse(Exception failure) => failure switch
    {
        InvalidModelException => Refuse(Errno.InvalidArgument, $"not a valid TensorFlow Lite model: {failure.Message}"),
        ModelMemoryException => Refuse(Errno.TooLarge, failure.Message),
        _ when failure.GetType().Namespace?.StartsWith("WebNN", StringComparison.Ordinal) == true => Refuse(Errno.RuntimeError, failure.Message),
        _ => Refuse(Errno.RuntimeError, $"{failure.GetType().Name}: {failure.Message}"),
    };

    internal void ReportFailure(string function, Errno errno) => history.AddFailure(function, errno, reason);

    /// <param name="model">The guest's bytes, or the first 2 GiB of them; they are copied.</param>
    /// <param name="length">How many there are.</param>
    internal Errno Load(ReadOnlySpan<byte> model, uint length, uint target, out uint handle)
    {
        handle = 0;
        if (options.NamedModelsOnly)
        {
            return Refuse(Errno.UnsupportedOperation, "only models by name are allowed");
        }

        if (!options.AnyTarget && targets.Problem(target) is { } problem)
        {
            return Refuse(Errno.UnsupportedOperation, $"the target {Targets.Name(target)} is not there: {problem}");
        }

        if (allowances.TakeGraph(length) is { } exceeded)
        {
            return Refuse(Errno.TooLarge, exceeded);
        }

        SharedModel verified;
        try
        {
            verified = new(TfLiteModel.FromBytes(model, $"graph {nextGraph}"), $"{length} bytes");
        }
        catch
        {
            allowances.GiveGraph(length);
            throw;
        }

        return Add(verified, target, length, out handle);
    }

    /// <param name="name">UTF-8; a name is looked up among the host's, never a file.</param>
    internal Errno LoadByName(ReadOnlySpan<byte> name, out uint handle)
    {
        handle = 0;
        if (name.Length > options.Quotas.NameBytes)
        {
            return Refuse(Errno.InvalidArgument, $"a name of {name.Length} bytes; at most {options.Quotas.NameBytes}");
        }

        string text;
        try
        {
            text = strictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(Errno.InvalidArgument, "the name is not UTF-8");
        }

        if (options.Models is not { } models || !models.TryTake(text, out var model))
        {
            return Refuse(Errno.NotFound, $"there is no model '{text}'; there is {Available}");
        }

        if (allowances.TakeGraph(bytes: 0) is { } exceeded)
        {
            model.Release();
            return Refuse(Errno.TooLarge, exceeded);
        }

        return Add(model, target: 0, bytes: 0, out handle);
    }

    internal Errno InitExecutionContext(uint graph, out uint handle)
    {
        handle = 0;
        if (!graphs.TryGetValue(graph, out var found))
        {
            return Refuse(Errno.InvalidArgument, $"there is no graph {graph}");
        }

        var need = found.Model.Need;
        if (allowances.TakeContext(need) is { } exceeded)
        {
            return Refuse(Errno.TooLarge, exceeded);
        }

        found.Take();
        var work = new Preparation(
            found, targets.Options(found.Target) with { MemoryLimit = allowances.Tensors, Signature = null }, () => allowances.GiveContext(need));
        if (!Execute(work, options.Quotas.PrepareTime))
        {
            return Refuse(Errno.RuntimeError, $"the model takes longer to prepare than {options.Quotas.PrepareTime?.TotalSeconds} s");
        }

        if (work.Result is not { } opened)
        {
            found.Release();
            allowances.GiveContext(need);
            return Refuse(work.Failure!);
        }

        handle = nextContext;
        nextContext = checked(nextContext + 1);
        lock (gate)
        {
            contexts.Add(handle, new(handle, found, opened, () => allowances.GiveContext(need)));
        }

        return Errno.Success;
    }

    internal Errno FindInput(uint context, uint index, out GuestContext found, out TensorView input)
    {
        input = null!;
        var errno = Find(context, out found);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var inputs = found.Runner.Inputs;
        if (index >= inputs.Length)
        {
            return Refuse(Errno.InvalidArgument, $"there is no input {index}; the model has {inputs.Length}");
        }

        input = inputs[(int)index];
        return Errno.Success;
    }

    /// <summary>An output that was computed.</summary>
    internal Errno FindOutput(uint context, uint index, out TensorView output)
    {
        output = null!;
        var errno = Find(context, out var found);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var outputs = found.Runner.Outputs;
        if (index >= outputs.Length)
        {
            return Refuse(Errno.InvalidArgument, $"there is no output {index}; the model has {outputs.Length}");
        }

        output = outputs[(int)index];
        return found.IsComputed ? Errno.Success : Refuse(Errno.RuntimeError, "nothing was computed");
    }

    internal Errno Compute(uint context)
    {
        var errno = Find(context, out var found);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (found.Missing is >= 0 and var missing)
        {
            return Refuse(Errno.RuntimeError, $"{found.Runner.Inputs[missing]} was never set");
        }

        var start = Stopwatch.GetTimestamp();
        if (!Execute(found, options.Quotas.ComputeTime))
        {
            found.MarkLost();
            return Refuse(Errno.RuntimeError, $"it takes longer than {options.Quotas.ComputeTime?.TotalSeconds} s; the context is lost");
        }

        if (found.Failure is { } failure)
        {
            found.MarkFailed();
            return Refuse(failure);
        }

        found.MarkComputed(Stopwatch.GetTimestamp() - start);
        return Errno.Success;
    }

    internal Errno Unload(uint graph)
    {
        if (!graphs.Remove(graph, out var found))
        {
            return Refuse(Errno.InvalidArgument, $"there is no graph {graph}");
        }

        found.Release();
        return Errno.Success;
    }

    internal Errno FinalizeExecutionContext(uint context)
    {
        if (!contexts.TryGetValue(context, out var found))
        {
            return Refuse(Errno.InvalidArgument, $"there is no context {context}");
        }

        lock (gate)
        {
            contexts.Remove(context);
            Finish(found);
        }

        return Errno.Success;
    }

    private string Available => options.Models is { Names: { Count: > 0 } names } ? string.Join(", ", names.Order(StringComparer.Ordinal)) : "none";

    private Errno Find(uint context, out GuestContext found) =>
        !contexts.TryGetValue(context, out found!) ? Refuse(Errno.InvalidArgument, $"there is no context {context}")
        : found.IsLost ? Refuse(Errno.RuntimeError, "the context is lost: a computation took too long")
        : Errno.Success;

    /// <summary>Takes the model over, and what was allowed for it.</summary>
    private Errno Add(SharedModel model, uint target, uint bytes, out uint handle)
    {
        handle = nextGraph;
        var here = target != 0 && options.AnyTarget && targets.Problem(target) is not null ? 0 : target;
        var graph = new GuestGraph(handle, model, here, () => allowances.GiveGraph(bytes));
        if (Check(model, isGuests: bytes > 0) is var errno and not Errno.Success)
        {
            graph.Release();
            return errno;
        }

        nextGraph = checked(nextGraph + 1);
        graphs.Add(handle, graph);
        history.Add(new GraphReport(handle, model.Name, Targets.Name(target)));

        return Errno.Success;
    }

    private Errno Check(SharedModel model, bool isGuests) =>
        isGuests && !options.ControlFlow && ControlFlow.Find(model.Model.FlatBuffer) is { } code
            ? Refuse(Errno.UnsupportedOperation, $"the model has {code.SchemaName()}, and control flow is not allowed")
        : model.Need > allowances.Tensors
            ? Refuse(Errno.TooLarge, $"the model needs at least {model.Need} bytes of memory; at most {allowances.Tensors}")
        : Errno.Success;

    /// <summary>False where it takes longer; it then goes on by itself.</summary>
    private bool Execute(TimedWork work, TimeSpan? limit)
    {
        if (limit is not { } time)
        {
            work.Execute();
            return true;
        }

        thread ??= new();
        var inTime = thread.Run(work, time);
        if (!inTime)
        {
            thread = null;
        }

        return inTime;
    }

    private void Finish(GuestContext context)
    {
        history.Add(context.Report());

        // A computation that goes on releases it itself.
        if (!context.IsLost)
        {
            context.Release();
        }
    }

    private void Free()
    {
        lock (gate)
        {
            foreach (var context in contexts.Values)
            {
                Finish(context);
            }

            contexts.Clear();
        }

        foreach (var graph in graphs.Values)
        {
            graph.Release();
        }

        graphs.Clear();
        thread?.Dispose();
    }
}
