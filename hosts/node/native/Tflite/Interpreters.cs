using System.Collections.Immutable;
using System.Text.Json;
using WebNN.Node.Interop;
using WebNN.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Node.Tflite;

/// <summary>The functions of webnn-node/tflite's Interpreter: TensorFlow Lite's own, with delegates.</summary>
internal static class Interpreters
{
    private const int TfLitesChoice = -1;

    /// <summary>Before the names of the delegates.</summary>
    private const int Options = 10;

    /// <summary>
    /// (bytes, deviceType, powerPreference, threads, onnxruntime, cacheDirectory, processor, tflite, signature, partitioning, delegate...): a promise of the interpreter.
    /// </summary>
    public static nint Load(Arguments call)
    {
        var webnn = Models.Backend(call) with { Partitioning = PartitioningModes.Find(call.OptionalString(9)) ?? PartitioningModes.Default };
        var options = new InterpreterOptions
        {
            Threads = webnn.Threads == 0 ? TfLitesChoice : webnn.Threads,
            TfLiteLibrary = call.OptionalString(7),
            LibrarySearchDirectory = webnn.LibrarySearchDirectory,
            Signature = call.OptionalString(8),
        };
        var names = new string[call.Count - Options];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = call.String(Options + i);
        }

        var timeline = new Timeline(isSynchronous: false);
        var bytes = call.Bytes(0).ToArray();
        return timeline.AddPromised(call.Env, new LoadWork(timeline, () => Open(timeline, bytes, options, names, webnn)));
    }

    /// <summary>(interpreter, input, Float64Array shape): gives an input another shape.</summary>
    public static nint Resize(Arguments call)
    {
        var part = call.Object<InterpreterPart>(0);
        part.Timeline.Drain();
        part.Resize(call.Int32(1), call.Dimensions(2));
        return 0;
    }

    /// <summary>(interpreter, input, bytes of all strings, Float64Array of their lengths): writes an input of strings.</summary>
    public static nint WriteStrings(Arguments call)
    {
        var part = call.Object<InterpreterPart>(0);
        part.Timeline.Drain();
        var bytes = call.Bytes(2);
        var lengths = call.Dimensions(3);
        var values = new byte[lengths.Length][];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = bytes[..lengths[i]].ToArray();
            bytes = bytes[lengths[i]..];
        }

        part.WriteStrings(call.Int32(1), values);
        return 0;
    }

    /// <summary>(interpreter): a promise of the end of the allocation. The caller detached all buffers.</summary>
    public static nint Allocate(Arguments call) => Step(call, part => part.Allocate());

    /// <summary>(interpreter): a promise of the variables' first values.</summary>
    public static nint Reset(Arguments call) => Step(call, part => part.Reset());

    private static nint Step(Arguments call, Action<InterpreterPart> step)
    {
        var part = call.Object<InterpreterPart>(0);
        return part.Timeline.AddPromised(call.Env, new StepWork(() => step(part)));
    }

    private static InterpreterPart Open(Timeline timeline, byte[] bytes, InterpreterOptions options, string[] names, WebNNDelegateOptions webnn)
    {
        var delegates = new List<ITfLiteDelegate>();
        var file = TfLiteModel.FromBytes(bytes);
        try
        {
            foreach (var name in names)
            {
                delegates.Add(name == "webnn" ? new WebNNDelegate(webnn) : new XnnpackDelegate(new() { Threads = webnn.Threads == 0 ? Environment.ProcessorCount : webnn.Threads }));
            }

            var interpreter = new Interpreter(file, options with { Delegates = delegates });
            return InterpreterPart.Of(timeline, file, interpreter, delegates);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        finally
        {
            // They live on as long as the interpreter does.
            delegates.ForEach(each => each.Dispose());
        }
    }
}

/// <summary>An interpreter. Its tensors' memory is TensorFlow Lite's: buffers over it are detached before it moves, and keep the interpreter until then.</summary>
internal sealed class InterpreterPart : ModelPart
{
    private readonly Interpreter interpreter;
    private readonly string backend;

    // Outputs without memory of their own between runs, and where the memory is that JavaScript has of the others.
    private readonly HashSet<TensorView> late = [];
    private readonly Dictionary<TensorView, nint> places = [];
    private int owners = 1;
    private bool isReleased;

    private InterpreterPart(Timeline timeline, TfLiteModel file, Interpreter interpreter, string backend)
        : base(timeline, file)
    {
        (this.interpreter, this.backend) = (interpreter, backend);
        NoteLate();
    }

    public override ImmutableArray<TensorView> Inputs => interpreter.Inputs;

    public override ImmutableArray<TensorView> Outputs => interpreter.Outputs;

    protected override SignatureInfo? Names => interpreter.Signature;

    public static InterpreterPart Of(Timeline timeline, TfLiteModel file, Interpreter interpreter, List<ITfLiteDelegate> delegates)
    {
        string[] parts = [$"TensorFlow Lite {interpreter.RuntimeVersion}", .. delegates.Select(each => each is WebNNDelegate webnn ? $"WebNN on {webnn.Backend}" : each.Name)];
        return new(timeline, file, interpreter, string.Join(", ", parts));
    }

    public override void Run() => interpreter.Invoke();

    public void Resize(int index, ReadOnlySpan<int> shape) => interpreter.ResizeInput(index, shape);

    /// <exception cref="ArgumentException">There is no such input, or it takes no strings, or another number of them.</exception>
    public void WriteStrings(int index, byte[][] values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Inputs.Length);
        Inputs[index].WriteStrings(values);
    }

    public void Allocate()
    {
        interpreter.AllocateTensors();
        NoteLate();
    }

    public void Reset() => interpreter.ResetState();

    /// <summary>A copy where TensorFlow Lite allocates the tensor anew in every run.</summary>
    public override nint Memory(nint env, TensorView tensor)
    {
        if (IsDynamic(tensor) || tensor.ByteLength == 0)
        {
            return Values.ArrayBuffer(env, ((TfLiteTensorView)tensor).HasMemory ? tensor.Bytes : []);
        }

        var buffer = Memories.Share(env, tensor.Bytes, new Owner(this));
        places[tensor] = ((TfLiteTensorView)tensor).Address;
        owners++;
        return buffer;
    }

    public override void Release(nint env)
    {
        if (!isReleased)
        {
            isReleased = true;
            Disown(env);
        }
    }

    public override void Drop() => Free(interpreter);

    protected override void WriteReport(Utf8JsonWriter json)
    {
        var report = interpreter.Report;
        WriteReport(json, backend, report);
        json.WriteNumber("totalNodes", File.FlatBuffer.Subgraphs[interpreter.Signature?.SubgraphIndex ?? 0].Operators.Count);
        json.WriteString("failure", report?.Failure ?? "");
        json.WriteString("messages", interpreter.Messages);
        json.WriteStartArray("refused");
        foreach (var (node, op, reason) in report?.Refused ?? [])
        {
            json.WriteStartObject();
            json.WriteNumber("node", node);
            json.WriteString("op", op);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    protected override bool IsDynamic(TensorView tensor) => late.Contains(tensor) || tensor is TfLiteTensorView { IsDynamic: true };

    /// <summary>Where dynamic tensors grow, TensorFlow Lite moves the others in a run.</summary>
    protected override bool HasMoved(TensorView tensor) => places.TryGetValue(tensor, out var place) && place != ((TfLiteTensorView)tensor).Address;

    /// <summary>Once late, always late: after another allocation an old address may be left.</summary>
    private void NoteLate() => late.UnionWith(Outputs.Where(output => output is TfLiteTensorView { IsLate: true }));

    private void Disown(nint env)
    {
        if (--owners == 0)
        {
            Free(env, interpreter);
        }
    }

    /// <summary>What a buffer over a tensor's memory keeps.</summary>
    private sealed class Owner(InterpreterPart part) : IWrapped
    {
        public void Release(nint env) => part.Disown(env);
    }
}
