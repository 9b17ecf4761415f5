using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Model;
using WebNN.OnnxRuntime.Operators;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Makes nodes of drafts: a convolution takes in the sum, the slopes and the limits that follow it, as long as nothing else reads what is
/// between, and its filter is packed. Zeros that give what is added as many channels are not made.
/// </summary>
internal static class WindowFusion
{
    public static void Apply(OnnxGraph graph, KernelTarget target)
    {
        var finished = new Dictionary<string, Finished>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(node => node is { Domain: WindowOperator.Domain, Operator: ChannelsLastWindow.Draft }).ToArray())
        {
            var fused = new Fused(graph, target, node);
            while (fused.TakeNext())
            {
            }

            var result = fused.Finish();
            if (finished.TryGetValue(result.Node.Inputs[0], out var expansion) && expansion.Sum is null && IsOnlyReader(graph, expansion, result)
                && WindowKernels.Expand(expansion.Stage.Shape, result.Stage.Shape, target))
            {
                Join(graph, target, expansion, result);
            }
            else
            {
                finished.Add(result.Node.Outputs[0], result);
            }
        }
    }

    private static bool IsOnlyReader(OnnxGraph graph, Finished expansion, Finished depthwise)
    {
        var name = expansion.Node.Outputs[0];
        return depthwise.Sum != name && graph.OnlyReader(name) is not null;
    }

    /// <summary>Makes one node of a dense convolution and the depthwise one that reads it.</summary>
    private static void Join(OnnxGraph graph, KernelTarget target, Finished expansion, Finished depthwise)
    {
        var (first, second) = (expansion.Packed, depthwise.Packed);
        var packed = graph.Constant(OrtElementType.Float, [first.Shape[0] + second.Shape[0]], new HostData(() =>
        {
            var joined = PackedMemory.Allocate((first.Shape[0] + second.Shape[0]) * sizeof(float));
            first.Data!.Bytes.CopyTo(joined);
            second.Data!.Bytes.CopyTo(joined[(first.Shape[0] * sizeof(float))..]);
            return joined;
        }));
        var attributes = WindowOperator.Attributes(
            WindowOperation.ExpandedConvolution, target, graph.Computed(depthwise.Node.Outputs[0])!.Shape, depthwise.Stage, expansion.Stage);
        graph.Replace(depthwise.Node, depthwise.Node with
        {
            Inputs = depthwise.Node.Inputs.SetItem(0, expansion.Node.Inputs[0]).SetItem(1, packed.Name),
            Attributes = attributes,
        });
        graph.Remove(expansion.Node);
    }

    /// <summary>A node of ours.</summary>
    /// <param name="Sum">What it adds to its result; null for nothing.</param>
    private sealed record Finished(OnnxNode Node, WindowStage Stage, OnnxValue Packed, string? Sum);

    /// <summary>A convolution and what it has taken in.</summary>
    private sealed class Fused
    {
        private readonly OnnxGraph graph;
        private readonly KernelTarget target;
        private readonly OnnxNode draft;
        private OnnxNode last;
        private string? sum;
        private int sumChannels;
        private OnnxValue? slopes;
        private float low = float.NegativeInfinity;
        private float high = float.PositiveInfinity;

        public Fused(OnnxGraph graph, KernelTarget target, OnnxNode draft) => (this.graph, this.target, this.draft, last) = (graph, target, draft, draft);

        private string Output => last.Outputs[0];

        private WindowShape Shape => WindowShape.FromIntegers(draft.Attributes[0].Integers.AsSpan());

        private bool IsLimited => low != float.NegativeInfinity || high != float.PositiveInfinity;

        /// <summary>Takes in the one node that reads the result.</summary>
        public bool TakeNext()
        {
            if (graph.OnlyReader(Output) is not { } next || !Takes(next))
            {
                return false;
            }

            graph.Remove(last);
            last = next;
            return true;
        }

        /// <summary>Puts the node where the last one that it took in was: its inputs are all there by then.</summary>
        public Finished Finish()
        {
            var shape = Shape with { SumChannels = sumChannels };
            var stage = new WindowStage(shape, new(low, high, slopes is not null));
            var (filter, bias) = (Constant(draft.Inputs[1])!, draft.Inputs.Length > 2 ? Constant(draft.Inputs[2]) : null);
            var negative = slopes;
            var packed = graph.Constant(
                OrtElementType.Float, [checked((int)WindowKernels.PackedSize(shape, target))], new HostData(() => Pack(shape, target, filter, bias, negative)));
            var node = new OnnxNode(
                WindowOperator.Name,
                WindowOperator.Domain,
                draft.Name,
                sum is null ? [draft.Inputs[0], packed.Name] : [draft.Inputs[0], packed.Name, sum],
                last.Outputs,
                WindowOperator.Attributes(WindowOperation.Convolution, target, graph.Computed(Output)!.Shape, stage));
            graph.Replace(last, node);
            return new(node, stage, packed, sum);
        }

        private bool Takes(OnnxNode next) => next switch
        {
            { Domain: "", Operator: "Relu" } => Limit(0, float.PositiveInfinity),
            { Domain: "", Operator: "Clip", Inputs.Length: 3 } =>
                Scalar(next.Inputs[1]) is { } minimum && Scalar(next.Inputs[2]) is { } maximum && Limit(minimum, maximum),
            { Domain: "", Operator: "Add" } => Add(next),
            { Domain: "", Operator: "PRelu" } => Slope(next),
            _ => false,
        };

        private bool Limit(float minimum, float maximum)
        {
            if (IsLimited)
            {
                return false;
            }

            (low, high) = (minimum, maximum);
            return true;
        }

        private bool Add(OnnxNode next)
        {
            var other = next.Inputs[0] == Output ? next.Inputs[1] : next.Inputs[0];
            if (IsLimited || sum is not null || slopes is not null || other == Output || !IsAsLarge(other))
            {
                return false;
            }

            sum = other;
            if (Widened(other) is { } widened && graph.Variable(widened.Inputs[0])!.Shape[^1] is var channels && WindowKernels.AddFewerChannels(Shape, channels, target))
            {
                (sum, sumChannels) = (widened.Inputs[0], channels);
                graph.Remove(widened);
            }

            return true;
        }

        /// <summary>The node that alone gives the next sum's operand more channels, all zeros, after those that it has; null for others.</summary>
        private OnnxNode? Widened(string name) =>
            graph.Nodes.FirstOrDefault(node => node.Outputs.Contains(name)) is { Domain: "", Operator: "Pad" } pad && graph.OnlyReader(name) is not null
            && pad.Texts("mode") is ["constant"] && (pad.Inputs.Length < 3 || Scalar(pad.Inputs[2]) == 0)
            && graph.Variable(pad.Inputs[0]) is not null && Constant(pad.Inputs[1]) is { Data: { } pads }
            && !MemoryMarshal.Cast<byte, long>(pads.Bytes.Span[..^sizeof(long)]).ContainsAnyExcept(0)
            ? pad
            : null;

        private bool Slope(OnnxNode next)
        {
            if (IsLimited || slopes is not null || next.Inputs[0] != Output
                || Constant(next.Inputs[1]) is not { } constant
                || constant.Data!.Bytes.Length / sizeof(float) != graph.Computed(Output)!.Shape[^1]
                || constant.Shape[^1] != graph.Computed(Output)!.Shape[^1])
            {
                return false;
            }

            slopes = constant;
            return true;
        }

        private bool IsAsLarge(string name) =>
            graph.Variable(name) is { } value && value.Shape.AsSpan().SequenceEqual(graph.Computed(Output)!.Shape.AsSpan());

        private float? Scalar(string name) =>
            Constant(name) is { Data.Bytes.Length: sizeof(float) } constant ? constant.Scalar<float>() : null;

        private OnnxValue? Constant(string name) => graph.Constants.FirstOrDefault(constant => constant.Name == name);
    }

    private static ReadOnlyMemory<byte> Pack(WindowShape shape, KernelTarget target, OnnxValue filter, OnnxValue? bias, OnnxValue? slopes)
    {
        var packed = PackedMemory.Allocate(checked((int)(WindowKernels.PackedSize(shape, target) * sizeof(float))));
        WindowKernels.Pack(shape, target, Floats(filter), Floats(bias), Floats(slopes), MemoryMarshal.Cast<byte, float>(packed.Span));
        return packed;
    }

    private static ReadOnlySpan<float> Floats(OnnxValue? constant) =>
        constant is null ? [] : MemoryMarshal.Cast<byte, float>(constant.Data!.Bytes.Span);
}
