using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Profiling;

/// <summary>What a probe took on both sides, in nanoseconds.</summary>
internal readonly record struct SideTimes(double WebNN, double Host);

/// <summary>What a probe of so much work took.</summary>
/// <param name="Base">What of that is not the node's; null for what a run takes.</param>
internal readonly record struct ProbeTimes(double Work, SideTimes Times, SideTimes? Base);

/// <summary>What the probes of a class took.</summary>
internal sealed record SeriesTimes(OperatorClass Class, OperatorType Type, ImmutableArray<ProbeTimes> Probes);

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

/// <summary>Makes a machine profile of measurements: what a run takes is not the node's.</summary>
internal static class ProfileFit
{
    private const int Borders = 2;

    public static (SwitchCosts Switches, ImmutableArray<OperatorCost> Operators) Fit(ChainTimes chains, IEnumerable<SeriesTimes> series)
    {
        var (webnn, host) = (Run(chains, times => times.WebNN), Run(chains, times => times.Host));
        var middle = (chains.Whole.Host - chains.Whole.WebNN) / ChainTimes.BorderNodes;
        var border = (chains.Divided - chains.Whole.WebNN - middle - webnn - host) / (Borders * (double)ChainTimes.BorderElements * sizeof(float));
        return (new(webnn, host, Math.Max(0, border)), [.. series.Select(each => Operator(each, webnn, host))]);
    }

    /// <summary>What is left of a chain of no node.</summary>
    private static double Run(ChainTimes chains, Func<SideTimes, double> side) =>
        Math.Max(0, side(chains.One) - ((side(chains.Many) - side(chains.One)) / (ChainTimes.ManyNodes - 1)));

    private static OperatorCost Operator(SeriesTimes series, double webnn, double host) => new(
        series.Class,
        series.Type,
        Side(series, times => times.WebNN, webnn),
        Side(series, times => times.Host, host));

    private static SideCost Side(SeriesTimes series, Func<SideTimes, double> side, double run) => new(
        [.. series.Probes.Select(probe => new CostPoint(probe.Work, Math.Max(0, side(probe.Times) - (probe.Base is { } known ? side(known) : run))))]);
}
