using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>
/// A graph that needs nothing but kernels of webnn/kernels: they run one after the other over the caller's memory and some of ours, without a
/// session. Everything that a run needs is made when the graph is, the kernels' machine code included, but for what .NET compiles of a large graph's.
/// </summary>
internal sealed unsafe class KernelGraph : MLGraph
{
    /// <summary>Products of a graph that is run whole to compile its kernels: a few milliseconds.</summary>
    private const long MostWarmUpProducts = 1L << 30;

    private readonly Lock gate = new();
    private readonly KernelCall[] calls;
    private readonly MemoryHandle[] constants;
    private readonly AlignedMemory memory;
    private readonly NativeArena arena = new();
    private readonly KernelPorts inputs;
    private readonly KernelPorts outputs;
    private bool disposed;

    private KernelGraph(KernelPlan plan, OnnxGraph graph, MLGraphDefinition definition)
    {
        (Inputs, Outputs) = (GraphPorts.Of(definition.Inputs), GraphPorts.Of(definition.Outputs));
        (calls, constants) = (new KernelCall[plan.Steps.Count], new MemoryHandle[plan.Constants.Count]);
        memory = new(plan.MemoryBytes / sizeof(float));
        try
        {
            for (var i = 0; i < constants.Length; i++)
            {
                constants[i] = plan.Constants[i].Data!.Bytes.Pin();
            }

            inputs = new(arena, graph.Inputs, Inputs, areInputs: true, calls, plan);
            outputs = new(arena, graph.Outputs, Outputs, areInputs: false, calls, plan);
            for (var i = 0; i < calls.Length; i++)
            {
                var step = plan.Steps[i];
                calls[i] = new() { Kernel = step.Kernel.Create(shares: 1), Buffers = new(Fixed(plan, step.Input), Fixed(plan, step.Filter), Fixed(plan, step.Sum), Fixed(plan, step.Output)) };
            }
        }
        catch
        {
            Release();
            throw;
        }
    }

    public override string Runner => "own kernels, without a session";

    public override ImmutableArray<MLGraphPort> Inputs { get; }

    public override ImmutableArray<MLGraphPort> Outputs { get; }

    /// <summary>A graph for what a definition was lowered to, where kernels compute all of it.</summary>
    /// <inheritdoc cref="KernelPlan.TryMake"/>
    /// <exception cref="OutOfMemoryException">There is not enough memory for it.</exception>
    public static bool TryMake(
        OnnxGraph graph, KernelTarget target, KernelTarget? integers, MLGraphDefinition definition, [NotNullWhen(true)] out KernelGraph? made)
    {
        made = KernelPlan.TryMake(graph, target, integers, out var plan) ? new(plan, graph, definition) : null;
        made?.WarmUp(plan!.Products <= MostWarmUpProducts);
        return made is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (this.inputs.Bind(inputs) | this.outputs.Bind(outputs))
            {
                this.inputs.StageOverlaps(this.outputs);
            }

            foreach (ref var call in calls.AsSpan())
            {
                call.Kernel.Prepare(call.Buffers);
                call.Kernel.Run(call.Buffers, 0);
            }

            this.outputs.Finish(outputs);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        lock (gate)
        {
            if (!disposed)
            {
                disposed = true;
                Release();
            }
        }
    }

    /// <summary>The address of what does not move; null of nothing, and of the caller's memory.</summary>
    private nint Fixed(KernelPlan plan, string? name) => name is null ? 0 : plan.PlaceOf(name) switch
    {
        { Kind: KernelPlaceKind.Constant, Index: var index } => (nint)constants[index].Pointer,
        { Kind: KernelPlaceKind.Memory, Index: var first, Offset: var offset } => (nint)((byte*)memory.Pointer + first + offset),
        _ => 0,
    };

    /// <summary>One run over memory of nobody's, so that the first one of the caller's compiles nothing.</summary>
    /// <param name="whole">Else one step of each kernel's type, for a run takes long: what other steps of it need is compiled when they run.</param>
    private void WarmUp(bool whole)
    {
        if (!RuntimeFeature.IsDynamicCodeCompiled)
        {
            return;
        }

        MLBuffer[] buffers = [.. Inputs.Concat(Outputs).Select(port => Zeros(port.Descriptor))];
        try
        {
            Span<MLBuffer> given = buffers.AsSpan(0, Inputs.Length), results = buffers.AsSpan(Inputs.Length);
            if (whole)
            {
                Compute(given, results);
            }
            else
            {
                RunOneOfEach(given, results);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            Array.ForEach(buffers, buffer => NativeMemory.Free((void*)buffer.Address));
        }

        static MLBuffer Zeros(MLOperandDescriptor descriptor) => new((nint)NativeMemory.AllocZeroed((nuint)descriptor.ByteLength), (nuint)descriptor.ByteLength);
    }

    private void RunOneOfEach(ReadOnlySpan<MLBuffer> given, ReadOnlySpan<MLBuffer> results)
    {
        var known = new HashSet<Type>();
        _ = inputs.Bind(given) | outputs.Bind(results);
        foreach (ref var call in calls.AsSpan())
        {
            if (known.Add(call.Kernel.GetType()))
            {
                call.Kernel.Prepare(call.Buffers);
                call.Kernel.Run(call.Buffers, 0);
            }
        }
    }

    private void Release()
    {
        foreach (var call in calls)
        {
            call.Kernel?.Dispose();
        }

        foreach (var constant in constants)
        {
            constant.Dispose();
        }

        memory.Dispose();
        arena.Dispose();
    }
}
