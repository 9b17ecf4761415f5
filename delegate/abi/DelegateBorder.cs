using System.Collections.Concurrent;
using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// One delegate as TFLite sees it: prepares interpreters, any number of them and on any threads, and owns the context their graphs are
/// compiled in.
/// </summary>
/// <param name="unavailable">Why there is no <paramref name="graphDelegate"/>; then nothing is ever claimed.</param>
/// <param name="prepared">
/// Called at the end of each preparation that claimed what it planned, on the thread that prepares, with the TfLiteContext and the report.
/// </param>
/// <param name="runtime">Answers the version of the TFLite behind a TfLiteContext; null where it is not known.</param>
public sealed unsafe class DelegateBorder(
    GraphDelegate? graphDelegate, string? unavailable = null, Action<nint, DelegationReport>? prepared = null, Func<nint, string?>? runtime = null) : IDisposable
{
    /// <summary>Partitions between their claim and their kernel's init, by the context that is being prepared.</summary>
    private readonly ConcurrentDictionary<nint, List<CompiledPartition>> claimed = [];
    private int users;

    /// <summary>Whether a preparation runs, or an interpreter has a kernel of it.</summary>
    public bool IsInUse => Volatile.Read(ref users) > 0;

    public void Dispose() => graphDelegate?.Context.Dispose();

    /// <summary>To be called by whoever begins to use it.</summary>
    internal void Enter() => Interlocked.Increment(ref users);

    internal void Leave() => Interlocked.Decrement(ref users);

    /// <summary>
    /// Plans, compiles and only then claims. Up to the claim nothing that goes wrong is the host's concern: it gets a line of text, and runs
    /// the model itself.
    /// </summary>
    internal TfLiteStatus Prepare(TfLiteContext* context, TfLiteDelegate* self)
    {
        var plan = Plan(context);
        var status = TfLiteStatus.Ok;
        if (plan.Report.Failure is { } failure)
        {
            HostLog.Report(context, $"{failure}; TFLite runs the model without it");
        }

        if (!plan.Partitions.IsEmpty)
        {
            status = Claim(context, self, plan.Partitions);
        }

        var report = status == TfLiteStatus.Ok
            ? plan.Report
            : plan.Report with { Partitions = [], Failure = $"TFLite refused the partitions: {status}" };
        PreparationReports.Publish(report);
        if (status == TfLiteStatus.Ok)
        {
            prepared?.Invoke((nint)context, report);
        }

        return status;
    }

    /// <summary>The compiled partition that a new kernel stands for.</summary>
    internal CompiledPartition Take(TfLiteContext* context, ReadOnlySpan<int> nodes)
    {
        if (claimed.TryGetValue((nint)context, out var partitions))
        {
            for (var i = 0; i < partitions.Count; i++)
            {
                if (partitions[i].Nodes.AsSpan().SequenceEqual(nodes))
                {
                    var partition = partitions[i];
                    partitions.RemoveAt(i);
                    return partition;
                }
            }
        }

        throw new InvalidOperationException($"TFLite made a partition of nodes {string.Join(',', nodes.ToArray())}, which was not announced");
    }

    private DelegationPlan Plan(TfLiteContext* context)
    {
        GraphReader host;
        try
        {
            host = new GraphReader(context, graphDelegate?.Options.CustomOperators ?? CustomOperators.Known, runtime?.Invoke((nint)context));
        }
        catch (Exception e)
        {
            return new([], DelegationReport.Untouched(0, e.Message));
        }

        var plan = Plan(host);
        return plan with { Report = plan.Report with { UnsoundNodes = NodeRules.Violations(host.Nodes) } };
    }

    private DelegationPlan Plan(GraphReader host)
    {
        try
        {
            if (graphDelegate is null)
            {
                var nodes = host.Nodes.Length;
                return new([], GraphRules.Violation(host) is { } violation
                    ? DelegationReport.Untouched(nodes, violation)
                    : new(nodes, [], [], unavailable ?? "there is no backend"));
            }

            var plan = graphDelegate.Plan(host);
            return plan.Partitions.IsEmpty ? plan : Confirm(host, plan);
        }
        catch (Exception e)
        {
            return new([], new(host.Nodes.Length, [], [], $"{e.GetType().Name}: {e.Message}"));
        }
    }

    /// <summary>Without the nodes that options or a failed compilation left out, TFLite may cut the graph in other places.</summary>
    private static DelegationPlan Confirm(GraphReader host, DelegationPlan plan)
    {
        var announced = host.Partition(AllNodes(plan.Partitions));
        if (announced.Length == plan.Partitions.Length
            && announced.All(partition => plan.Partitions.Any(compiled => compiled.Nodes.AsSpan().SequenceEqual(partition.Nodes.AsSpan()))))
        {
            return plan;
        }

        foreach (var partition in plan.Partitions)
        {
            partition.Dispose();
        }

        var failure = $"TFLite would make {announced.Length} partitions of the {plan.Partitions.Length} that were compiled";
        return new([], plan.Report with { Partitions = [], Failure = failure });
    }

    private TfLiteStatus Claim(TfLiteContext* context, TfLiteDelegate* self, ImmutableArray<CompiledPartition> partitions)
    {
        var waiting = new List<CompiledPartition>(partitions);
        claimed[(nint)context] = waiting;
        try
        {
            using var nodes = new TfLiteIntArrayHandle(AllNodes(partitions).AsSpan());
            return context->ReplaceNodeSubsetsWithDelegateKernels(context, DelegateCallbacks.Registration(), nodes.Pointer, self);
        }
        finally
        {
            claimed.TryRemove((nint)context, out _);
            waiting.ForEach(partition => partition.Dispose());
        }
    }

    private static ImmutableArray<int> AllNodes(ImmutableArray<CompiledPartition> partitions) =>
        [.. partitions.SelectMany(partition => partition.Nodes).Order()];
}
