using System.Diagnostics;
using WebNN.Cli.Results;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Cli.Running;

/// <summary>A model that is ready to run under one arm.</summary>
internal sealed class Session : IDisposable
{
    private readonly List<ITfLiteDelegate> delegates;
    private readonly LoadedModel model;

    private Session(LoadedModel model, Arm arm, SessionSettings settings)
    {
        this.model = model;
        Arm = arm;
        var start = Stopwatch.GetTimestamp();
        delegates = DelegatesOf(arm, settings);
        try
        {
            Interpreter = new(model.Model, new()
            {
                Threads = settings.Threads,
                Delegates = delegates,
                TfLiteLibrary = settings.TfLiteLibrary,
                Signature = settings.Signature,
            });
        }
        catch
        {
            DisposeDelegates();
            throw;
        }

        PrepareMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public Arm Arm { get; }

    public Interpreter Interpreter { get; }

    /// <summary>From the verified model to allocated tensors, delegates included.</summary>
    public double PrepareMs { get; }

    /// <summary>What the delegate decided; nodes without partitions under the other arms.</summary>
    public DelegationReport Report => Interpreter.Report ?? new(model.Profile.NodeCount, [], [], null);

    /// <summary>The libraries that decide how fast this arm is, and which build: a version does not tell.</summary>
    public string Runtime => Arm switch
    {
        Arm.TfLite => $"TFLite {Interpreter.RuntimeVersion} ({BuildId.Of(Interpreter.Library.Path)})",
        Arm.Xnnpack => $"XNNPACK of TFLite {Interpreter.RuntimeVersion} ({BuildId.Of(Interpreter.Library.Path)})",
        _ => Backend,
    };

    private WebNNDelegate? WebNN => delegates.OfType<WebNNDelegate>().FirstOrDefault();

    private string Backend => WebNN?.Backend ?? "none";

    /// <exception cref="TfLiteException">TFLite cannot run the model.</exception>
    public static Session Open(LoadedModel model, Arm arm, SessionSettings settings) => new(model, arm, settings);

    public InspectResult Inspect()
    {
        var libraries = new List<LibraryInfo>
        {
            new("TensorFlow Lite", Interpreter.RuntimeVersion, Interpreter.Library.ToString(), BuildId.Of(Interpreter.Library.Path)),
        };
        if (WebNN is { Library: { } library })
        {
            libraries.Add(new("ONNX Runtime", library.Version, library.Source, null));
        }

        return InspectResult.From(model.Path, Report, Backend, libraries);
    }

    public void Dispose()
    {
        Interpreter.Dispose();
        DisposeDelegates();
    }

    /// <summary>XNNPACK takes 8-bit operators of both kinds: a comparison is with the best that it can do.</summary>
    private static List<ITfLiteDelegate> DelegatesOf(Arm arm, SessionSettings settings)
    {
        var delegates = new List<ITfLiteDelegate>();
        if (arm == Arm.WebNN)
        {
            delegates.Add(new WebNNDelegate(new()
            {
                Threads = settings.Threads,
                Devices = settings.Devices,
                OnnxRuntimeLibrary = settings.OnnxRuntimeLibrary,
                MaxPartitions = settings.MaxPartitions,
                MinNodesPerPartition = settings.MinNodesPerPartition,
                Include = settings.Include,
                Exclude = settings.Exclude,
            }));
        }

        if (arm == Arm.Xnnpack || (arm == Arm.WebNN && settings.FallsBackToXnnpack))
        {
            XnnpackNotice.Spend(settings.TfLiteLibrary);
            delegates.Add(new XnnpackDelegate(new() { Threads = settings.Threads, QuantizedInt8 = true, QuantizedUInt8 = true }));
        }

        return delegates;
    }

    private void DisposeDelegates()
    {
        foreach (var each in delegates)
        {
            each.Dispose();
        }
    }
}
