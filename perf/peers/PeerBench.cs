using WebNN.Cli;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.Cli.Running;

namespace WebNN.Peers;

/// <summary>One model on all peers, on the same random input.</summary>
internal sealed class PeerBench(string model, IReadOnlyList<Peer> peers, int threads, TimeSpan time)
{
    /// <summary>Peers are processes: a slice is long beside the lines that ask for it.</summary>
    private const double SliceMs = 50;

    /// <summary>For the compilers of the peers in JavaScript.</summary>
    private static readonly TimeSpan warmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>How peers are measured for a time.</summary>
    public static BenchPlan Plan(TimeSpan time) => new(time, null) { WarmUp = warmUp, SliceMs = SliceMs };

    /// <param name="progress">What is going on, and which share of it is done.</param>
    /// <exception cref="InputException">The file is no model that anybody here runs.</exception>
    public PeersResult Run(Action<string, double> progress)
    {
        var root = Directory.CreateTempSubdirectory("peers-").FullName;
        var running = new List<PeerProcess>();
        var leftOut = new List<LeftOutArm>();
        try
        {
            var output = ModelInputs.Write(model, root);
            var folders = new List<string>();
            foreach (var peer in peers)
            {
                progress($"starting {peer.Name}", 0);
                var folder = ModelInputs.FolderFor(root, folders.Count);
                if (PeerProcess.Start(peer, model, threads, folder, out var unavailable) is { } process)
                {
                    running.Add(process);
                    folders.Add(folder);
                }
                else
                {
                    leftOut.Add(new(peer.Name, unavailable!));
                }
            }

            if (running.Count == 0)
            {
                throw new InputException($"{model}: nobody runs it: {string.Join("; ", leftOut.Select(peer => $"{peer.Name}: {peer.Reason}"))}");
            }

            var runner = new BenchRunner([.. running.Select(process => (Action<double[]>)process.Run)], Plan(time));
            var times = runner.Run(share => progress("measuring", share));
            return Result(running, folders, output, times, leftOut);
        }
        finally
        {
            running.ForEach(process => process.Dispose());
            Directory.Delete(root, recursive: true);
        }
    }

    private PeersResult Result(
        List<PeerProcess> running, List<string> folders, Func<string, double[]?> output, IReadOnlyList<ArmTimes> measured, List<LeftOutArm> leftOut)
    {
        var reference = running.FindIndex(process => process.Peer.Name == Peers.Reference);
        var expected = reference < 0 ? null : output(folders[reference]);
        var times = running.Select((process, i) =>
        {
            double[] runs = [.. measured[i].Runs];
            return new PeerTimes(
                process.Peer.Name, process.Runtime, Statistics.Median(runs), runs.Min(), Statistics.Percentile(runs, 0.95), runs.Length, process.PrepareMs, process.PeakMemoryMiB(),
                expected is null ? null : Difference(expected, output(folders[i])),
                [.. running.Select((other, to) => (other, to)).Where(pair => pair.to != i).Select(pair => Ratio(measured[i], measured[pair.to], pair.other))]);
        });
        return new(model, threads, measured[0].Rounds.Count, [.. times], leftOut, Machine.Describe());
    }

    private static PeerRatio Ratio(ArmTimes of, ArmTimes to, PeerProcess other)
    {
        var ratio = RatioStatistics.OfPairs([.. of.Rounds], [.. to.Rounds]);
        return new(other.Peer.Name, ratio.Median, ratio.Low, ratio.High);
    }

    /// <summary>The largest difference in units of the largest expected value; null where the numbers of elements differ.</summary>
    internal static double? Difference(double[] expected, double[]? actual)
    {
        if (actual is null || actual.Length != expected.Length || expected.Length == 0)
        {
            return null;
        }

        var largest = expected.Max(Math.Abs);
        var error = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        return error == 0 ? 0 : error / largest;
    }
}
