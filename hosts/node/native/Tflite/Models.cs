using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using WebNN.Node.Interop;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Node.Tflite;

/// <summary>The functions of webnn-node/tflite.</summary>
internal static class Models
{
    /// <summary>(bytes, deviceType, powerPreference, threads, onnxruntime, cacheDirectory, processor): a promise of the model.</summary>
    public static nint Load(Arguments call)
    {
        var options = new CompiledModelOptions
        {
            Devices = Contexts.Devices(call.OptionalString(1)),
            PowerPreference = (MLPowerPreference)call.Int32(2),
            Threads = call.Int32(3),
            OnnxRuntimeLibrary = call.OptionalString(4),
            LibrarySearchDirectory = AddonEnvironment.Of(call.Env)?.Folder,
            CacheDirectory = call.OptionalString(5),
            ProcessorFeatures = Contexts.Processors[call.Int32(6)],
        };
        var timeline = new Timeline(isSynchronous: false);
        return timeline.AddPromised(call.Env, new LoadWork(timeline, call.Bytes(0).ToArray(), options));
    }

    /// <summary>(model, key): a promise of a signature, compiled where it was not before.</summary>
    public static nint Signature(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        return part.Timeline.AddPromised(call.Env, new SignatureWork(part, call.String(1)));
    }

    /// <summary>(model or signature): JSON with its inputs, outputs and report.</summary>
    public static nint Describe(Arguments call) => Values.Of(call.Env, call.Object<ModelPart>(0).Describe());

    /// <summary>(model or signature, whether it is an input, index): an ArrayBuffer over the tensor's own memory.</summary>
    public static nint Memory(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        return Memories.Share(call.Env, (call.Boolean(1) ? part.Inputs : part.Outputs)[call.Int32(2)]);
    }

    /// <summary>(model or signature): a promise of the run's end.</summary>
    public static nint Run(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        return part.Timeline.AddPromised(call.Env, new RunWork(part));
    }

    /// <summary>(model or signature): waits for what is under way, then runs here.</summary>
    public static nint RunSync(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        part.Timeline.Drain();
        part.Run();
        return 0;
    }

    private sealed class LoadWork(Timeline timeline, byte[] bytes, CompiledModelOptions options) : PromisedWork
    {
        private ModelPart? part;

        protected override void Perform()
        {
            var file = TfLiteModel.FromBytes(bytes);
            part = ModelPart.Main(timeline, file, new(file, options));
        }

        protected override nint Result(nint env) => Values.Wrap(env, part!);

        protected override void Failed(nint env) => timeline.Close();

        protected override string ErrorName(Exception e) => AddonErrors.NameWhenStarting(e);
    }

    private sealed class SignatureWork(ModelPart main, string key) : PromisedWork
    {
        private ModelPart? part;

        protected override void Perform() => part = main.Signature(key);

        protected override nint Result(nint env) => Values.Wrap(env, part!);
    }

    private sealed class RunWork(ModelPart part) : PromisedWork
    {
        protected override void Perform() => part.Run();

        protected override nint Result(nint env) => 0;
    }
}

/// <summary>What a model of JavaScript's holds, or one of its signatures.</summary>
internal sealed class ModelPart : IWrapped
{
    private readonly TfLiteModel file;
    private readonly CompiledModel model;
    private readonly CompiledSignature? signature;
    private bool isReleased;

    private ModelPart(Timeline timeline, TfLiteModel file, CompiledModel model, CompiledSignature? signature) =>
        (Timeline, this.file, this.model, this.signature) = (timeline, file, model, signature);

    public Timeline Timeline { get; }

    public ImmutableArray<TensorView> Inputs => signature?.Inputs ?? model.Inputs;

    public ImmutableArray<TensorView> Outputs => signature?.Outputs ?? model.Outputs;

    public static ModelPart Main(Timeline timeline, TfLiteModel file, CompiledModel model) => new(timeline, file, model, null);

    public ModelPart Signature(string key) => new(Timeline, file, model, model.Signature(key));

    public void Run()
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
    public void Release(nint env)
    {
        if (isReleased || signature is not null)
        {
            return;
        }

        isReleased = true;
        Timeline.AddRelease(env, () =>
        {
            model.Dispose();
            file.Dispose();
        });
        Timeline.Close();
    }

    public string Describe() => Json.Text(json =>
    {
        var names = signature?.Key is { } key ? file.Signatures.First(candidate => candidate.Key == key) : null;
        WriteTensors(json, "inputs", Inputs, names?.Inputs);
        WriteTensors(json, "outputs", Outputs, names?.Outputs);
        json.WriteStartArray("signatures");
        foreach (var candidate in file.Signatures)
        {
            json.WriteStringValue(candidate.Key);
        }

        json.WriteEndArray();
        json.WriteString("backend", model.Backend);
        WriteReport(json, signature?.Report ?? model.Report);
    });

    private static void WriteTensors(Utf8JsonWriter json, string role, ImmutableArray<TensorView> tensors, ImmutableArray<SignatureTensor>? names)
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

    private static void WriteReport(Utf8JsonWriter json, DelegationReport report)
    {
        json.WriteNumber("nodes", report.DelegatedNodes);
        json.WriteStartArray("graphs");
        foreach (var partition in report.Partitions)
        {
            json.WriteStringValue(partition.GraphText);
        }

        json.WriteEndArray();
    }
}

/// <summary>Memory of tensors as ArrayBuffers.</summary>
internal static unsafe class Memories
{
    /// <summary>The buffer keeps the tensor, and with it its memory, whatever becomes of the model.</summary>
    public static nint Share(nint env, TensorView tensor)
    {
        nint buffer;
        var handle = GCHandle.Alloc(tensor);
        fixed (byte* start = tensor.Bytes)
        {
            // The memory is pinned for good.
            var status = NodeApi.CreateExternalArrayBuffer(env, start, (nuint)tensor.ByteLength, &Free, (void*)GCHandle.ToIntPtr(handle), &buffer);
            if (status != Status.Ok)
            {
                handle.Free();
                throw new NodeApiException(status);
            }
        }

        return buffer;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint env, void* data, void* hint) => GCHandle.FromIntPtr((nint)hint).Free();
}
