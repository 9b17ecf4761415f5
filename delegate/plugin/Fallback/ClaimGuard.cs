using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Plugin.Fallback;

/// <summary>
/// Stands between XNNPACK and TFLite while XNNPACK claims its nodes: what it cannot set up is not claimed. TFLite would hear of such a
/// kernel only once the nodes are gone, and answer with no interpreter at all. While it lives, the context's claim leads here; the kernels
/// that are made for a trial are the ones that TFLite gets.
/// </summary>
internal sealed unsafe class ClaimGuard : IDisposable
{
    [ThreadStatic]
    private static ClaimGuard? current;

    private readonly TfLiteContext* context;
    private readonly delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteRegistration, TfLiteIntArray*, TfLiteDelegate*, TfLiteStatus> claim;
    private readonly ImmutableSortedDictionary<int, string> unsound;
    private readonly ImmutableArray<NodeInfo> graph;
    private readonly List<(int[] Nodes, nint Kernel)> kernels = [];
    private TfLiteRegistration own;
    private bool isGuarded;

    /// <param name="unsound">The nodes that are never claimed, and why.</param>
    /// <param name="graph">The graph's nodes with the shapes that it has now.</param>
    public ClaimGuard(TfLiteContext* context, ImmutableSortedDictionary<int, string> unsound, ImmutableArray<NodeInfo> graph)
    {
        this.context = context;
        this.unsound = unsound;
        this.graph = graph;
        claim = context->ReplaceNodeSubsetsWithDelegateKernels;
        current = this;
        context->ReplaceNodeSubsetsWithDelegateKernels = &Claim;
    }

    /// <summary>Why XNNPACK did not get nodes that it wanted; null where it got them all.</summary>
    public string? Objection { get; private set; }

    public void Dispose()
    {
        context->ReplaceNodeSubsetsWithDelegateKernels = claim;
        current = null;
        Release();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static TfLiteStatus Claim(TfLiteContext* context, TfLiteRegistration registration, TfLiteIntArray* nodes, TfLiteDelegate* target)
    {
        try
        {
            return current!.Claim(registration, TfLiteIntArray.Elements(nodes).ToArray(), target);
        }
        catch (Exception)
        {
            // Nothing is claimed yet, and the caller of XNNPACK's prepare reports the status.
            return TfLiteStatus.DelegateError;
        }
    }

    /// <summary>A kernel's init: the one that was made for the trial.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Take(TfLiteContext* context, byte* buffer, nuint length)
    {
        var guard = current!;
        var kernels = guard.kernels;
        var wanted = TfLiteIntArray.Elements(((TfLiteDelegateParams*)buffer)->NodesToReplace);
        for (var i = 0; i < kernels.Count; i++)
        {
            if (wanted.SequenceEqual(kernels[i].Nodes))
            {
                var kernel = kernels[i].Kernel;
                kernels.RemoveAt(i);
                if (guard.isGuarded)
                {
                    LeftoverKernel.Add(context, kernel, guard.own, guard.graph, wanted);
                }

                return (void*)kernel;
            }
        }

        return null;
    }

    private TfLiteStatus Claim(TfLiteRegistration registration, int[] nodes, TfLiteDelegate* target)
    {
        (own, isGuarded) = (registration, !target->Flags.HasFlag(TfLiteDelegateFlags.AllowDynamicTensors));
        nodes = [.. nodes.Where(IsSound)];
        while (nodes.Length > 0 && TryOut(registration, nodes, target) is { Count: > 0 } failed)
        {
            Release();
            nodes = [.. nodes.Where(node => !failed.Contains(node))];
        }

        if (nodes.Length == 0)
        {
            return TfLiteStatus.Ok;
        }

        registration = isGuarded ? LeftoverKernel.Guarded(registration) : registration;
        registration.Init = &Take;
        using var claimed = new TfLiteIntArrayHandle(nodes);
        return claim(context, registration, claimed.Pointer, target);
    }

    /// <summary>False, too, for a node one of whose tensors has no elements: XNNPACK divides by them, or runs over the end.</summary>
    private bool IsSound(int index)
    {
        if (unsound.TryGetValue(index, out var violation))
        {
            Objection = violation;
            return false;
        }

        TfLiteNode* node;
        TfLiteRegistration* registration;
        if (context->GetNodeAndRegistration(context, index, &node, &registration) != TfLiteStatus.Ok)
        {
            return false;
        }

        foreach (var tensor in (ReadOnlySpan<int>)[.. TfLiteIntArray.Elements(node->Inputs), .. TfLiteIntArray.Elements(node->Outputs)])
        {
            if (tensor >= 0 && TfLiteIntArray.Elements(context->Tensors[tensor].Dims).Contains(0))
            {
                Objection = $"tensor {tensor} has no elements";
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a kernel of each partition; the nodes of those of which none can be made.</summary>
    private HashSet<int> TryOut(TfLiteRegistration registration, int[] nodes, TfLiteDelegate* target)
    {
        using var wanted = new TfLiteIntArrayHandle(nodes);
        TfLiteDelegateParams* partitions;
        int count;
        if (context->PreviewDelegatePartitioning(context, wanted.Pointer, &partitions, &count) != TfLiteStatus.Ok)
        {
            Objection = "TFLite does not say how it would partition the graph";
            return [.. nodes];
        }

        var failed = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            var members = TfLiteIntArray.Elements(partitions[i].NodesToReplace).ToArray();
            if (Objectionable(registration, partitions[i], members, target) is { } reason)
            {
                Objection = reason;
                failed.UnionWith(members);
            }
        }

        return failed;
    }

    private string? Objectionable(TfLiteRegistration registration, TfLiteDelegateParams partition, int[] members, TfLiteDelegate* target)
    {
        if (TfLiteIntArray.Elements(partition.OutputTensors).IsEmpty)
        {
            // XNNPACK runs such a graph through null.
            return "nothing is read of what it would run";
        }

        partition.Delegate = target;
        var kernel = registration.Init(context, (byte*)&partition, (nuint)sizeof(TfLiteDelegateParams));
        if (kernel is null)
        {
            return "it cannot set up its runtime";
        }

        kernels.Add((members, (nint)kernel));
        return null;
    }

    /// <summary>What was made and not taken.</summary>
    private void Release()
    {
        foreach (var (_, kernel) in kernels)
        {
            own.Free(context, (void*)kernel);
        }

        kernels.Clear();
    }
}
