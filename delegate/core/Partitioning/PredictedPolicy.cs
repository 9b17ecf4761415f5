using System.Collections.Immutable;
using System.Globalization;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>Decides by what a machine profile says that nodes cost.</summary>
internal sealed class PredictedPolicy(PartitioningOptions options) : IPartitionPolicy
{
    /// <summary>WebNN has to be predicted to win by this much: a profile is not that exact.</summary>
    private const double Margin = 1.05;

    /// <summary>
    /// A choice with both sides has to be predicted to win by this much against one side alone: the best of many choices owes some of its
    /// time to the profile's errors.
    /// </summary>
    private const double MixMargin = 1.2;

    public PartitionDecision Decide(PartitionQuestion question)
    {
        if (question.Unpredictable is not null || options.Profile is not { } profile)
        {
            var problem = question.Unpredictable ?? options.ProfileProblem ?? $"there is no machine profile for {options.Processor}";
            return new(PartitioningMode.Predicted, PartitioningMode.All, question.InOrder)
            {
                Key = question.Key.Value,
                Problem = problem,
                Segments = Costs(question, MachineProfile.Unknown),
            };
        }

        var chain = Costs(question, profile);
        var sides = Choose(chain, profile.Switches);
        return new(PartitioningMode.Predicted, PartitioningMode.Predicted, Claimed(question, chain, sides))
        {
            Key = question.Key.Value,
            Evidence = Evidence(chain, sides, profile),
            Problem = options.ProfileProblem,
            Segments = chain,
        };
    }

    private static ImmutableArray<bool> Choose(ImmutableArray<SegmentCost> chain, SwitchCosts switches)
    {
        ImmutableArray<SegmentCost> careful = [.. chain.Select(cost => cost with { WebNN = cost.WebNN * Margin })];
        ImmutableArray<bool> none = [.. chain.Select(_ => false)];
        ImmutableArray<bool> all = [.. chain.Select(cost => !double.IsInfinity(cost.WebNN))];
        var simple = Total(all) < Total(none) ? all : none;
        var mixed = ChainSolver.Solve(careful, switches);
        return Total(mixed) * MixMargin < Total(simple) ? mixed : simple;

        double Total(ImmutableArray<bool> sides) => ChainSolver.Total(careful, sides, switches);
    }

    /// <summary>All where nothing that can be claimed is left: constants that belong to what cannot be are among it, too.</summary>
    private static ImmutableArray<int> Claimed(PartitionQuestion question, ImmutableArray<SegmentCost> chain, ImmutableArray<bool> sides)
    {
        var claimed = chain.Zip(sides).Where(each => each.Second).SelectMany(each => each.First.Segment.Claimable).ToHashSet();
        return chain.Zip(sides).All(each => each.Second || double.IsInfinity(each.First.WebNN))
            ? question.InOrder
            : [.. question.InOrder.Where(claimed.Contains)];
    }

    private static ImmutableArray<SegmentCost> Costs(PartitionQuestion question, MachineProfile profile)
    {
        var work = Work(question.Constants);
        return [.. Segment.Chain(question).Select(Cost)];

        SegmentCost Cost(Segment segment)
        {
            var running = segment.Nodes.Where(node => !question.Constants.IsFolded(node)).ToArray();
            var claimable = segment.Claimable.ToHashSet();
            var (host, webnn, before) = (0.0, 0.0, (bool?)null);
            foreach (var node in running)
            {
                var times = profile.Times(work[node]);
                var isOurs = claimable.Contains(node);
                host += times.Host;
                webnn += isOurs ? times.WebNN : times.Host;

                // A node within that has to stay divides the segment.
                webnn += before is { } side && side != isOurs ? (profile.Switches.WebNNRun + profile.Switches.HostRun) / 2 : 0;
                before = isOurs;
            }

            return new(segment, running.Any(claimable.Contains) ? webnn : double.PositiveInfinity, host);
        }
    }

    private static Dictionary<int, OperatorWork> Work(ConstantFolding constants)
    {
        var work = new Dictionary<int, OperatorWork>();
        var windows = new HashSet<int>();
        foreach (var node in constants.Nodes)
        {
            var own = OperatorWork.Of(node, node.Inputs.Any(input => input is not null && windows.Contains(input.Index)));
            work[node.Index] = own;
            if (OperatorWork.IsWindowOfFloats(node))
            {
                windows.UnionWith(node.Outputs.Select(output => output.Index));
            }
        }

        return work;
    }

    private static ImmutableArray<string> Evidence(ImmutableArray<SegmentCost> chain, ImmutableArray<bool> sides, MachineProfile profile)
    {
        var (none, chosen) = (Total(_ => false), ChainSolver.Total(chain, sides, profile.Switches));
        var all = Total(segment => !double.IsInfinity(segment.WebNN));
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"predicted: all {Microseconds(all)}, none {Microseconds(none)}, chosen {Microseconds(chosen)}"),
            $"machine profile: {profile.Processor}, {profile.Machine}",
        ];

        double Total(Func<SegmentCost, bool> isOurs) => ChainSolver.Total(chain, [.. chain.Select(isOurs)], profile.Switches);
    }

    private static string Microseconds(double nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1000:0.#} us");
}
