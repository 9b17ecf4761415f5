using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Plugin.Fallback;

/// <summary>
/// A kernel of an XNNPACK that knows fixed sizes only, in a graph whose inputs the host may resize: TFLite would run it on, past the ends of its
/// tensors. It is made anew for other sizes, as TFLite does where a delegate of fixed sizes is its own.
/// </summary>
internal sealed unsafe class LeftoverKernel
{
    /// <summary>By what XNNPACK made, which the kernel's node refers to.</summary>
    private static readonly ConcurrentDictionary<nint, LeftoverKernel> all = [];

    private readonly TfLiteRegistration xnnpack;
    private readonly delegate* unmanaged[Cdecl]<TfLiteContext*, int, TfLiteNode**, TfLiteRegistration**, TfLiteStatus> getNode;
    private readonly delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteIntArray**, TfLiteStatus> getPlan;
    private readonly ImmutableArray<NodeInfo> nodes;

    /// <summary>The tensors from whose shapes all others follow, with those that the kernel was made for.</summary>
    private ImmutableArray<TensorInfo> inputs;

    /// <param name="registration">XNNPACK's own.</param>
    /// <param name="graph">The graph's nodes with the shapes that the kernel was made for.</param>
    private LeftoverKernel(TfLiteContext* context, TfLiteRegistration registration, ImmutableArray<NodeInfo> graph, ReadOnlySpan<int> members)
    {
        xnnpack = registration;

        // TFLite forbids kernels these two, which XNNPACK reads its nodes with; they are its own functions all the same.
        getNode = context->GetNodeAndRegistration;
        getPlan = context->GetExecutionPlan;
        var claimed = members.ToArray().ToHashSet();
        nodes = [.. graph.Where(node => claimed.Contains(node.Index))];
        inputs = ShapeInference.Sources(nodes);
    }

    /// <summary>XNNPACK's registration, its kernels made anew where they have to be.</summary>
    public static TfLiteRegistration Guarded(TfLiteRegistration registration)
    {
        registration.Prepare = &Prepare;
        registration.Free = &Free;
        return registration;
    }

    /// <summary>Takes over a kernel of that registration's.</summary>
    public static void Add(TfLiteContext* context, nint kernel, TfLiteRegistration registration, ImmutableArray<NodeInfo> graph, ReadOnlySpan<int> members) =>
        all[kernel] = new(context, registration, graph, members);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node)
    {
        try
        {
            var kernel = all[(nint)node->UserData];
            kernel.Fit(context, node);
            return kernel.xnnpack.Prepare(context, node);
        }
        catch (Exception e)
        {
            HostLog.Report(context, $"XNNPACK: {e.Message}");
            return TfLiteStatus.Error;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(TfLiteContext* context, void* userData)
    {
        if (all.TryRemove((nint)userData, out var kernel))
        {
            kernel.xnnpack.Free(context, userData);
        }
    }

    private void Fit(TfLiteContext* context, TfLiteNode* node)
    {
        ImmutableArray<TensorInfo> now = [.. inputs.Select(input => input with { Shape = TensorSizes.Of(context, input.Index) })];
        if (now.Zip(inputs).All(pair => pair.First.Shape.AsSpan().SequenceEqual(pair.Second.Shape.AsSpan())))
        {
            return;
        }

        foreach (var output in ShapeInference.Apply(nodes, now).SelectMany(member => member.Outputs))
        {
            if (output.Unreadable is not null)
            {
                throw new InvalidOperationException($"tensor '{output.Name}': {output.Unreadable}");
            }

            TensorSizes.Resize(context, output.Index, output.Shape.AsSpan());
        }

        var made = Make(context, (TfLiteDelegateParams*)node->BuiltinData);
        if (made is null)
        {
            throw new InvalidOperationException($"it cannot set up its runtime for {string.Join(", ", now.Select(tensor => $"'{tensor.Name}' of {tensor}"))}");
        }

        all.TryRemove((nint)node->UserData, out _);
        xnnpack.Free(context, node->UserData);
        node->UserData = made;
        inputs = now;
        all[(nint)made] = this;
    }

    private void* Make(TfLiteContext* context, TfLiteDelegateParams* parameters)
    {
        var forbiddenNode = context->GetNodeAndRegistration;
        var forbiddenPlan = context->GetExecutionPlan;
        try
        {
            context->GetNodeAndRegistration = getNode;
            context->GetExecutionPlan = getPlan;
            return xnnpack.Init(context, (byte*)parameters, (nuint)sizeof(TfLiteDelegateParams));
        }
        finally
        {
            context->GetNodeAndRegistration = forbiddenNode;
            context->GetExecutionPlan = forbiddenPlan;
        }
    }
}
