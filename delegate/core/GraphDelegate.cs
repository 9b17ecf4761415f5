using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation;

/// <summary>Decides which nodes of a model WebNN runs, partitions them and compiles each partition.</summary>
public sealed class GraphDelegate
{
    /// <summary>
    /// The backend takes about half a microsecond for an operator, however small. A model around an LSTM of integers, about twenty operators a step, took
    /// with 28 steps 1.38 of XNNPACK's time and 1.37 of TFLite's own (perf/results/intel-xeon-2-cores/2026-11-26-cf4fe34-real.json).
    /// </summary>
    private const int MostOperatorsOfNode = 256;

    /// <summary>An image's size, a sequence's length: larger than any window or padding of a model.</summary>
    private const int StandIn = 128;

    private readonly NodeFilter filter;
    private readonly IPartitionPolicy policy;

    /// <exception cref="ArgumentException">The options name an operator or a range that does not exist.</exception>
    public GraphDelegate(MLContext context, DelegateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Context = context;
        Options = options;
        filter = new NodeFilter(options);
        policy = PartitionPolicies.Of(options.Partitioning);
    }

    public MLContext Context { get; }

    public DelegateOptions Options { get; }

    /// <summary>
    /// Translates each node against a throw-away builder, decides which of those that can be claimed are, asks the host for partitions, applies
    /// the options and compiles, before anything is claimed. Never throws for a model's sake: the report says what stays with TFLite, and why. What the backend refuses goes back to
    /// TFLite and the rest is tried again.
    /// </summary>
    public DelegationPlan Plan(IDelegateHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (GraphRules.Violation(host) is { } violation)
        {
            return new([], DelegationReport.Untouched(host.Nodes.Length, violation));
        }

        var (graph, refused) = Read(host);
        var constants = graph.Constants;
        var decision = Decide(graph, constants, refused);

        // Each attempt refuses nodes, from the fourth on whole partitions: it ends.
        string? failure = null;
        for (var attempt = 1; ; attempt++)
        {
            JoinedNodes.Leave(graph, constants.Nodes, refused);
            LeaveConstants(constants, refused);
            ImmutableArray<int> accepted = [.. constants.Nodes.Select(node => node.Index).Where(index => !refused.ContainsKey(index))];
            var partitions = Partitioner.Choose(graph, accepted, Options, constants.IsFolded, (node, reason) => refused.TryAdd(node, reason));
            using var compilation = new Compilation(Context, graph, partitions);
            var faults = compilation.Run(attempt);
            if (faults.Count == 0)
            {
                var report = new DelegationReport(host.Nodes.Length, compilation.Reported, Refused(host, refused), partitions.IsEmpty ? failure : null) { Decision = decision };
                return new(compilation.Take(), report) { Recipes = compilation.Recipes, Nodes = graph.Nodes, Uncertain = graph.Uncertain };
            }

            failure ??= compilation.Failure;
            foreach (var (node, reason) in faults)
            {
                refused.TryAdd(node, reason);
            }
        }
    }

    /// <summary>The plan to claim nothing of a graph, with its shapes.</summary>
    public static DelegationPlan Leave(IDelegateHost host, DelegationReport report)
    {
        var graph = new PropagatedGraph(host);
        return new([], report) { Nodes = graph.Nodes, Uncertain = graph.Uncertain };
    }

    /// <summary>What <see cref="Plan"/> would refuse before it compiles: partitions are not made.</summary>
    public DelegationReport Inspect(IDelegateHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return GraphRules.Violation(host) is { } violation
            ? DelegationReport.Untouched(host.Nodes.Length, violation)
            : new(host.Nodes.Length, [], Refused(host, ProbeTogether(host)), null);
    }

    /// <summary>
    /// The graph with its shapes and the nodes that have to stay. A dimension that is open in the file has an example in its place there, mostly a 1,
    /// for which many a node makes no sense: where nodes are refused, another is tried.
    /// </summary>
    private (PropagatedGraph Graph, SortedDictionary<int, string> Refused) Read(IDelegateHost host)
    {
        var trials = host.Propagation?.Trials is { } earlier && ReferenceEquals(earlier.Context, Context) ? earlier : new(Context);
        var first = ReadWith(host, trials, standIn: 0);
        if (first.Refused.Count == 0 || !host.IsUnprepared || !host.Nodes.Any(node => node.Inputs.Concat(node.Outputs).Any(tensor => tensor?.Signature.IsEmpty == false)))
        {
            return first;
        }

        var second = ReadWith(host, trials, StandIn);
        return second.Refused.Count < first.Refused.Count ? second : first;
    }

    private (PropagatedGraph Graph, SortedDictionary<int, string> Refused) ReadWith(IDelegateHost host, NodeTrials trials, int standIn)
    {
        var graph = new PropagatedGraph(host, trials, standIn);
        return (graph, Probe(graph.Constants, trials));
    }

    private SortedDictionary<int, string> ProbeTogether(IDelegateHost host)
    {
        var (graph, refused) = Read(host);
        JoinedNodes.Leave(graph, graph.Constants.Nodes, refused);
        return refused;
    }

    /// <summary>The nodes that have to stay, each tried by itself.</summary>
    private SortedDictionary<int, string> Probe(ConstantFolding constants, NodeTrials trials)
    {
        var refused = new SortedDictionary<int, string>();
        var handles = NodeRules.MistakenHandles(constants.Nodes);
        var mostOperators = Options.IsAlone || !Options.Include.IsEmpty ? int.MaxValue : MostOperatorsOfNode;
        foreach (var node in constants.Nodes)
        {
            if ((filter.Objection(node) ?? trials.Objection(node, constants, mostOperators) ?? handles.GetValueOrDefault(node.Index)) is { } reason)
            {
                refused.Add(node.Index, reason);
            }
        }

        return refused;
    }

    /// <summary>Refuses the nodes that can be claimed and are not to be.</summary>
    private PartitionDecision Decide(IDelegateHost host, ConstantFolding constants, SortedDictionary<int, string> refused)
    {
        var accepted = constants.Nodes.Select(node => node.Index).Where(index => !refused.ContainsKey(index)).ToImmutableHashSet();
        var decision = policy.Decide(new(constants, accepted, new(() => DecisionKey.Of(host, Options, Context.Description)), Unpredictable(host)));
        foreach (var node in accepted.Except(decision.Nodes))
        {
            refused.Add(node, decision.Reason);
        }

        return decision;
    }

    /// <summary>Machine profiles are of the CPU, and of XNNPACK; and who names nodes has decided.</summary>
    private string? Unpredictable(IDelegateHost host) =>
        !Options.Include.IsEmpty ? "the options include the nodes by name"
        : Context.Devices.Used is not "cpu" and var device ? $"machine profiles are of the CPU, not of {device}"
        : !host.Runtime.HasXnnpack ? "machine profiles are of XNNPACK, and what WebNN leaves goes to TensorFlow Lite's own kernels"
        : null;

    /// <summary>
    /// A folded node that some node of TFLite's reads stays with TFLite, which computes it once; we would write it at every run. Nodes of
    /// ours have the constant anyway. Backwards, for what is read may be folded itself.
    /// </summary>
    private static void LeaveConstants(ConstantFolding constants, SortedDictionary<int, string> refused)
    {
        var read = new HashSet<int>();
        foreach (var node in constants.Nodes.Reverse())
        {
            if (constants.IsFolded(node.Index) && node.Outputs.Any(output => read.Contains(output.Index)))
            {
                refused.TryAdd(node.Index, "computes a constant that a node of TFLite's reads");
            }

            if (refused.ContainsKey(node.Index))
            {
                read.UnionWith(node.Inputs.OfType<TensorInfo>().Select(input => input.Index));
            }
        }
    }

    private static ImmutableArray<RefusedNode> Refused(IDelegateHost host, SortedDictionary<int, string> refused) =>
        [.. host.Nodes.Where(node => refused.ContainsKey(node.Index)).Select(node => Refused(node, refused[node.Index]))];

    private static RefusedNode Refused(NodeInfo node, string reason)
    {
        var prefix = $"#{node.Way} ";
        return new(
            node.Place?.Outer ?? node.Index,
            node.Place is { } place ? $"{place.Path} {node.Name}" : node.Name,
            reason.StartsWith(prefix, StringComparison.Ordinal) ? reason[prefix.Length..] : reason);
    }
}
