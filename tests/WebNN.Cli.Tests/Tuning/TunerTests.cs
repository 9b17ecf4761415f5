using System.Collections.Immutable;
using System.Globalization;
using WebNN.Cli.Running;
using WebNN.Cli.Tuning;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tests.Tuning;

/// <summary>What is chosen, by a clock that tells what a test says.</summary>
public sealed class TunerTests
{
    public static TheoryData<string, double[], double[], string, int> Models => new()
    {
        { "all of it wins clearly", [10, 10, 10], [90, 90, 90], "0-2", 0 },
        { "all of it loses clearly", [90, 90, 90], [10, 10, 10], "", 0 },
        { "all of it ties", [45, 45], [50, 50], "", 2 },
        { "all of it wins", [50, 60], [80, 80], "0-1", 2 },
        { "a part of it wins more than all of it", [20, 20, 200, 20, 20], [80, 80, 20, 80, 80], "0-1,3-4", 5 },
        { "all of it loses a little, and a part wins", [20, 400, 20], [80, 260, 80], "0,2", 3 },
        { "the first part wins", [20, 20, 90, 90], [90, 90, 60, 60], "0-1", 4 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_fastest_as_a_whole_is_chosen(string what, double[] webnn, double[] host, string expected, int groups)
    {
        var tuning = new FakeMeter(webnn, host).Tune();
        Assert.True(
            (expected, groups) == (Nodes(tuning.Chosen), tuning.Groups), $"{what}: expected {expected} in {groups} groups, found {Nodes(tuning.Chosen)} in {tuning.Groups}");
    }

    [Fact]
    public void Where_all_of_it_neither_wins_nor_loses_clearly_no_choice_of_all_is_faster_by_more_than_a_tie()
    {
        const int seed = 3;
        var random = new Random(seed);
        for (var trial = 0; trial < 200; trial++)
        {
            var length = random.Next(1, 7);
            double[] host = [.. Enumerable.Range(0, length).Select(_ => random.Next(20, 100) * 1.0)];
            var meter = new FakeMeter([.. host.Select(time => time * (0.5 + random.NextDouble()))], host);
            var tuning = meter.Tune();
            if (tuning.Groups == 0)
            {
                continue;
            }

            var best = Enumerable.Range(0, 1 << length).Min(choice => meter.Time([.. Enumerable.Range(0, length).Where(node => (choice >> node & 1) == 1)]));
            var regret = meter.Time(tuning.Chosen.Nodes) / best;
            Assert.True(regret <= 1.01 + 1e-9, $"seed {seed}, trial {trial}: {regret}");
        }
    }

    [Fact]
    public void What_is_faster_only_in_most_pairs_is_not_chosen()
    {
        // Half as long in four rounds of five, and longer in the fifth.
        var tuning = new FakeMeter([40, 40], [80, 80]) { Jitter = [1, 1, 1, 1, 2.5] }.Tune();
        Assert.Empty(tuning.Chosen.Nodes);
        Assert.Equal("measured: none is chosen", tuning.Evidence[^1]);
    }

    [Fact]
    public void What_is_faster_in_all_but_a_tenth_of_the_pairs_is() =>
        Assert.Equal("0-1", Nodes(new FakeMeter([40, 40], [80, 80]) { Jitter = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.5] }.Tune().Chosen));

    [Fact]
    public void Of_candidates_within_a_hundredth_the_one_with_less_on_WebNN_is_taken()
    {
        // The last node wins 0.3 of 143.
        Assert.Equal("0", Nodes(new FakeMeter([58, 72.7], [120, 75]).Tune().Chosen));
        Assert.Equal("0-1", Nodes(new FakeMeter([58, 62.7], [120, 75]).Tune().Chosen));
    }

    [Fact]
    public void The_regret_of_the_prediction_is_its_time_beside_the_choice()
    {
        var meter = new FakeMeter([20, 400, 20], [80, 260, 80]) { Predicted = [0, 1, 2] };
        Assert.Equal(meter.Time([0, 1, 2]) / meter.Time([0, 2]), meter.Tune().Regret, precision: 6);
        Assert.Equal(1, (meter with { Predicted = [0, 2] }).Tune().Regret, precision: 6);
    }

    [Fact]
    public void A_good_prediction_is_taken_without_measuring_parts()
    {
        var tuning = new FakeMeter([10, 60, 10], [90, 20, 90]) { Predicted = [0, 2] }.Tune();
        Assert.Equal(("predicted", 0), (tuning.Chosen.Name, tuning.Groups));
    }

    [Fact]
    public void Parts_that_cannot_run_by_themselves_count_as_predicted() =>
        Assert.Equal("0,2", Nodes(new FakeMeter([20, 400, 20], [80, 260, 80]) { Unmeasurable = [0, 1, 2] }.Tune().Chosen));

    [Fact]
    public void What_WebNN_cannot_run_is_no_candidate()
    {
        var tuning = new FakeMeter([20, double.PositiveInfinity, 20], [40, 30, 40]).Tune();
        Assert.Equal("0,2", Nodes(tuning.Chosen));
        Assert.All(tuning.Measured, each => Assert.DoesNotContain(1, each.Candidate.Nodes));
    }

    [Fact]
    public void A_model_of_which_WebNN_runs_nothing_is_measured_once()
    {
        var tuning = new FakeMeter([double.PositiveInfinity], [30]).Tune();
        Assert.Equal(("none", 1, 1.0), (tuning.Chosen.Name, tuning.Measured.Length, tuning.Regret));
    }

    [Fact]
    public void The_same_measurements_lead_to_the_same_choice()
    {
        var meter = new FakeMeter([20, 40, 200, 45, 20], [80, 45, 20, 45, 80]);
        var (first, second) = (meter.Tune(), meter.Tune());
        Assert.Equal(first.Evidence, second.Evidence);
        Assert.Equal(first.Chosen.Nodes, second.Chosen.Nodes);
    }

    [Fact]
    public void The_evidence_names_what_was_measured_beside_none_and_what_was_chosen()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal(["measured: all / none 0.147 (0.147 to 0.147), chosen"], new FakeMeter([10, 10, 10], [90, 90, 90]).Tune().Evidence);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Nodes(Candidate candidate) => string.Join(',', StoredDecision.Ranges(candidate.Nodes));

    /// <summary>A chain of nodes that take so many nanoseconds; to begin takes 10 on WebNN and 2 on the host.</summary>
    private sealed record FakeMeter(double[] WebNN, double[] Host) : ITuningMeter
    {
        private const double WebNNRun = 10;
        private const double HostRun = 2;

        /// <summary>What each round's times on WebNN are multiplied by.</summary>
        public double[] Jitter { get; init; } = [1, 1, 1, 1, 1];

        public int[] Predicted { get; init; } = [];

        public int[] Unmeasurable { get; init; } = [];

        public Cli.Tuning.Tuning Tune() => new Tuner(
            [.. Enumerable.Range(0, WebNN.Length).Where(node => !double.IsInfinity(WebNN[node]))],
            [.. Predicted],
            [.. Enumerable.Range(0, WebNN.Length).Select(node => new SegmentCost(new([node], double.IsInfinity(WebNN[node]) ? [] : [node], 0), WebNN[node], Host[node]))],
            this).Run();

        public double Time(ImmutableArray<int> onWebNN)
        {
            var (total, before) = (0.0, (bool?)null);
            for (var node = 0; node < WebNN.Length; node++)
            {
                var isOurs = onWebNN.Contains(node);
                total += (isOurs ? WebNN[node] : Host[node]) + (before == isOurs ? 0 : isOurs ? WebNNRun : HostRun);
                before = isOurs;
            }

            return total;
        }

        public IReadOnlyList<ArmTimes> Measure(IReadOnlyList<Candidate> candidates) => [.. candidates.Select(candidate =>
        {
            double[] rounds = [.. Jitter.Select(factor => Time(candidate.Nodes) * (candidate.Nodes.IsEmpty ? 1 : factor) / 1e6)];
            return new ArmTimes(rounds, rounds);
        })];

        public GroupTime? Measure(Segment group) => group.Nodes.Any(Unmeasurable.Contains)
            ? null
            : new(group.Nodes.Sum(node => WebNN[node]) + WebNNRun, group.Nodes.Sum(node => Host[node]) + HostRun);
    }
}
