using WebNN.Node.Interop;
using WebNN.TfLite;

namespace WebNN.Node.Tflite;

/// <summary>The functions of webnn-node/tflite for all that runs, and for CompiledModel.</summary>
internal static class Models
{
    /// <summary>(bytes, deviceType, powerPreference, threads, onnxruntime, cacheDirectory, processor): a promise of the model.</summary>
    public static nint Load(Arguments call)
    {
        var options = new CompiledModelOptions(Backend(call));
        var timeline = new Timeline(isSynchronous: false);
        var bytes = call.Bytes(0).ToArray();
        return timeline.AddPromised(call.Env, new LoadWork(timeline, () =>
        {
            var file = TfLiteModel.FromBytes(bytes);
            return CompiledPart.Main(timeline, file, new(file, options));
        }));
    }

    /// <summary>What every model's arguments say after its bytes: (…, deviceType, powerPreference, threads, onnxruntime, cacheDirectory, processor).</summary>
    public static WebNNDelegateOptions Backend(Arguments call) => new()
    {
        Devices = Contexts.Devices(call.OptionalString(1)),
        PowerPreference = (MLPowerPreference)call.Int32(2),
        Threads = call.Int32(3),
        OnnxRuntimeLibrary = call.OptionalString(4),
        LibrarySearchDirectory = AddonEnvironment.Of(call.Env)?.Folder,
        CacheDirectory = call.OptionalString(5),
        ProcessorFeatures = Contexts.Processors[call.Int32(6)],
    };

    /// <summary>(compiled model, key): a promise of a signature, compiled where it was not before.</summary>
    public static nint Signature(Arguments call)
    {
        var part = call.Object<CompiledPart>(0);
        return part.Timeline.AddPromised(call.Env, new SignatureWork(part, call.String(1)));
    }

    /// <summary>(what runs): JSON with its signatures and report.</summary>
    public static nint Describe(Arguments call) => Values.Of(call.Env, call.Object<ModelPart>(0).Describe());

    /// <summary>(what runs): JSON with its inputs and outputs.</summary>
    public static nint DescribeTensors(Arguments call) => Values.Of(call.Env, call.Object<ModelPart>(0).DescribeTensors());

    /// <summary>(what runs, whether it is an input, index): an ArrayBuffer over the tensor's own memory.</summary>
    public static nint Memory(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        return part.Memory(call.Env, (call.Boolean(1) ? part.Inputs : part.Outputs)[call.Int32(2)]);
    }

    /// <summary>(ArrayBuffer): takes its memory from it, so that all views of it are empty.</summary>
    public static nint Detach(Arguments call)
    {
        Memories.Detach(call.Env, call.Value(0));
        return 0;
    }

    /// <summary>(what runs): a promise of the run's end.</summary>
    public static nint Run(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        return part.Timeline.AddPromised(call.Env, new StepWork(part.Run));
    }

    /// <summary>(what runs): waits for what is under way, then runs here.</summary>
    public static nint RunSync(Arguments call)
    {
        var part = call.Object<ModelPart>(0);
        part.Timeline.Drain();
        part.Run();
        return 0;
    }

    private sealed class SignatureWork(CompiledPart main, string key) : PromisedWork
    {
        private ModelPart? part;

        protected override void Perform() => part = main.Signature(key);

        protected override nint Result(nint env) => Values.Wrap(env, part!);
    }
}

/// <summary>Opens a model on its own timeline, which ends where that fails.</summary>
internal sealed class LoadWork(Timeline timeline, Func<ModelPart> open) : PromisedWork
{
    private ModelPart? part;

    protected override void Perform() => part = open();

    protected override nint Result(nint env)
    {
        part!.Note(env);
        return Values.Wrap(env, part);
    }

    protected override void Failed(nint env) => timeline.Close();

    protected override void Drop() => part?.Drop();

    protected override string ErrorName(Exception e) => AddonErrors.NameWhenStarting(e);
}

/// <summary>A step without a result.</summary>
internal sealed class StepWork(Action step) : PromisedWork
{
    protected override void Perform() => step();

    protected override nint Result(nint env) => 0;
}
