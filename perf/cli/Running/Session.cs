using System.Diagnostics;
using WebNN.Cli.Results;
using WebNN.Reference;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Cli.Running;

/// <summary>A model that is ready to run under one arm.</summary>
internal sealed class Session : IDisposable
{
    private readonly List<ITfLiteDelegate> delegates = [];
    private readonly LoadedModel model;
    private readonly ReferenceContext exact = new();

    private Session(LoadedModel model, Func<Session, (Arm Arm, ModelRunner Runner)> open)
    {
        this.model = model;
        var start = Stopwatch.GetTimestamp();
        try
        {
            (Arm, Runner) = open(this);
        }
        catch
        {
            DisposeOthers();
            throw;
        }

        PrepareMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public Arm Arm { get; }

    public ModelRunner Runner { get; }

    /// <summary>From the verified model to allocated tensors, delegates included.</summary>
    public double PrepareMs { get; }

    /// <summary>Why TensorFlow Lite runs the model although that was left open; null where it does not, or was asked to.</summary>
    public string? Reason { get; private set; }

    /// <summary>What the delegate decided; nodes without partitions under the other arms.</summary>
    public DelegationReport Report => Runner.Report ?? new(model.Profile.NodeCount, [], [], null);

    /// <summary>The libraries that decide how fast this arm is, and which build: a version does not tell.</summary>
    public string Runtime => Arm switch
    {
        Arm.TfLite => $"TFLite {TensorFlowLite!.Version} ({TensorFlowLite.Build})",
        Arm.Xnnpack => $"XNNPACK of TFLite {TensorFlowLite!.Version} ({TensorFlowLite.Build})",
        _ => Backend,
    };

    /// <summary>Which devices were asked for and what came of it; null where WebNN does not run.</summary>
    public DevicesResult? Devices => DevicesResult.From((Runner as CompiledModel)?.Devices ?? WebNN?.Devices);

    /// <summary>Why the delegate has no backend; null where it has one, and where there is no delegate.</summary>
    public string? Unavailable => WebNN?.Unavailable;

    private WebNNDelegate? WebNN => delegates.OfType<WebNNDelegate>().FirstOrDefault();

    private string Backend => (Runner as CompiledModel)?.Backend ?? WebNN?.Backend ?? "none";

    private BackendLibrary? OnnxRuntime => (Runner as CompiledModel)?.Library ?? WebNN?.Library;

    private LibraryInfo? TensorFlowLite => Runner is Interpreter interpreter
        ? new("TensorFlow Lite", interpreter.RuntimeVersion, interpreter.Library.ToString(), BuildId.Of(interpreter.Library.Path))
        : null;

    /// <exception cref="TfLiteException">TFLite cannot run the model.</exception>
    /// <exception cref="UnsupportedModelException">WebNN cannot run it whole.</exception>
    public static Session Open(LoadedModel model, Arm arm, SessionSettings settings) =>
        new(model, session => session.OpenUnder(settings.UsesReference && (arm is Arm.OnnxRuntime or Arm.WebNN or Arm.Compiled) ? Arm.Exact : arm, settings));

    /// <summary>Without TFLite where WebNN runs the model whole and nothing was asked of the delegate, or as the settings say.</summary>
    /// <inheritdoc cref="Open"/>
    public static Session OpenChosen(LoadedModel model, SessionSettings settings)
    {
        if (!settings.UsesReference)
        {
            return new(model, session => session.OpenChosen(settings));
        }

        return settings.Runtime == RuntimeChoice.TfLite
            ? throw new InputException("--device reference runs models without TensorFlow Lite, so not with --runtime tflite")
            : Open(model, Arm.Exact, settings);
    }

    public InspectResult Inspect() =>
        InspectResult.From(
            model.Path,
            Report,
            Backend,
            Devices,
            [
                .. new[] { TensorFlowLite, OnnxRuntime is { } library ? new LibraryInfo("ONNX Runtime", library.Version, library.Source, null) : null }
                    .OfType<LibraryInfo>(),
            ]);

    public void Dispose()
    {
        Runner.Dispose();
        DisposeOthers();
    }

    private (Arm Arm, ModelRunner Runner) OpenUnder(Arm arm, SessionSettings settings) => (arm, arm switch
    {
        Arm.Compiled => new CompiledModel(model.Model, settings.ToCompiledModelOptions()),
        Arm.Exact => new CompiledModel(model.Model, exact, settings.ToCompiledModelOptions()),
        _ => new Interpreter(model.Model, new()
        {
            Threads = settings.Threads,
            Delegates = Delegates(arm, settings),
            TfLiteLibrary = settings.TfLiteLibrary,
            Signature = settings.Signature,
        }),
    });

    private (Arm Arm, ModelRunner Runner) OpenChosen(SessionSettings settings)
    {
        var opened = TfLiteRuntime.Open(model.Model, settings.ToRuntimeOptions() with { Delegates = () => Delegates(Arm.WebNN, settings) });
        Reason = opened.Objection;
        return (opened.Runner is CompiledModel ? Arm.Compiled : Arm.WebNN, opened.Runner);
    }

    /// <summary>XNNPACK takes 8-bit operators of both kinds: a comparison is with the best that it can do.</summary>
    private List<ITfLiteDelegate> Delegates(Arm arm, SessionSettings settings)
    {
        if (arm is Arm.WebNN or Arm.OnnxRuntime)
        {
            delegates.Add(new WebNNDelegate((arm == Arm.OnnxRuntime ? settings with { OwnKernels = false } : settings).ToDelegateOptions()));
        }

        if (arm == Arm.Xnnpack || (arm is Arm.WebNN or Arm.OnnxRuntime && settings.FallsBackToXnnpack))
        {
            XnnpackNotice.Spend(settings.TfLiteLibrary);
            delegates.Add(new XnnpackDelegate(new() { Threads = settings.Threads, QuantizedInt8 = true, QuantizedUInt8 = true }));
        }

        return delegates;
    }

    private void DisposeOthers()
    {
        delegates.ForEach(each => each.Dispose());
        exact.Dispose();
    }
}
