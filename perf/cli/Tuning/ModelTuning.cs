using System.Collections.Immutable;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.TfLite.Abi.Decisions;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tuning;

/// <summary>Tunes one model, and keeps what was decided.</summary>
internal sealed class ModelTuning(LoadedModel model, SessionSettings settings, TimeSpan time, Action<string, double> progress)
{
    public TuneResult Run()
    {
        var all = Decide(PartitioningMode.All);
        var predicted = Decide(PartitioningMode.Predicted);
        var tuning = new Tuner(all.Nodes, predicted.Nodes, predicted.Segments, new TuningMeter(model, settings, time, progress)).Run();
        var decision = new StoredDecision(predicted.Key!, tuning.Chosen.Nodes, PartitioningMode.Measured, model.Model.Name, tuning.Evidence);
        return new TuneResult(
            model.Path,
            model.Profile.NodeCount,
            settings.Threads,
            decision.Key.Name,
            tuning.Chosen.Name,
            StoredDecision.Ranges(decision.Nodes),
            [.. tuning.Measured.Select(each => Result(each))],
            tuning.Groups,
            StoredDecision.Ranges(predicted.Nodes),
            predicted.Problem,
            tuning.Regret,
            Keep(decision),
            Machine.Describe());
    }

    private PartitionDecision Decide(PartitioningMode mode)
    {
        progress($"preparing: {mode.Name()}", 0);
        using var session = Session.Open(model, Arm.WebNN, settings with { Partitioning = mode, DecisionPath = null, PacksWeights = false });
        return session.Report.Decision ?? throw new InputException($"{model.Path}: {session.Report.Failure}");
    }

    /// <summary>The file; null where no place was named.</summary>
    private string? Keep(StoredDecision decision)
    {
        var place = settings.DecisionPath ?? (settings.CacheDirectory is { } cache ? DecisionFiles.FolderOf(cache) : null);
        try
        {
            return place is null ? null : new DecisionFiles(place).Write(decision);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{place}: the decision cannot be written: {e.Message}", e);
        }
    }

    private static TuneCandidate Result(CandidateTimes times) => new(
        times.Candidate.Name,
        StoredDecision.Ranges(times.Candidate.Nodes),
        times.MedianMs,
        times.ToNone.Median,
        times.ToNone.Low,
        times.ToNone.High);
}

/// <summary>Runs the model, and parts of it.</summary>
internal sealed class TuningMeter(LoadedModel model, SessionSettings settings, TimeSpan time, Action<string, double> progress) : ITuningMeter
{
    private const int Seed = 1;

    /// <summary>Of the whole time, for each round of whole models; the rest is for groups.</summary>
    private const double RoundShare = 0.4;

    private const double GroupShare = 0.015;
    private static readonly TimeSpan groupWarmUp = TimeSpan.FromMilliseconds(50);

    public IReadOnlyList<ArmTimes> Measure(IReadOnlyList<Candidate> candidates)
    {
        var sessions = new List<Session>();
        try
        {
            foreach (var candidate in candidates)
            {
                progress($"preparing {candidate.Name}", 0);
                sessions.Add(Open(model, candidate.Nodes));
            }

            return Times(sessions, new(time * RoundShare, null), share => progress("measuring", share));
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }
    }

    public GroupTime? Measure(Segment group)
    {
        progress("measuring parts", 0);
        try
        {
            using var slice = Slice(group);
            using var host = Open(slice, []);
            using var webnn = Session.Open(slice, Arm.WebNN, settings with { Partitioning = PartitioningMode.All, Include = [], Exclude = [] });
            if (webnn.Report.DelegatedNodes == 0)
            {
                return null;
            }

            RandomInputs.Fill(webnn.Runner, slice.Profile, new Random(Seed));
            var times = Times([host, webnn], new(time * GroupShare, null) { WarmUp = groupWarmUp, SliceMs = 10 }, _ => { });
            return new(Nanoseconds(times[1]), Nanoseconds(times[0]));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a part lacks that the whole has: then it is not known by itself.
            return null;
        }
    }

    /// <summary>What runs seldom slower than this says more of the model than of its neighbours on the machine.</summary>
    private static double Nanoseconds(ArmTimes times) => Statistics.Percentile([.. times.Rounds], 0.25) * 1e6;

    private static IReadOnlyList<ArmTimes> Times(IReadOnlyList<Session> sessions, BenchPlan plan, Action<double> progress) =>
        new BenchRunner([.. sessions.Select(session => (Action)session.Runner.Run)], plan).Run(progress);

    private Session Open(LoadedModel opened, ImmutableArray<int> nodes)
    {
        var session = nodes.IsEmpty
            ? Session.Open(opened, settings.FallsBackToXnnpack ? Arm.Xnnpack : Arm.TfLite, settings)
            : Session.Open(opened, Arm.WebNN, settings with { Partitioning = PartitioningMode.All, Include = StoredDecision.Ranges(nodes) });
        RandomInputs.Fill(session.Runner, opened.Profile, new Random(Seed));
        return session;
    }

    private LoadedModel Slice(Segment group)
    {
        var profile = model.Profile;
        var written = group.Nodes.SelectMany(profile.NodeOutputs).ToHashSet();
        int[] inputs = [.. group.Nodes.SelectMany(profile.NodeInputs).Distinct().Where(tensor => !written.Contains(tensor))];
        var others = Enumerable.Range(0, profile.NodeCount).Except(group.Nodes).SelectMany(profile.NodeInputs).Concat(profile.GraphOutputs).ToHashSet();
        return LoadedModel.FromBytes(
            ModelSlice.OfNodes(model.Model.FlatBuffer, group.Nodes.AsSpan(), inputs, [.. written.Where(others.Contains)]), model.Model.Name);
    }
}
