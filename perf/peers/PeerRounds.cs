using System.Diagnostics;
using WebNN.Cli.Measuring;

namespace WebNN.Peers;

/// <summary>Something that runs a model so often and tells the milliseconds of each run.</summary>
internal interface ITimed
{
    double[] Run(int runs);
}

/// <summary>
/// Measures peers in turn: a round gives each a slice of runs, another peer begins each round, so that what drifts (heat, clock, neighbours) meets
/// all alike and drops out of a round's ratios.
/// </summary>
internal sealed class PeerRounds(IReadOnlyList<Func<int, double[]>> peers, TimeSpan time)
{
    /// <summary>A peer runs about so long before the next one does: it finds its own data in the caches, as in real use.</summary>
    private const double SliceMs = 50;

    private const int MaxRunsPerSlice = 2000;
    private const int LeastRounds = 5;
    private static readonly TimeSpan warmUpTime = TimeSpan.FromMilliseconds(500);

    private readonly List<double>[] runs = [.. peers.Select(_ => new List<double>())];
    private readonly List<double>[] medians = [.. peers.Select(_ => new List<double>())];

    public int Rounds { get; private set; }

    /// <summary>Every run of a peer, in milliseconds.</summary>
    public IReadOnlyList<double> Runs(int peer) => runs[peer];

    /// <summary>How long one peer takes in units of another.</summary>
    public RatioStatistics Ratio(int of, int to) => RatioStatistics.OfPairs([.. medians[of]], [.. medians[to]]);

    /// <param name="progress">Called after every round with the share that is done.</param>
    public void Measure(Action<double> progress)
    {
        var slices = peers.Select(Slice).ToArray();
        var clock = Stopwatch.StartNew();
        for (Rounds = 0; Rounds < LeastRounds || clock.Elapsed < time; Rounds++)
        {
            for (var position = 0; position < peers.Count; position++)
            {
                var peer = (Rounds + position) % peers.Count;
                var slice = peers[peer](slices[peer]);
                runs[peer].AddRange(slice);
                medians[peer].Add(Statistics.Median(slice));
            }

            progress(Math.Min(1, clock.Elapsed / time));
        }
    }

    /// <summary>Lets everything lazy happen (compilers, caches), and tells how many runs make a slice.</summary>
    private static int Slice(Func<int, double[]> peer)
    {
        var (clock, fastest) = (Stopwatch.StartNew(), double.MaxValue);
        while (clock.Elapsed < warmUpTime)
        {
            fastest = Math.Min(fastest, peer(Math.Clamp((int)(SliceMs / fastest), 1, MaxRunsPerSlice)).Min());
        }

        return Math.Clamp((int)Math.Ceiling(SliceMs / fastest), 1, MaxRunsPerSlice);
    }
}
