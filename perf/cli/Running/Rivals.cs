using WebNN.Cli.Results;
using WebNN.Interop.Natives;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>TFLite's own kernels and XNNPACK on the same inputs as us, where both are measured by the exact context.</summary>
internal sealed class Rivals : IDisposable
{
    private static readonly Arm[] arms = [Arm.TfLite, Arm.Xnnpack];

    private readonly List<(Session Session, OutputMeter[] Meters)> members = [];

    private Rivals()
    {
    }

    /// <summary>The arms that cannot run the model, and why.</summary>
    public List<LeftOutArm> LeftOut { get; } = [];

    public IEnumerable<Arm> Arms => members.Select(member => member.Session.Arm);

    public IEnumerable<ModelRunner> Runners => members.Select(member => member.Session.Runner);

    public static Rivals None { get; } = new();

    /// <param name="meters">Makes what measures a rival's outputs.</param>
    public static Rivals Open(LoadedModel model, SessionSettings settings, Func<Session, OutputMeter[]> meters) => Open(model, settings, meters, arms);

    /// <inheritdoc cref="Open(LoadedModel, SessionSettings, Func{Session, OutputMeter[]})"/>
    public static Rivals Open(LoadedModel model, SessionSettings settings, Func<Session, OutputMeter[]> meters, IEnumerable<Arm> arms)
    {
        var rivals = new Rivals();
        foreach (var arm in arms)
        {
            try
            {
                var session = Session.Open(model, arm, settings);
                rivals.members.Add((session, meters(session)));
            }
            catch (Exception e) when (e is NativeLibraryException or TfLiteException)
            {
                rivals.LeftOut.Add(new(arm.Name(), e.Message));
            }
        }

        return rivals;
    }

    /// <summary>Measures what the last run gave.</summary>
    public void Add(ModelRunner reference, string draw)
    {
        foreach (var (session, meters) in members)
        {
            for (var ordinal = 0; ordinal < meters.Length; ordinal++)
            {
                meters[ordinal].Add(reference.Outputs[ordinal], session.Runner.Outputs[ordinal], draw);
            }
        }
    }

    public IReadOnlyList<RivalResult> Results() =>
        [.. members.Select(member => new RivalResult(member.Session.Arm.Name(), member.Session.Runtime, [.. member.Meters.Select(meter => meter.Result())]))];

    public void Dispose() => members.ForEach(member => member.Session.Dispose());
}
