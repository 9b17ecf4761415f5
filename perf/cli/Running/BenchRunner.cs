using System.Diagnostics;
using WebNN.Cli.Measuring;

namespace WebNN.Cli.Running;

/// <summary>How long to measure: a time and at least a few rounds, or a number of runs of each arm where one is given.</summary>
internal sealed record BenchPlan(TimeSpan Time, int? Runs)
{
    /// <summary>How long an arm runs before it is measured.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>An arm runs about so long before the next one does, so that it finds its own data in the caches, as in real use.</summary>
    public double SliceMs { get; init; } = 30;
}

/// <summary>One arm's times in milliseconds: every run, and the median of each round.</summary>
internal sealed record ArmTimes(IReadOnlyList<double> Runs, IReadOnlyList<double> Rounds);

/// <summary>
/// Measures several ways to do the same in one run. A round runs each arm a few times in a row; the arm that begins changes from
/// round to round, so that whatever drifts (heat, clock, neighbours) meets all arms alike and drops out of a round's ratios.
/// </summary>
/// <param name="arms">Each fills a slice with the milliseconds of as many runs.</param>
internal sealed class BenchRunner(IReadOnlyList<Action<double[]>> arms, BenchPlan plan)
{
    private const int MaxRunsPerRound = 1000;
    private const int MinRounds = 5;

    private readonly List<double>[] runs = [.. arms.Select(_ => new List<double>())];
    private readonly List<double>[] rounds = [.. arms.Select(_ => new List<double>())];

    /// <param name="arms">What is timed here, one run a call.</param>
    public BenchRunner(IReadOnlyList<Action> arms, BenchPlan plan)
        : this([.. arms.Select(Timed)], plan)
    {
    }

    public int Rounds { get; private set; }

    /// <param name="progress">Called after every round with the share that is done.</param>
    public IReadOnlyList<ArmTimes> Run(Action<double> progress)
    {
        var slices = arms.Select(arm => new double[Math.Clamp((int)Math.Ceiling(plan.SliceMs / WarmUp(arm)), 1, MaxRunsPerRound)]).ToArray();
        var clock = Stopwatch.StartNew();
        for (Rounds = 0; !IsDone(clock.Elapsed); Rounds++)
        {
            for (var position = 0; position < arms.Count; position++)
            {
                var arm = (Rounds + position) % arms.Count;
                Measure(arm, slices[arm]);
            }

            progress(Math.Min(1, plan.Runs is { } wanted ? (double)FewestRuns / wanted : clock.Elapsed / plan.Time));
        }

        return [.. runs.Zip(rounds, (all, medians) => new ArmTimes(all, medians))];
    }

    private int FewestRuns => runs.Min(each => each.Count);

    private bool IsDone(TimeSpan elapsed) =>
        plan.Runs is { } wanted ? FewestRuns >= wanted : elapsed >= plan.Time && Rounds >= MinRounds;

    /// <summary>Runs an arm until everything lazy has happened; returns the fastest run's milliseconds.</summary>
    private double WarmUp(Action<double[]> arm)
    {
        var (clock, fastest) = (Stopwatch.StartNew(), double.MaxValue);
        var slice = new double[1];
        for (var run = 0; run < 3 || clock.Elapsed < plan.WarmUp; run++)
        {
            arm(slice);
            fastest = Math.Min(fastest, slice[0]);
        }

        return fastest;
    }

    private static Action<double[]> Timed(Action arm) => slice =>
    {
        for (var run = 0; run < slice.Length; run++)
        {
            slice[run] = Timing.Of(arm);
        }
    };

    private void Measure(int arm, double[] slice)
    {
        arms[arm](slice);
        runs[arm].AddRange(slice);
        rounds[arm].Add(Statistics.Median(slice));
    }
}
