using WebNN.Cli.Profiling;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tests.Tuning;

public sealed class ProfileFitTests
{
    /// <summary>1000 and 100 for a run, 200 and 50 for a node; the divided chain takes two borders of 4000 more.</summary>
    private static readonly ChainTimes chains = new(
        One: new(1200, 150),
        Many: new(1000 + (9 * 200), 100 + (9 * 50)),
        Whole: new(31_000, 61_000),
        Divided: 31_000 + 10_000 + 1000 + 100 + (2 * 4000));

    [Fact]
    public void What_a_run_and_a_border_take_is_found() =>
        Assert.Equal(new(1000, 100, 4000 / 400_000.0), ProfileFit.Fit(chains, []).Switches);

    [Fact]
    public void What_a_run_takes_is_not_the_nodes()
    {
        var cost = Assert.Single(ProfileFit.Fit(
            chains,
            [new(OperatorClass.Pool, OperatorType.Int8, [new(10, new(1500, 90), null), new(100, new(6000, 1100), null)])]).Operators);
        Assert.Equal((OperatorClass.Pool, OperatorType.Int8), (cost.Class, cost.Type));
        Assert.Equal([new(10, 500), new(100, 5000)], cost.WebNN.Points);
        Assert.Equal([new(10, 0), new(100, 1000)], cost.Host.Points);
    }

    [Fact]
    public void Of_a_model_with_a_base_the_node_takes_the_difference()
    {
        var cost = Assert.Single(ProfileFit.Fit(
            chains, [new(OperatorClass.Fused, OperatorType.Float32, [new(10, new(5000, 4000), new SideTimes(5200, 3000))])]).Operators);
        Assert.Equal([new(10, 0)], cost.WebNN.Points);
        Assert.Equal([new(10, 1000)], cost.Host.Points);
    }

    [Fact]
    public void Each_class_is_measured_once_for_a_type_and_its_models_grow()
    {
        Assert.Equal(ProbeModels.All.Length, ProbeModels.All.Select(each => (each.Class, each.Type)).Distinct().Count());
        Assert.All(ProbeModels.All, each => Assert.All(each.Probes.Zip(each.Probes.Skip(1)), pair => Assert.True(pair.First.Work < pair.Second.Work)));
        Assert.Equal(
            Enum.GetValues<OperatorClass>().Except([OperatorClass.Other]),
            ProbeModels.All.Where(each => each.Type == OperatorType.Float32).Select(each => each.Class).Order());
    }
}
