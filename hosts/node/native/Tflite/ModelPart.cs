using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using WebNN.Node.Interop;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Node.Tflite;

/// <summary>What something that runs a .tflite model holds: a compiled model, one of its signatures, or an interpreter.</summary>
internal abstract class ModelPart(Timeline timeline, TfLiteModel file) : IWrapped
{
    public Timeline Timeline => timeline;

    public abstract ImmutableArray<TensorView> Inputs { get; }

    public abstract ImmutableArray<TensorView> Outputs { get; }

    protected TfLiteModel File => file;

    /// <summary>Whose names the tensors have; null for their own.</summary>
    protected abstract SignatureInfo? Names { get; }

    public abstract void Run();

    public abstract void Release(nint env);

    /// <summary>Frees what runs, and the model, where JavaScript never got it.</summary>
    public abstract void Drop();

    /// <summary>An ArrayBuffer over a tensor's own memory.</summary>
    public abstract nint Memory(nint env, TensorView tensor);

    /// <summary>Tells JavaScript's collector what the model's bytes take, which it does not see.</summary>
    public void Note(nint env) => ExternalMemory.Adjust(env, file.ByteLength);

    public string Describe() => Json.Text(json =>
    {
        json.WriteStartArray("signatures");
        foreach (var signature in file.Signatures)
        {
            json.WriteStringValue(signature.Key);
        }

        json.WriteEndArray();
        json.WriteStartObject("report");
        WriteReport(json);
        json.WriteEndObject();
    });

    public string DescribeTensors() => Json.Text(json =>
    {
        WriteTensors(json, "inputs", Inputs, Names?.Inputs);
        WriteTensors(json, "outputs", Outputs, Names?.Outputs);
    });

    /// <summary>Frees what runs, and the model, after the steps under way.</summary>
    protected void Free(nint env, IDisposable runner)
    {
        ExternalMemory.Adjust(env, -file.ByteLength);
        timeline.AddRelease(env, () => Free(runner));
        timeline.Close();
    }

    protected void Free(IDisposable runner)
    {
        runner.Dispose();
        file.Dispose();
    }

    protected abstract void WriteReport(Utf8JsonWriter json);

    protected static void WriteReport(Utf8JsonWriter json, string backend, DelegationReport? report)
    {
        json.WriteString("backend", backend);
        json.WriteNumber("nodes", report?.DelegatedNodes ?? 0);
        json.WriteStartArray("graphs");
        foreach (var partition in report?.Partitions ?? [])
        {
            json.WriteStringValue(partition.GraphText);
        }

        json.WriteEndArray();
    }

    /// <summary>Whether the tensor is allocated in each run, so that its size is known only then.</summary>
    protected virtual bool IsDynamic(TensorView tensor) => false;

    /// <summary>Whether memory that JavaScript was given is the tensor's no more.</summary>
    protected virtual bool HasMoved(TensorView tensor) => false;

    private void WriteTensors(Utf8JsonWriter json, string role, ImmutableArray<TensorView> tensors, ImmutableArray<SignatureTensor>? names)
    {
        json.WriteStartArray(role);
        for (var i = 0; i < tensors.Length; i++)
        {
            var (tensor, (scale, zeroPoint)) = (tensors[i], tensors[i].Quantization);
            json.WriteStartObject();
            json.WriteString("name", names?.FirstOrDefault(name => name.Position == i)?.Name ?? tensor.Name);
            json.WriteString("dataType", tensor.Type.ToString().ToLowerInvariant());
            json.WriteNumber("scale", scale);
            json.WriteNumber("zeroPoint", zeroPoint);
            json.WriteBoolean("isDynamic", IsDynamic(tensor));
            json.WriteBoolean("hasMoved", HasMoved(tensor));
            json.WriteStartArray("shape");
            foreach (var dimension in tensor.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>A compiled model, or a signature of one.</summary>
internal sealed class CompiledPart : ModelPart
{
    private readonly CompiledModel model;
    private readonly CompiledSignature? signature;
    private bool isReleased;

    private CompiledPart(Timeline timeline, TfLiteModel file, CompiledModel model, CompiledSignature? signature)
        : base(timeline, file) => (this.model, this.signature) = (model, signature);

    public override ImmutableArray<TensorView> Inputs => signature?.Inputs ?? model.Inputs;

    public override ImmutableArray<TensorView> Outputs => signature?.Outputs ?? model.Outputs;

    protected override SignatureInfo? Names => signature?.Key is { } key ? File.Signature(key) : null;

    public static CompiledPart Main(Timeline timeline, TfLiteModel file, CompiledModel model) => new(timeline, file, model, null);

    public CompiledPart Signature(string key) => new(Timeline, File, model, model.Signature(key));

    public override void Run()
    {
        if (signature is null)
        {
            model.Run();
        }
        else
        {
            signature.Run();
        }
    }

    /// <summary>A signature has nothing of its own: the model owns what it compiled.</summary>
    public override void Release(nint env)
    {
        if (isReleased || signature is not null)
        {
            return;
        }

        isReleased = true;
        Free(env, model);
    }

    public override void Drop() => Free(model);

    /// <summary>The memory is pinned for good, and lives as long as its tensor: whatever becomes of the model.</summary>
    public override nint Memory(nint env, TensorView tensor) => Memories.Share(env, tensor.Bytes, new Kept(tensor));

    protected override void WriteReport(Utf8JsonWriter json) => WriteReport(json, model.Backend, signature?.Report ?? model.Report);

    /// <summary>Keeps a tensor from the garbage collector.</summary>
    private sealed class Kept(TensorView tensor) : IWrapped
    {
        public void Release(nint env) => GC.KeepAlive(tensor);
    }
}

/// <summary>Memory of tensors as ArrayBuffers.</summary>
internal static unsafe class Memories
{
    /// <summary>The buffer's owner is released when nothing in JavaScript refers to the memory any more.</summary>
    public static nint Share(nint env, Span<byte> bytes, IWrapped owner)
    {
        nint buffer;
        var handle = GCHandle.Alloc(owner);
        fixed (byte* start = bytes)
        {
            var status = NodeApi.CreateExternalArrayBuffer(env, start, (nuint)bytes.Length, &Free, (void*)GCHandle.ToIntPtr(handle), &buffer);
            if (status != Status.Ok)
            {
                handle.Free();
                throw new NodeApiException(status);
            }
        }

        return buffer;
    }

    /// <summary>Takes the memory from a buffer.</summary>
    public static void Detach(nint env, nint buffer) => NodeApi.Check(NodeApi.DetachArrayBuffer(env, buffer));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint env, void* data, void* hint) => Values.Finish(env, (nint)hint);
}
