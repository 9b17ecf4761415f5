using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>Decides which nodes of a model WebNN runs, partitions them and compiles each partition.</summary>
public sealed class GraphDelegate
{
    private readonly NodeFilter filter;

    /// <exception cref="ArgumentException">The options name an operator or a range that does not exist.</exception>
    public GraphDelegate(MLContext context, DelegateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Context = context;
        Options = options;
        filter = new NodeFilter(options);
    }

    public MLContext Context { get; }

    public DelegateOptions Options { get; }

    /// <summary>
    /// Translates each node against a throw-away builder, asks the host for partitions, applies the options and compiles, before anything
    /// is claimed. Never throws for a model's sake: the report says what stays with TFLite, and why.
    /// </summary>
    public DelegationPlan Plan(IDelegateHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var constants = new ConstantFolding(host.Nodes);
        var refused = new SortedDictionary<int, string>();
        foreach (var node in constants.Nodes)
        {
            if ((filter.Objection(node) ?? GraphTranslator.Objection(node, Context, constants)) is { } reason)
            {
                refused.Add(node.Index, reason);
            }
        }

        LeaveConstants(constants, refused);
        ImmutableArray<int> accepted = [.. constants.Nodes.Select(node => node.Index).Where(index => !refused.ContainsKey(index))];
        var partitions = Partitioner.Choose(host, accepted, Options, constants.IsFolded, (node, reason) => refused.TryAdd(node, reason));
        var compiled = ImmutableArray.CreateBuilder<CompiledPartition>();
        var reported = ImmutableArray.CreateBuilder<ReportedPartition>();
        try
        {
            foreach (var partition in partitions)
            {
                var claimed = new PartitionTranslation(Context, constants, host, partitions, partition);
                reported.Add(new(reported.Count, partition.Nodes, claimed.Text));
                compiled.Add(claimed.Compile());
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Nothing(host, compiled, refused, partitions[compiled.Count], e);
        }

        return new(compiled.ToImmutable(), new(host.Nodes.Length, reported.ToImmutable(), Refused(host, refused), null));
    }

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

    /// <summary>A partition that does not compile is a surprise; the model is then TFLite's, whole, as it was without us.</summary>
    private DelegationPlan Nothing(
        IDelegateHost host,
        ImmutableArray<CompiledPartition>.Builder compiled,
        SortedDictionary<int, string> refused,
        PartitionInfo failed,
        Exception error)
    {
        foreach (var partition in compiled)
        {
            partition.Dispose();
        }

        var failure = $"{Context.Description} could not compile a partition of {failed.Nodes.Length} nodes (from #{failed.Nodes[0]}): {error.Message}";
        foreach (var node in host.Nodes)
        {
            refused.TryAdd(node.Index, "in a model of which a partition did not compile");
        }

        return new([], new(host.Nodes.Length, [], Refused(host, refused), failure));
    }

    private static ImmutableArray<RefusedNode> Refused(IDelegateHost host, SortedDictionary<int, string> refused) =>
        [.. host.Nodes.Where(node => refused.ContainsKey(node.Index)).Select(node => Refused(node, refused[node.Index]))];

    private static RefusedNode Refused(NodeInfo node, string reason)
    {
        var prefix = $"#{node.Index} ";
        return new(node.Index, Name(node), reason.StartsWith(prefix, StringComparison.Ordinal) ? reason[prefix.Length..] : reason);
    }

    private static string Name(NodeInfo node) => node.Code == BuiltinOperator.Custom ? node.CustomName ?? "CUSTOM" : node.Code.SchemaName();
}
