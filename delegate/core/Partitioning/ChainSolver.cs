using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>What it takes, in nanoseconds, to begin on a side, and to hand a byte over.</summary>
public sealed record SwitchCosts(double WebNNRun, double HostRun, double BorderPerByte);

/// <summary>Chooses a side for each segment of a chain.</summary>
public static class ChainSolver
{
    /// <summary>
    /// The cheapest choice, by dynamic programming; true for WebNN. Of choices that take equally long, the one with less on WebNN: there a
    /// tie is a gain of nothing for the time that it takes to prepare.
    /// </summary>
    public static ImmutableArray<bool> Solve(ImmutableArray<SegmentCost> chain, SwitchCosts switches)
    {
        ArgumentNullException.ThrowIfNull(switches);
        if (chain.IsDefaultOrEmpty)
        {
            return [];
        }

        // The cheapest way to end each segment on each side, and the side before it.
        var (host, webnn) = (new Way(switches.HostRun + chain[0].Host, 0), new Way(switches.WebNNRun + chain[0].WebNN, 1));
        var cameFrom = new (bool Host, bool WebNN)[chain.Length];
        for (var i = 1; i < chain.Length; i++)
        {
            var border = chain[i].Segment.BorderBytes * switches.BorderPerByte;
            var toHost = webnn.Then(border + switches.HostRun, 0);
            var toWebNN = host.Then(border + switches.WebNNRun, 0);
            cameFrom[i] = (toHost.IsBetterThan(host), !toWebNN.IsBetterThan(webnn));
            (host, webnn) = ((cameFrom[i].Host ? toHost : host).Then(chain[i].Host, 0), (cameFrom[i].WebNN ? webnn : toWebNN).Then(chain[i].WebNN, 1));
        }

        var sides = new bool[chain.Length];
        var side = webnn.IsBetterThan(host);
        for (var i = chain.Length - 1; i >= 0; i--)
        {
            sides[i] = side;
            side = side ? cameFrom[i].WebNN : cameFrom[i].Host;
        }

        return [.. sides];
    }

    /// <summary>What a choice takes.</summary>
    public static double Total(ImmutableArray<SegmentCost> chain, ImmutableArray<bool> sides, SwitchCosts switches)
    {
        ArgumentNullException.ThrowIfNull(switches);
        var total = 0.0;
        for (var i = 0; i < chain.Length; i++)
        {
            if (i == 0 || sides[i] != sides[i - 1])
            {
                total += (sides[i] ? switches.WebNNRun : switches.HostRun) + (i == 0 ? 0 : chain[i].Segment.BorderBytes * switches.BorderPerByte);
            }

            total += sides[i] ? chain[i].WebNN : chain[i].Host;
        }

        return total;
    }

    /// <param name="OnWebNN">How many segments of it are there.</param>
    private readonly record struct Way(double Time, int OnWebNN)
    {
        public Way Then(double time, int onWebNN) => new(Time + time, OnWebNN + onWebNN);

        public bool IsBetterThan(Way other) => Time < other.Time || (Time == other.Time && OnWebNN < other.OnWebNN);
    }
}
