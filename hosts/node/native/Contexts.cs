using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using WebNN.Kernels;
using WebNN.Node.Interop;
using WebNN.OnnxRuntime;

namespace WebNN.Node;

/// <summary>What an MLContext of JavaScript's holds.</summary>
internal sealed class Context(bool isSynchronous) : IWrapped
{
    private OrtContext? backend;

    public Timeline Timeline { get; } = new(isSynchronous);

    public OrtContext Backend
    {
        get => backend ?? throw new InvalidOperationException("the context was not started");
        set => backend = value;
    }

    /// <summary>Graphs and tensors outlive it.</summary>
    public void Release(nint env) => Timeline.Close();
}

/// <summary>The functions of MLContext and of ML.</summary>
internal static class Contexts
{
    /// <summary>What each processor of the IDL's enumeration has.</summary>
    public static readonly ProcessorFeatures[] Processors =
        [ProcessorFeatures.All, ProcessorFeatures.Avx2 | ProcessorFeatures.Avx512, ProcessorFeatures.Avx2, ProcessorFeatures.None];

    /// <summary>(deviceType, powerPreference, accelerated, threads, onnxruntime, cacheDirectory, processor, synchronous): a promise of a context.</summary>
    public static nint Create(Arguments call)
    {
        var options = new OrtContextOptions
        {
            Devices = Devices(call.OptionalString(0)),
            PowerPreference = (MLPowerPreference)call.Int32(1),
            Accelerated = call.Boolean(2),
            Threads = call.Int32(3),
            LibraryPath = call.OptionalString(4),
            LibrarySearchDirectory = AddonEnvironment.Of(call.Env)?.Folder,
            CacheDirectory = call.OptionalString(5),
            ProcessorFeatures = Processors[call.Int32(6)],
        };
        var context = new Context(call.Boolean(7));
        return context.Timeline.AddPromised(call.Env, new StartWork(context, options));
    }

    /// <summary>(context): JSON with what does not change.</summary>
    public static nint Describe(Arguments call)
    {
        var backend = call.Object<Context>(0).Backend;
        return Values.Of(call.Env, Json.Text(json =>
        {
            json.WriteBoolean("accelerated", backend.Accelerated);
            json.WriteStartArray("devices");
            json.WriteStringValue(backend.Devices.Used);
            json.WriteEndArray();
            json.WriteString("description", backend.Description);
        }));
    }

    /// <summary>(context): the limits as JSON.</summary>
    public static nint OpSupportLimits(Arguments call) => Values.Of(call.Env, call.Object<Context>(0).Backend.OpSupportLimits().ToJson());

    /// <summary>A device type is a preference, as it was in browsers: the CPU is always there.</summary>
    public static ImmutableArray<string> Devices(string? deviceType) => deviceType is null ? [] : deviceType == "cpu" ? ["cpu"] : [deviceType, "cpu"];

    private sealed class StartWork(Context context, OrtContextOptions options) : PromisedWork
    {
        protected override void Perform() => context.Backend = new(options);

        protected override nint Result(nint env) => Values.Wrap(env, context);

        protected override void Failed(nint env) => context.Release(env);

        protected override string ErrorName(Exception e) => AddonErrors.NameWhenStarting(e);
    }
}

/// <summary>Descriptions that lib/ parses.</summary>
internal static class Json
{
    /// <summary>An object's text.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
