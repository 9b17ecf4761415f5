using System.Collections.Immutable;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Running;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Profiling;

/// <summary>Measures a machine profile: each probe on both sides, interleaved.</summary>
internal sealed class ProfileMeter(SessionSettings settings, TimeSpan timeOfProbe, Action<string, double> progress)
{
    private const int Seed = 1;
    private const double WarmUpShare = 0.25;
    private const double SliceMs = 4;
    private const string MiddleNode = "1";

    public MachineProfile Run()
    {
        var chains = Chains();
        var series = new List<SeriesTimes>();
        foreach (var each in ProbeModels.All)
        {
            progress($"{each.Class}, {each.Type}", (double)series.Count / ProbeModels.All.Length);
            series.Add(new(each.Class, each.Type, [.. each.Probes.Select(probe => Measure(probe, $"{each.Class} {each.Type}"))]));
        }

        var (switches, operators) = ProfileFit.Fit(chains, series);
        var machine = Machine.Describe();
        return new(machine.ProcessorClass, machine.Cpu, Libraries(), switches, operators);
    }

    private ProbeTimes Measure(Probe probe, string name) =>
        new(probe.Work, Sides(probe.Model, name), probe.Base is { } known ? Sides(known, $"{name}, base") : null);

    private ChainTimes Chains()
    {
        const int few = 64;
        progress("chains", 0);
        var whole = ProbeModels.Chain(ChainTimes.BorderNodes, ChainTimes.BorderElements);
        var times = Times(whole, "chain", (Arm.WebNN, []), (Arm.Xnnpack, []), (Arm.WebNN, [MiddleNode]));
        return new(Sides(ProbeModels.Chain(1, few), "chain of 1"), Sides(ProbeModels.Chain(ChainTimes.ManyNodes, few), "chain of many"), new(times[0], times[1]), times[2]);
    }

    private SideTimes Sides(byte[] model, string name)
    {
        var times = Times(model, name, (Arm.WebNN, []), (Arm.Xnnpack, []));
        return new(times[0], times[1]);
    }

    /// <summary>Nanoseconds under each arm. The lowest of the rounds: what else happens on the machine only adds.</summary>
    private double[] Times(byte[] bytes, string name, params (Arm Arm, ImmutableArray<string> Exclude)[] arms)
    {
        using var model = LoadedModel.FromBytes(bytes, name);
        var sessions = new List<Session>();
        try
        {
            foreach (var (arm, exclude) in arms)
            {
                var session = Session.Open(model, arm, settings with { Partitioning = PartitioningMode.All, Exclude = exclude, Include = [] });
                sessions.Add(session);
                RandomInputs.Fill(session.Runner, model.Profile, new Random(Seed));
                if (arm == Arm.WebNN && session.Report.DelegatedNodes + exclude.Length < session.Report.Nodes)
                {
                    throw new InputException($"{name}: WebNN runs {session.Report.DelegatedNodes} of {session.Report.Nodes} nodes: {string.Join("; ", session.Report.Refused.Select(node => node.Reason))}{session.Report.Failure}");
                }
            }

            var plan = new BenchPlan(timeOfProbe * arms.Length, null) { WarmUp = timeOfProbe * WarmUpShare, SliceMs = SliceMs };
            const double nanosecondsPerMs = 1e6;
            return [.. new BenchRunner([.. sessions.Select(session => (Action)session.Runner.Run)], plan).Run(_ => { }).Select(times => times.Rounds.Min() * nanosecondsPerMs)];
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }
    }

    private string Libraries()
    {
        using var model = LoadedModel.FromBytes(ProbeModels.Chain(1, 1), "chain");
        using var webnn = Session.Open(model, Arm.WebNN, settings);
        using var host = Session.Open(model, Arm.Xnnpack, settings);
        return $"{webnn.Runtime}; {host.Runtime}";
    }
}
