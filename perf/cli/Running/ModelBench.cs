using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Processes;
using WebNN.Cli.Results;
using WebNN.Interop.Natives;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>What a benchmark runs, for how long.</summary>
/// <param name="Starts">In how many fresh processes each arm also starts; 0: none, and nothing of memory.</param>
/// <param name="LeavesOut">Whether an arm that cannot run the model is left out, with the reason; else the model fails.</param>
internal sealed record BenchSettings(SessionSettings Session, BenchPlan Plan, IReadOnlyList<Arm> Arms, int Starts, bool LeavesOut);

/// <summary>Benchmarks one model: every arm on the same random input.</summary>
internal sealed class ModelBench(LoadedModel model, BenchSettings settings)
{
    private const int Seed = 1;

    private double? multiplications;

    /// <param name="progress">What is going on, and which share of the measurement is done.</param>
    public BenchResult Run(Action<string, double> progress)
    {
        var sessions = new List<Session>();
        var leftOut = new List<LeftOutArm>();
        try
        {
            foreach (var arm in settings.Arms)
            {
                progress($"preparing {arm.Name()}", 0);
                if (Open(arm, leftOut) is { } session)
                {
                    sessions.Add(session);
                    RandomInputs.Fill(session.Runner, model.Profile, new Random(Seed));
                }
            }

            if (sessions.Count == 0)
            {
                throw new InputException(string.Join("; ", leftOut.Select(arm => $"{arm.Name}: {arm.Reason}")));
            }

            var runner = new BenchRunner([.. sessions.Select(session => (Action)session.Runner.Run)], settings.Plan);
            var times = runner.Run(share => progress("measuring", share));
            return Result(sessions, runner, times, progress) with { LeftOut = leftOut };
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }
    }

    /// <summary>Null where the arm cannot run the model and may be left out.</summary>
    private Session? Open(Arm arm, List<LeftOutArm> leftOut)
    {
        try
        {
            // Compiles our code, loads libraries: not the one that counts.
            Session.Open(model, arm, arm == Arm.Compiled ? settings.Session with { OnCompile = graph => multiplications = Multiplications.Of(graph) } : settings.Session).Dispose();
            return Session.Open(model, arm, settings.Session);
        }
        catch (Exception e) when (settings.LeavesOut && e is UnsupportedModelException or NativeLibraryException)
        {
            leftOut.Add(new(arm.Name(), e.Message));
            return null;
        }
    }

    private BenchResult Result(List<Session> sessions, BenchRunner runner, IReadOnlyList<ArmTimes> times, Action<string, double> progress)
    {
        var starts = MeasureStarts([.. sessions.Select(session => session.Arm)], progress);
        List<ArmResult> arms = [.. sessions.Zip(times).Select(each => ArmResultOf(each.First, [.. each.Second.Runs], starts[each.First.Arm]))];
        var webnn = sessions.Find(session => session.Arm == Arm.WebNN) ?? sessions.Find(session => session.Arm == Arm.Compiled);
        var delegated = webnn?.Report;
        return new(
            model.Path,
            model.Profile.NodeCount,
            delegated?.DelegatedNodes ?? 0,
            delegated?.Partitions.Length ?? 0,
            delegated?.Failure,
            settings.Session.Threads,
            runner.Rounds,
            arms,
            Ratios(arms, times),
            Machine.Describe() with { PeakGflops = PeakRate.GigaFlops() })
        {
            Devices = webnn?.Devices,
            Multiplications = multiplications,
        };
    }

    /// <summary>The arms in turn, so that what drifts meets all alike. The first start with a cache fills it, and does not count.</summary>
    private ILookup<Arm, StartResult> MeasureStarts(IReadOnlyList<Arm> arms, Action<string, double> progress)
    {
        var uncounted = settings.Starts > 0 && settings.Session.CacheDirectory is not null ? 1 : 0;
        var starts = new List<(Arm Arm, StartResult Start)>();
        for (var round = -uncounted; round < settings.Starts; round++)
        {
            foreach (var arm in arms)
            {
                progress($"measuring the start of {arm.Name()}", 1);
                if (ArmProcess.Measure(model.Path, arm, settings.Session) is { } start && round >= 0)
                {
                    starts.Add((arm, start));
                }
            }
        }

        return starts.ToLookup(each => each.Arm, each => each.Start);
    }

    private static ArmResult ArmResultOf(Session session, double[] runs, IEnumerable<StartResult> starts) =>
        new(
            session.Arm.Name(),
            session.Runtime,
            Statistics.Median(runs),
            runs.Min(),
            Statistics.Percentile(runs, 0.95),
            runs.Length,
            session.PrepareMs,
            Median(starts, start => start.FirstPrepareMs),
            Median(starts, start => start.FirstResultMs),
            Median(starts, start => start.PeakMemoryMiB));

    /// <summary>Null where no process answered.</summary>
    private static double? Median(IEnumerable<StartResult> starts, Func<StartResult, double> value) =>
        starts.Any() ? Statistics.Median([.. starts.Select(value)]) : null;

    /// <summary>Each arm beside each of those before it, the last first.</summary>
    private static List<RatioResult> Ratios(List<ArmResult> arms, IReadOnlyList<ArmTimes> times)
    {
        var ratios = new List<RatioResult>();
        for (var of = arms.Count - 1; of > 0; of--)
        {
            for (var to = of - 1; to >= 0; to--)
            {
                var ratio = RatioStatistics.OfPairs([.. times[of].Rounds], [.. times[to].Rounds]);
                ratios.Add(new(arms[of].Name, arms[to].Name, arms[to].Runtime, ratio.Median, ratio.Low, ratio.High));
            }
        }

        return ratios;
    }
}
