using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Makes nodes for the kernels of integers out of com.microsoft's QLinearConv of channels-last images, with constant weights packed, and with
/// the limits that follow taken in.
/// </summary>
internal static class IntegerFusion
{
    public static void Apply(OnnxGraph graph, KernelTarget target)
    {
        var constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(node => node is { Operator: "QLinearConv", Domain: OnnxGraph.Microsoft }).ToArray())
        {
            if (IntegerConvolutionNode.Of(graph, constants, node) is { } convolution && IntegerKernels.Support(convolution.Window, target))
            {
                Replace(graph, constants, convolution, target);
            }
        }

        graph.RemoveUnreadConstants();
    }

    private static void Replace(OnnxGraph graph, Dictionary<string, OnnxValue> constants, IntegerConvolutionNode convolution, KernelTarget target)
    {
        var (last, low, high) = (convolution.Node, byte.MinValue, byte.MaxValue);
        while (!graph.Outputs.Any(output => output.Name == last.Outputs[0])
            && graph.Readers(last.Outputs[0]).Take(2).ToArray() is [{ Operator: "Clip", Domain: "", Inputs.Length: 3 } clip]
            && Limit(clip.Inputs[1]) is { } lowest && Limit(clip.Inputs[2]) is { } highest && lowest <= highest)
        {
            (low, high) = (Math.Clamp(low, lowest, highest), Math.Clamp(high, lowest, highest));
            graph.Remove(last);
            last = clip;
        }

        var window = convolution.Window;
        var packed = graph.Constant(OrtElementType.UInt8, [checked((int)IntegerKernels.PackedBytes(window, target))], new HostData(() =>
        {
            var memory = PackedMemory.Allocate(checked((int)IntegerKernels.PackedBytes(window, target)));
            IntegerKernels.Pack(window, convolution.Weights(low, high), target, memory.Span);
            return memory;
        }));
        graph.Replace(last, new(
            WindowOperator.IntegerName,
            WindowOperator.Domain,
            convolution.Node.Name,
            [convolution.Node.Inputs[0], packed.Name],
            last.Outputs,
            WindowOperator.Attributes(window.Operation, target, graph.Computed(last.Outputs[0])!.Shape, new WindowStage(window.Shape, OutputRange.Unlimited))));

        byte? Limit(string name) => constants.GetValueOrDefault(name) is { Type: OrtElementType.UInt8, Data: { } data } ? data.Bytes.Span[0] : null;
    }
}

/// <summary>A QLinearConv whose operands are constants, but for the image.</summary>
internal sealed class IntegerConvolutionNode
{
    private readonly float inputScale;
    private readonly float outputScale;
    private readonly byte inputZero;
    private readonly byte outputZero;
    private readonly int weightZero;
    private readonly OnnxValue filter;
    private readonly OnnxValue filterScale;
    private readonly OnnxValue? bias;

    private IntegerConvolutionNode(OnnxNode node, IntegerWindow window, OnnxValue?[] operands)
    {
        (Node, Window, filter, filterScale, bias) = (node, window, operands[3]!, operands[4]!, operands.ElementAtOrDefault(8));
        (inputScale, inputZero) = (Scalar<float>(operands[1]!), Scalar<byte>(operands[2]!));
        (outputScale, outputZero) = (Scalar<float>(operands[6]!), Scalar<byte>(operands[7]!));
        weightZero = Scalar<sbyte>(operands[5]!);
    }

    public OnnxNode Node { get; }

    public IntegerWindow Window { get; }

    /// <summary>Null where it is another's: with an operand that is computed, with several groups of several channels, or with unsigned weights.</summary>
    public static IntegerConvolutionNode? Of(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node)
    {
        var operands = node.Inputs.Select(constants.GetValueOrDefault).ToArray();
        var image = graph.Computed(node.Inputs[0]) ?? graph.Inputs.FirstOrDefault(input => input.Name == node.Inputs[0]);
        var lists = node.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Integers, StringComparer.Ordinal);
        var group = List("group", 1)[0];
        if (image is not { Type: OrtElementType.UInt8 } || List("channels_last", 0)[0] == 0
            || operands.Skip(1).Any(operand => operand is null)
            || operands[3] is not { Type: OrtElementType.Int8, Rank: 4 } filter
            || (group != 1 && (group != image.Shape[3] || group != filter.Shape[0])))
        {
            return null;
        }

        var output = graph.Computed(node.Outputs[0])!.Shape;
        var (strides, dilations, pads) = (List("strides", 1, 1), List("dilations", 1, 1), List("pads", 0, 0, 0, 0));
        var shape = new WindowShape
        {
            Batch = image.Shape[0],
            Height = image.Shape[1],
            Width = image.Shape[2],
            Channels = image.Shape[3],
            OutputHeight = output[1],
            OutputWidth = output[2],
            Filters = filter.Shape[0],
            KernelHeight = filter.Shape[2],
            KernelWidth = filter.Shape[3],
            StrideY = (int)strides[0],
            StrideX = (int)strides[1],
            DilationY = (int)dilations[0],
            DilationX = (int)dilations[1],
            PadTop = (int)pads[0],
            PadLeft = (int)pads[1],
            Depthwise = group != 1,
        };
        return new(node, new(shape, IsWide: Scalar<sbyte>(operands[5]!) != 0), operands);

        ImmutableArray<long> List(string name, params ImmutableArray<long> usual) => lists.GetValueOrDefault(name, usual);
    }

    /// <summary>The scale of a filter's products is computed as ONNX Runtime computes it.</summary>
    public IntegerWeights Weights(byte low, byte high)
    {
        var scales = MemoryMarshal.Cast<byte, float>(filterScale.Data!.Bytes.Span);
        var factors = new float[Window.Shape.Filters];
        for (var i = 0; i < factors.Length; i++)
        {
            factors[i] = inputScale * scales[scales.Length == 1 ? 0 : i] / outputScale;
        }

        var biases = bias is null ? new int[factors.Length] : MemoryMarshal.Cast<byte, int>(bias.Data!.Bytes.Span).ToArray();
        return new(Filter(), biases, factors, new(inputZero, outputZero, low, high));
    }

    /// <summary>From [filters, channels, height, width] to the kernels' order, without the zero point.</summary>
    private short[] Filter()
    {
        var source = MemoryMarshal.Cast<byte, sbyte>(filter.Data!.Bytes.Span);
        var (filters, channels, taps) = (filter.Shape[0], filter.Shape[1], Window.Shape.Taps);
        var result = new short[source.Length];
        for (var (i, f) = (0, 0); f < filters; f++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var tap = 0; tap < taps; tap++, i++)
                {
                    result[Window.Shape.Depthwise ? (tap * filters) + f : (((f * taps) + tap) * channels) + channel] = (short)(source[i] - weightZero);
                }
            }
        }

        return result;
    }

    private static T Scalar<T>(OnnxValue constant)
        where T : unmanaged => MemoryMarshal.Read<T>(constant.Data!.Bytes.Span);
}
