using System.Collections.Immutable;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A kernel, and the memory that it runs on.</summary>
internal struct KernelCall
{
    public WindowKernel Kernel;
    public WindowBuffers Buffers;
}

/// <summary>The inputs or the outputs of a graph without a session: their addresses stand in the calls of its kernels.</summary>
internal sealed class KernelPorts : GraphPorts
{
    private readonly KernelCall[] calls;

    /// <summary>For each port the calls that it stands in, as what, and from which byte on.</summary>
    private readonly Use[][] uses;

    public KernelPorts(
        NativeArena arena, IReadOnlyList<OnnxValue> values, ImmutableArray<MLGraphPort> ports, bool areInputs, KernelCall[] calls, KernelPlan plan)
        : base(arena, values, ports, areInputs)
    {
        this.calls = calls;
        uses = new Use[values.Count][];
        for (var i = 0; i < uses.Length; i++)
        {
            uses[i] = Uses(plan, new(areInputs ? KernelPlaceKind.Input : KernelPlaceKind.Output, i));
        }
    }

    private enum Operand
    {
        Input,
        Sum,
        Output,
    }

    protected override void SetAddress(int index, nint address)
    {
        foreach (var (call, operand, offset) in uses[index])
        {
            ref var buffers = ref calls[call].Buffers;
            var first = address + (nint)offset;
            buffers = operand switch
            {
                Operand.Input => buffers with { Input = first },
                Operand.Sum => buffers with { Sum = first },
                _ => buffers with { Output = first },
            };
        }
    }

    private static Use[] Uses(KernelPlan plan, KernelPlace port)
    {
        var uses = new List<Use>();
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            Add(i, plan.Steps[i].Input, Operand.Input);
            Add(i, plan.Steps[i].Sum, Operand.Sum);
            Add(i, plan.Steps[i].Output, Operand.Output);
        }

        return [.. uses];

        void Add(int call, string? name, Operand operand)
        {
            if (name is not null && plan.PlaceOf(name) is var place && place with { Offset = 0 } == port)
            {
                uses.Add(new(call, operand, place.Offset));
            }
        }
    }

    private sealed record Use(int Call, Operand Operand, long Offset);
}
