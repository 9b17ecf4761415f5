using System.Collections.Immutable;
using System.Globalization;
using WebNN.Cli.Measuring;
using WebNN.Cli.Running;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tuning;

/// <summary>A way to share a model's nodes.</summary>
/// <param name="Nodes">Those on WebNN, sorted.</param>
internal sealed record Candidate(string Name, ImmutableArray<int> Nodes)
{
    public bool IsSame(Candidate other) => Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan());
}

/// <summary>What a group of nodes takes by itself, in nanoseconds.</summary>
internal readonly record struct GroupTime(double WebNN, double Host);

/// <summary>Measures for a <see cref="Tuner"/>.</summary>
internal interface ITuningMeter
{
    /// <summary>The whole model under each candidate, interleaved.</summary>
    IReadOnlyList<ArmTimes> Measure(IReadOnlyList<Candidate> candidates);

    /// <summary>Some nodes by themselves; null where they cannot run so.</summary>
    GroupTime? Measure(Segment group);
}

/// <summary>A candidate that was measured on the whole model.</summary>
/// <param name="ToNone">Its time in units of that without WebNN.</param>
internal sealed record CandidateTimes(Candidate Candidate, double MedianMs, RatioStatistics ToNone);

/// <summary>What was found best.</summary>
/// <param name="Measured">The candidates of the last round.</param>
/// <param name="Groups">How many groups of nodes were measured by themselves.</param>
/// <param name="Regret">The time of the prediction in units of that of the choice.</param>
internal sealed record Tuning(Candidate Chosen, ImmutableArray<CandidateTimes> Measured, int Groups, double Regret)
{
    /// <summary>A line for each candidate.</summary>
    public ImmutableArray<string> Evidence =>
    [
        .. Measured.Where(each => each.Candidate.Nodes.Length > 0).Select(each => string.Create(
            CultureInfo.InvariantCulture,
            $"measured: {each.Candidate.Name} / none {each.ToNone.Median:F3} ({each.ToNone.Low:F3} to {each.ToNone.High:F3}){(each.Candidate.IsSame(Chosen) ? ", chosen" : "")}")),
        .. Chosen.Nodes.IsEmpty ? ["measured: none is chosen"] : ImmutableArray<string>.Empty,
    ];
}

/// <summary>
/// Finds out which nodes of a model are faster on WebNN. Whole runs decide: measurements of parts only say which whole ones are worth a try.
/// Without a clock of its own: the same measurements lead to the same choice.
/// </summary>
/// <param name="all">The nodes that WebNN can run.</param>
/// <param name="predicted">The nodes that the machine profile would give to it.</param>
/// <param name="chain">The model's segments with their predicted costs.</param>
internal sealed class Tuner(ImmutableArray<int> all, ImmutableArray<int> predicted, ImmutableArray<SegmentCost> chain, ITuningMeter meter)
{
    /// <summary>Where all of it is slower than this beside nothing of it, or faster than <see cref="ClearGain"/>, nothing else is tried.</summary>
    private const double ClearLoss = 1.05;

    private const double ClearGain = 0.6;

    /// <summary>A choice has to be no slower than none in all but a tenth of the pairs: see <see cref="RatioStatistics"/>.</summary>
    private const double MostAllowed = 1.00;

    /// <summary>Of candidates this close, the one with less on WebNN is taken.</summary>
    private const double Tie = 1.01;

    private const int MostGroups = 12;
    private const int MostFlips = 4;

    private readonly Candidate none = new("none", []);
    private readonly Candidate everything = new("all", [.. all.Order()]);
    private readonly Candidate prediction = new("predicted", [.. predicted.Order()]);

    public Tuning Run()
    {
        var first = Measure(Distinct([none, everything, prediction]));
        var whole = Find(first, everything).ToNone;
        if (all.IsEmpty || whole.Low > ClearLoss || whole.High < ClearGain)
        {
            return Choose(first, 0);
        }

        var groups = SegmentGroups.Of(chain, MostGroups);
        var costs = groups.Select(Cost).ToImmutableArray();
        var switches = Switches(costs, first);
        ImmutableArray<SegmentCost> bare = [.. costs.Select(cost => cost with { WebNN = Less(cost.WebNN, switches.WebNNRun), Host = Less(cost.Host, switches.HostRun) })];
        var sides = ChainSolver.Solve(bare, switches);
        var last = Measure(Distinct([none, everything, prediction, new("segments", Nodes(bare, sides)), .. Flips(bare, sides, switches)]));
        return Choose(last, groups.Length);
    }

    /// <summary>What was predicted stands in for what cannot be measured by itself.</summary>
    private SegmentCost Cost(SegmentCost group) =>
        !double.IsInfinity(group.WebNN) && meter.Measure(group.Segment) is { } time ? group with { WebNN = time.WebNN, Host = time.Host } : group;

    /// <summary>
    /// Each group that was measured by itself has what it takes to begin: the groups together take that much longer than the whole, less once.
    /// </summary>
    private SwitchCosts Switches(ImmutableArray<SegmentCost> costs, ImmutableArray<CandidateTimes> first)
    {
        const double nanosecondsPerMs = 1e6;
        return new(Begin(cost => cost.WebNN, everything), Begin(cost => cost.Host, none), 0);

        double Begin(Func<SegmentCost, double> side, Candidate candidate)
        {
            var sum = costs.Sum(side);
            return costs.Length < 2 || double.IsInfinity(sum)
                ? 0
                : Math.Max(0, (sum - (Find(first, candidate).MedianMs * nanosecondsPerMs)) / (costs.Length - 1));
        }
    }

    private static double Less(double time, double begin) => Math.Max(0, time - begin);

    /// <summary>The choice with one group more or less at a border, those first that the parts say are best.</summary>
    private IEnumerable<Candidate> Flips(ImmutableArray<SegmentCost> costs, ImmutableArray<bool> sides, SwitchCosts switches)
    {
        var flips = new List<(int Group, ImmutableArray<bool> Sides)>();
        for (var i = 1; i < sides.Length; i++)
        {
            if (sides[i] != sides[i - 1])
            {
                flips.Add((i, sides.SetItem(i, !sides[i])));
                flips.Add((i - 1, sides.SetItem(i - 1, !sides[i - 1])));
            }
        }

        return flips.DistinctBy(flip => flip.Group)
            .Where(flip => !double.IsInfinity(ChainSolver.Total(costs, flip.Sides, switches)))
            .OrderBy(flip => ChainSolver.Total(costs, flip.Sides, switches)).ThenBy(flip => flip.Group)
            .Take(MostFlips)
            .Select(flip => new Candidate(string.Create(CultureInfo.InvariantCulture, $"segments, {(flip.Sides[flip.Group] ? "with" : "without")} group {flip.Group}"), Nodes(costs, flip.Sides)));
    }

    /// <summary>All of it where no group that can be there is left.</summary>
    private ImmutableArray<int> Nodes(ImmutableArray<SegmentCost> groups, ImmutableArray<bool> sides) =>
        groups.Zip(sides).All(each => each.Second || double.IsInfinity(each.First.WebNN)) ? everything.Nodes
        : [.. groups.Zip(sides).Where(each => each.Second).SelectMany(each => each.First.Segment.Claimable).Order()];

    private static List<Candidate> Distinct(IEnumerable<Candidate> candidates)
    {
        var distinct = new List<Candidate>();
        foreach (var candidate in candidates)
        {
            if (!distinct.Exists(candidate.IsSame))
            {
                distinct.Add(candidate);
            }
        }

        return distinct;
    }

    private static CandidateTimes Find(ImmutableArray<CandidateTimes> measured, Candidate candidate) => measured.First(each => each.Candidate.IsSame(candidate));

    private ImmutableArray<CandidateTimes> Measure(List<Candidate> candidates)
    {
        var times = meter.Measure(candidates);
        return
        [
            .. candidates.Zip(times).Select(each => new CandidateTimes(
                each.First, Statistics.Median([.. each.Second.Rounds]), RatioStatistics.OfPairs([.. each.Second.Rounds], [.. times[0].Rounds]))),
        ];
    }

    private Tuning Choose(ImmutableArray<CandidateTimes> measured, int groups)
    {
        var allowed = measured.Where(each => each.ToNone.High <= MostAllowed).ToList();
        var best = allowed.Count == 0 ? 1 : allowed.Min(each => each.ToNone.Median);
        var chosen = allowed.Where(each => each.ToNone.Median <= best * Tie).MinBy(each => (each.Candidate.Nodes.Length, each.ToNone.Median))
            ?? Find(measured, none);
        return new(chosen.Candidate, measured, groups, Find(measured, prediction).ToNone.Median / chosen.ToNone.Median);
    }
}
