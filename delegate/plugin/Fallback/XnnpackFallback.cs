using System.Collections.Concurrent;
using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Plugin.Fallback;

/// <summary>
/// Offers what WebNN left to XNNPACK, for hosts that do not. One XNNPACK delegate per interpreter, as XNNPACK wants it, kept until this is
/// disposed: nobody tells when an interpreter ends. What goes wrong here leaves the nodes to TFLite's own kernels.
/// </summary>
internal sealed unsafe class XnnpackFallback(int threads) : IDisposable
{
    private readonly ConcurrentDictionary<nint, (nint Delegate, XnnpackLibrary Library)> delegates = [];

    /// <param name="unsound">The nodes that it may not have, and why.</param>
    /// <param name="graph">The graph's nodes with the shapes that it has now.</param>
    public FallbackOutcome Prepare(TfLiteContext* context, ImmutableSortedDictionary<int, string> unsound, ImmutableArray<NodeInfo> graph)
    {
        if (Remaining(context).IsEmpty)
        {
            return FallbackOutcome.None("nothing is left");
        }

        if (!delegates.TryGetValue((nint)context, out var xnnpack))
        {
            if (XnnpackLibrary.Of(context) is not { } library)
            {
                return FallbackOutcome.None("its functions are not in the process, or the host hides and applies it");
            }

            xnnpack = ((nint)library.Create(Threads(context)), library);
            if (xnnpack.Delegate == 0)
            {
                return FallbackOutcome.None($"{library.Path}: it does not start");
            }

            delegates[(nint)context] = xnnpack;
        }

        var target = (TfLiteDelegate*)xnnpack.Delegate;
        TfLiteStatus status;
        string? objection;
        using (var guard = new ClaimGuard(context, unsound, graph))
        {
            status = target->Prepare(context, target);
            objection = guard.Objection;
        }

        var nodes = NodesOf(context, target);
        var reason = status != TfLiteStatus.Ok ? $"it answered {status}" : nodes.IsEmpty ? objection ?? "it takes none of them" : null;
        return new(xnnpack.Library.Path, xnnpack.Library.Version, nodes, reason);
    }

    /// <summary>The nodes that no delegate runs.</summary>
    public static ImmutableArray<int> Remaining(TfLiteContext* context)
    {
        var left = ImmutableArray.CreateBuilder<int>();
        foreach (var index in Plan(context))
        {
            if (Node(context, index, out var registration) is not null && registration->BuiltinCode != (int)BuiltinOperator.Delegate)
            {
                left.Add(index);
            }
        }

        return left.ToImmutable();
    }

    public void Dispose()
    {
        foreach (var (xnnpack, library) in delegates.Values)
        {
            library.Delete((TfLiteDelegate*)xnnpack);
        }

        delegates.Clear();
    }

    private int Threads(TfLiteContext* context) => threads > 0 ? threads : Math.Max(1, context->RecommendedNumThreads);

    /// <summary>The model's nodes behind a delegate's kernels.</summary>
    private static ImmutableArray<int> NodesOf(TfLiteContext* context, TfLiteDelegate* target)
    {
        var nodes = ImmutableArray.CreateBuilder<int>();
        foreach (var index in Plan(context))
        {
            var node = Node(context, index, out var registration);
            if (node is not null && registration->BuiltinCode == (int)BuiltinOperator.Delegate && node->Delegate == target)
            {
                nodes.AddRange(TfLiteIntArray.Elements(((TfLiteDelegateParams*)node->BuiltinData)->NodesToReplace));
            }
        }

        return nodes.ToImmutable();
    }

    private static int[] Plan(TfLiteContext* context)
    {
        TfLiteIntArray* plan;
        return context->GetExecutionPlan(context, &plan) == TfLiteStatus.Ok ? TfLiteIntArray.Elements(plan).ToArray() : [];
    }

    private static TfLiteNode* Node(TfLiteContext* context, int index, out TfLiteRegistration* registration)
    {
        TfLiteNode* node;
        TfLiteRegistration* found;
        var status = context->GetNodeAndRegistration(context, index, &node, &found);
        registration = found;
        return status == TfLiteStatus.Ok ? node : null;
    }
}
