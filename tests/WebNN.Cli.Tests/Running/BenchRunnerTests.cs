using WebNN.Cli.Measuring;
using WebNN.Cli.Running;

namespace WebNN.Cli.Tests.Running;

/// <summary>Arms that measure themselves, as other processes do.</summary>
public sealed class BenchRunnerTests
{
    private static readonly BenchPlan shortest = new(TimeSpan.Zero, null) { WarmUp = TimeSpan.Zero, SliceMs = 50 };

    [Fact]
    public void Ratios_come_from_the_slices_of_a_round_and_the_turns_change()
    {
        var order = new List<string>();
        Action<double[]> Arm(string name, double ms) => slice =>
        {
            order.Add(name);
            Array.Fill(slice, ms);
        };
        var runner = new BenchRunner([Arm("slow", 300), Arm("fast", 100)], shortest);
        var times = runner.Run(_ => { });
        var ratio = RatioStatistics.OfPairs([.. times[0].Rounds], [.. times[1].Rounds]);

        Assert.Equal(5, runner.Rounds);
        Assert.Equal((3, 3, 3), (ratio.Median, ratio.Low, ratio.High));
        Assert.Equal([300, 300, 300, 300, 300], times[0].Runs);
        Assert.Equal(["slow", "fast", "fast", "slow", "slow", "fast", "fast", "slow", "slow", "fast"], order.TakeLast(10));
    }

    [Fact]
    public void A_fast_arm_runs_often_in_a_slice()
    {
        var most = 0;
        Action<double[]> arm = slice =>
        {
            most = Math.Max(most, slice.Length);
            Array.Fill(slice, 0.5);
        };
        new BenchRunner([arm], shortest).Run(_ => { });

        Assert.Equal(100, most);
    }
}
