using System.Diagnostics;
using WebNN.Cli.Results;
using WebNN.Interop.Natives;
using WebNN.Reference;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Running;

/// <summary>A model that is ready to run under one arm.</summary>
internal sealed class Session : IDisposable
{
    private readonly List<ITfLiteDelegate> delegates = [];
    private readonly LoadedModel model;
    private readonly ReferenceContext exact = new();

    private Session(LoadedModel model, Arm arm, SessionSettings settings)
    {
        this.model = model;
        Arm = arm;
        var start = Stopwatch.GetTimestamp();
        try
        {
            Runner = arm switch
            {
                Arm.Compiled => new CompiledModel(model.Model, settings.ToCompiledModelOptions()),
                Arm.Exact => new CompiledModel(model.Model, exact, settings.ToCompiledModelOptions()),
                _ => Interpret(settings),
            };
        }
        catch
        {
            DisposeDelegates();
            exact.Dispose();
            throw;
        }

        PrepareMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public Arm Arm { get; }

    public ModelRunner Runner { get; }

    /// <summary>From the verified model to allocated tensors, delegates included.</summary>
    public double PrepareMs { get; }

    /// <summary>Why TensorFlow Lite runs the model although that was left open; null where it does not, or was asked to.</summary>
    public string? Reason { get; private init; }

    /// <summary>What the delegate decided; nodes without partitions under the other arms.</summary>
    public DelegationReport Report => Runner.Report ?? new(model.Profile.NodeCount, [], [], null);

    /// <summary>The libraries that decide how fast this arm is, and which build: a version does not tell.</summary>
    public string Runtime => Arm switch
    {
        Arm.TfLite => $"TFLite {TensorFlowLite!.Version} ({TensorFlowLite.Build})",
        Arm.Xnnpack => $"XNNPACK of TFLite {TensorFlowLite!.Version} ({TensorFlowLite.Build})",
        _ => Backend,
    };

    private WebNNDelegate? WebNN => delegates.OfType<WebNNDelegate>().FirstOrDefault();

    private string Backend => (Runner as CompiledModel)?.Backend ?? WebNN?.Backend ?? "none";

    private BackendLibrary? OnnxRuntime => (Runner as CompiledModel)?.Library ?? WebNN?.Library;

    private LibraryInfo? TensorFlowLite => Runner is Interpreter interpreter
        ? new("TensorFlow Lite", interpreter.RuntimeVersion, interpreter.Library.ToString(), BuildId.Of(interpreter.Library.Path))
        : null;

    /// <exception cref="TfLiteException">TFLite cannot run the model.</exception>
    /// <exception cref="UnsupportedModelException">WebNN cannot run it whole.</exception>
    public static Session Open(LoadedModel model, Arm arm, SessionSettings settings) =>
        new(model, settings.UsesReference && (arm is Arm.OnnxRuntime or Arm.WebNN or Arm.Compiled) ? Arm.Exact : arm, settings);

    /// <summary>Without TFLite where WebNN runs the model whole and nothing was asked of the delegate, or as the settings say.</summary>
    /// <inheritdoc cref="Open"/>
    public static Session OpenChosen(LoadedModel model, SessionSettings settings)
    {
        if (settings.UsesReference)
        {
            return settings.Runtime == RuntimeChoice.TfLite
                ? throw new InputException("--device reference runs models without TensorFlow Lite, so not with --runtime tflite")
                : new(model, Arm.Exact, settings);
        }

        if (settings.Runtime == RuntimeChoice.TfLite || (settings.Runtime == RuntimeChoice.Auto && settings.ChoosesNodes))
        {
            return new(model, Arm.WebNN, settings);
        }

        try
        {
            return new(model, Arm.Compiled, settings);
        }
        catch (Exception e) when (settings.Runtime == RuntimeChoice.Auto && e is UnsupportedModelException or NativeLibraryException)
        {
            return Instead(model, settings, e.Message);
        }
    }

    private static Session Instead(LoadedModel model, SessionSettings settings, string reason)
    {
        try
        {
            return new(model, Arm.WebNN, settings) { Reason = reason };
        }
        catch (NativeLibraryException e)
        {
            throw new InputException($"{reason}. {e.Message}");
        }
    }

    public InspectResult Inspect() =>
        InspectResult.From(
            model.Path,
            Report,
            Backend,
            [
                .. new[] { TensorFlowLite, OnnxRuntime is { } library ? new LibraryInfo("ONNX Runtime", library.Version, library.Source, null) : null }
                    .OfType<LibraryInfo>(),
            ]);

    public void Dispose()
    {
        Runner.Dispose();
        DisposeDelegates();
        exact.Dispose();
    }

    private Interpreter Interpret(SessionSettings settings)
    {
        AddDelegates(settings);
        return new(model.Model, new()
        {
            Threads = settings.Threads,
            Delegates = delegates,
            TfLiteLibrary = settings.TfLiteLibrary,
            Signature = settings.Signature,
        });
    }

    /// <summary>XNNPACK takes 8-bit operators of both kinds: a comparison is with the best that it can do.</summary>
    private void AddDelegates(SessionSettings settings)
    {
        if (Arm is Arm.WebNN or Arm.OnnxRuntime)
        {
            delegates.Add(new WebNNDelegate(new()
            {
                Threads = settings.Threads,
                Devices = settings.Devices,
                OnnxRuntimeLibrary = settings.OnnxRuntimeLibrary,
                CacheDirectory = settings.CacheDirectory,
                PacksWeights = settings.PacksWeights,
                OnCompile = settings.OnCompile,
                MaxPartitions = settings.MaxPartitions,
                MinNodesPerPartition = settings.MinNodesPerPartition,
                Include = settings.Include,
                Exclude = settings.Exclude,
                Partitioning = settings.Partitioning ?? PartitioningModes.Default,
                DecisionPath = settings.DecisionPath,
                MachineProfilePath = settings.MachineProfilePath,
                OwnKernels = Arm == Arm.OnnxRuntime ? false : null,
            }));
        }

        if (Arm == Arm.Xnnpack || (Arm is Arm.WebNN or Arm.OnnxRuntime && settings.FallsBackToXnnpack))
        {
            XnnpackNotice.Spend(settings.TfLiteLibrary);
            delegates.Add(new XnnpackDelegate(new() { Threads = settings.Threads, QuantizedInt8 = true, QuantizedUInt8 = true }));
        }
    }

    private void DisposeDelegates()
    {
        foreach (var each in delegates)
        {
            each.Dispose();
        }
    }
}
