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
/// Called at the end of each preparation that claimed what it planned, on the thread that prepares, with the TfLiteContext and what was planned.
/// </param>
/// <param name="runtime">Answers what runs a TfLiteContext; null where nothing is known of it.</param>
/// <param name="owned">What is disposed with it; by default the context of <paramref name="graphDelegate"/>.</param>
public sealed unsafe class DelegateBorder(
    GraphDelegate? graphDelegate,
    string? unavailable = null,
    Action<nint, DelegationPlan>? prepared = null,
    Func<nint, HostRuntime>? runtime = null,
    IDisposable? owned = null) : IDisposable
{
    /// <summary>Partitions between their claim and their kernel's init, by the context that is being prepared; compiled where their sizes are known.</summary>
    private readonly ConcurrentDictionary<nint, List<(PartitionRecipe Recipe, CompiledPartition? Compiled)>> claimed = [];
    private int users;

    /// <summary>Whether a preparation runs, or an interpreter has a kernel of it.</summary>
    public bool IsInUse => Volatile.Read(ref users) > 0;

    public void Dispose() => (owned ?? graphDelegate?.Context)?.Dispose();

    /// <summary>To be called by whoever begins to use it.</summary>
    internal void Enter() => Interlocked.Increment(ref users);

    internal void Leave() => Interlocked.Decrement(ref users);

    /// <summary>
    /// Plans, compiles and only then claims. Up to the claim nothing that goes wrong is the host's concern: it gets a line of text, and runs
    /// the model itself.
    /// </summary>
    internal TfLiteStatus Prepare(TfLiteContext* context, TfLiteDelegate* self)
    {
        if (Plan(context, self) is not { } plan)
        {
            return TfLiteStatus.Ok;
        }

        var status = TfLiteStatus.Ok;
        if (plan.Report.Failure is { } failure)
        {
            HostLog.Report(context, $"{failure}; TFLite runs the model without it");
        }

        if (!plan.Recipes.IsEmpty)
        {
            status = Claim(context, self, plan);
        }

        var report = status == TfLiteStatus.Ok
            ? plan.Report
            : plan.Report with { Partitions = [], Failure = $"TFLite refused the partitions: {status}" };
        PreparationReports.Publish(report);
        if (status == TfLiteStatus.Ok && prepared is not null)
        {
            Propagate(context, plan);
            prepared((nint)context, plan with { Report = report });
        }

        return status;
    }

    /// <summary>The partition that a new kernel stands for.</summary>
    internal (PartitionRecipe Recipe, CompiledPartition? Compiled) Take(TfLiteContext* context, ReadOnlySpan<int> nodes)
    {
        if (claimed.TryGetValue((nint)context, out var partitions))
        {
            for (var i = 0; i < partitions.Count; i++)
            {
                if (partitions[i].Recipe.Nodes.AsSpan().SequenceEqual(nodes))
                {
                    var partition = partitions[i];
                    partitions.RemoveAt(i);
                    return partition;
                }
            }
        }

        throw new InvalidOperationException($"TFLite made a partition of nodes {string.Join(',', nodes.ToArray())}, which was not announced");
    }

    /// <summary>Null where a host asks again about a graph of which it has kernels already.</summary>
    private DelegationPlan? Plan(TfLiteContext* context, TfLiteDelegate* self)
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

        if (host.Claimants.Contains((nint)self))
        {
            return null;
        }

        var plan = Plan(host);
        return plan with { Report = plan.Report with { UnsoundNodes = Unsound(plan, host) } };
    }

    /// <summary>The nodes that no other delegate may have: it would take the shapes of their tensors for certain.</summary>
    private static ImmutableSortedDictionary<int, string> Unsound(DelegationPlan plan, GraphReader host)
    {
        var unsound = NodeRules.Violations(host.Nodes);
        foreach (var node in host.Nodes)
        {
            if (node.Inputs.Concat(node.Outputs).FirstOrDefault(tensor => tensor is not null && plan.Uncertain.Contains(tensor.Index)) is { } tensor
                && !unsound.ContainsKey(node.Index))
            {
                unsound = unsound.Add(node.Index, $"#{node.Index} {node.Name}: the size of tensor '{tensor.Name}' may be known only when the model runs");
            }
        }

        return unsound;
    }

    private DelegationPlan Plan(GraphReader host)
    {
        try
        {
            if (graphDelegate is null)
            {
                return GraphRules.Violation(host) is { } violation
                    ? new([], DelegationReport.Untouched(host.Nodes.Length, violation))
                    : GraphDelegate.Leave(host, new(host.Nodes.Length, [], [], unavailable ?? "there is no backend"));
            }

            var plan = graphDelegate.Plan(host);
            return plan.Recipes.IsEmpty ? plan : Confirm(host, plan);
        }
        catch (Exception e)
        {
            return GraphDelegate.Leave(host, new(host.Nodes.Length, [], [], $"{e.GetType().Name}: {e.Message}"));
        }
    }

    /// <summary>Without the nodes that options or a failed compilation left out, TFLite may cut the graph in other places.</summary>
    private static DelegationPlan Confirm(GraphReader host, DelegationPlan plan)
    {
        var announced = host.Partition(AllNodes(plan));
        if (announced.Length == plan.Recipes.Length
            && announced.All(partition => plan.Recipes.Any(planned => planned.Nodes.AsSpan().SequenceEqual(partition.Nodes.AsSpan()))))
        {
            return plan;
        }

        foreach (var partition in plan.Partitions)
        {
            partition.Dispose();
        }

        var failure = $"TFLite would make {announced.Length} partitions of the {plan.Recipes.Length} that were planned";
        return plan with { Partitions = [], Recipes = [], Report = plan.Report with { Partitions = [], Failure = failure } };
    }

    private TfLiteStatus Claim(TfLiteContext* context, TfLiteDelegate* self, DelegationPlan plan)
    {
        var compiled = plan.Partitions.ToDictionary(partition => partition.Nodes[0]);
        List<(PartitionRecipe Recipe, CompiledPartition? Compiled)> waiting = [.. plan.Recipes.Select(recipe => (recipe, compiled.GetValueOrDefault(recipe.Nodes[0])))];
        claimed[(nint)context] = waiting;
        try
        {
            using var nodes = new TfLiteIntArrayHandle(AllNodes(plan).AsSpan());
            return context->ReplaceNodeSubsetsWithDelegateKernels(context, DelegateCallbacks.Registration(), nodes.Pointer, self);
        }
        finally
        {
            claimed.TryRemove((nint)context, out _);
            waiting.ForEach(partition => partition.Compiled?.Dispose());
        }
    }

    /// <summary>Gives tensors the sizes that TFLite has not given them yet, for those who are asked next.</summary>
    private static void Propagate(TfLiteContext* context, DelegationPlan plan)
    {
        foreach (var output in plan.Nodes.SelectMany(node => node.Outputs).Where(output => !plan.Uncertain.Contains(output.Index)))
        {
            TensorSizes.Resize(context, output.Index, output.Shape.AsSpan());
        }
    }

    private static ImmutableArray<int> AllNodes(DelegationPlan plan) => [.. plan.Recipes.SelectMany(recipe => recipe.Nodes).Order()];
}
