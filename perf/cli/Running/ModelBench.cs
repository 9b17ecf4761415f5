using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Processes;
using WebNN.Cli.Results;

namespace WebNN.Cli.Running;

/// <summary>What a benchmark runs, for how long.</summary>
/// <param name="MeasuresMemory">Whether each arm also runs in a process of its own.</param>
internal sealed record BenchSettings(SessionSettings Session, BenchPlan Plan, IReadOnlyList<Arm> Arms, bool MeasuresMemory);

/// <summary>Benchmarks one model: every arm on the same random input.</summary>
internal sealed class ModelBench(LoadedModel model, BenchSettings settings)
{
    private const int Seed = 1;

    /// <param name="progress">What is going on, and which share of the measurement is done.</param>
    public BenchResult Run(Action<string, double> progress)
    {
        var sessions = new List<Session>();
        try
        {
            foreach (var arm in settings.Arms)
            {
                progress($"preparing {arm.Name()}", 0);
                Session.Open(model, arm, settings.Session).Dispose();   // compiles our code, loads libraries: not the one that counts
                var session = Session.Open(model, arm, settings.Session);
                sessions.Add(session);
                RandomInputs.Fill(session.Interpreter, model.Profile, new Random(Seed));
            }

            var runner = new BenchRunner([.. sessions.Select(session => (Action)session.Interpreter.Invoke)], settings.Plan);
            var times = runner.Run(share => progress("measuring", share));
            return Result(sessions, runner, times, progress);
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }
    }

    private BenchResult Result(List<Session> sessions, BenchRunner runner, IReadOnlyList<ArmTimes> times, Action<string, double> progress)
    {
        var arms = new List<ArmResult>();
        foreach (var (session, time) in sessions.Zip(times))
        {
            if (settings.MeasuresMemory)
            {
                progress($"measuring the memory of {session.Arm.Name()}", 1);
            }

            arms.Add(ArmResultOf(session, [.. time.Runs]));
        }

        var delegated = sessions.Find(session => session.Arm == Arm.WebNN)?.Report;
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
            Machine.Describe());
    }

    private ArmResult ArmResultOf(Session session, double[] runs)
    {
        var alone = settings.MeasuresMemory ? ArmProcess.Measure(model.Path, session.Arm, settings.Session) : null;
        return new(
            session.Arm.Name(),
            session.Runtime,
            Statistics.Median(runs),
            runs.Min(),
            Statistics.Percentile(runs, 0.95),
            runs.Length,
            session.PrepareMs,
            alone?.FirstPrepareMs,
            alone?.PeakMemoryMiB);
    }

    /// <summary>The delegate beside each of the others, then XNNPACK beside TFLite's own kernels.</summary>
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
