using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Profiling;

/// <summary>What a probe took on both sides, in nanoseconds.</summary>
internal readonly record struct SideTimes(double WebNN, double Host);

/// <summary>What a pair of probes took.</summary>
internal sealed record PairTimes(OperatorClass Class, OperatorType Type, double SmallWork, SideTimes Small, double LargeWork, SideTimes? Large);

/// <summary>What tells the costs that no operator has.</summary>
/// <param name="One">A chain of one node.</param>
/// <param name="Many">A chain of <see cref="ManyNodes"/>.</param>
/// <param name="Whole">A chain of <see cref="BorderNodes"/> over many bytes.</param>
/// <param name="Divided">The same on WebNN, the middle node on the host.</param>
internal sealed record ChainTimes(SideTimes One, SideTimes Many, SideTimes Whole, double Divided)
{
    public const int ManyNodes = 9;
    public const int BorderNodes = 3;
    public const int BorderElements = 100_000;
}

/// <summary>Makes a machine profile of measurements: straight lines through two sizes each.</summary>
internal static class ProfileFit
{
    private const int Borders = 2;

    public static (SwitchCosts Switches, ImmutableArray<OperatorCost> Operators) Fit(ChainTimes chains, IEnumerable<PairTimes> pairs)
    {
        var (webnn, host) = (Run(chains, times => times.WebNN), Run(chains, times => times.Host));
        var middle = (chains.Whole.Host - chains.Whole.WebNN) / ChainTimes.BorderNodes;
        var border = (chains.Divided - chains.Whole.WebNN - middle - webnn - host) / (Borders * (double)ChainTimes.BorderElements * sizeof(float));
        return (new(webnn, host, Math.Max(0, border)), [.. pairs.Select(pair => Operator(pair, webnn, host))]);
    }

    /// <summary>What is left of a chain of no node.</summary>
    private static double Run(ChainTimes chains, Func<SideTimes, double> side) =>
        Math.Max(0, side(chains.One) - ((side(chains.Many) - side(chains.One)) / (ChainTimes.ManyNodes - 1)));

    private static OperatorCost Operator(PairTimes pair, double webnn, double host) => new(
        pair.Class,
        pair.Type,
        Side(pair, times => times.WebNN, webnn),
        Side(pair, times => times.Host, host));

    private static SideCost Side(PairTimes pair, Func<SideTimes, double> side, double run)
    {
        var small = side(pair.Small);
        var work = pair.Large is { } large ? Math.Max(0, (side(large) - small) / (pair.LargeWork - pair.SmallWork)) : 0;
        return new(Math.Max(0, small - (work * pair.SmallWork) - run), work);
    }
}
