using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Operators;

namespace WebNN.OnnxRuntime.Layouts;

/// <summary>
/// Gives a graph of images with channels first those last, where own kernels run its convolutions: they have no others. What lies between
/// convolutions follows, so that transposes are left only where the graph gets images, gives them, or has an operator that does not follow.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>
    /// Products of floats for each element that has to be moved: a move takes as long as some tens of products, of which own kernels save a part. Bytes
    /// do not count: ONNX Runtime, too, moves the channels of quantized images for its products.
    /// </summary>
    private const long FewestProducts = 100;

    /// <param name="floats">What own kernels of floats are made for; null for none of them.</param>
    /// <param name="integers">What those of integers are made for; null for none of them.</param>
    public static MLGraphDefinition Apply(MLGraphDefinition definition, KernelTarget? floats, KernelTarget? integers)
    {
        if (Moved(definition, floats, integers) is not { } moved)
        {
            return definition;
        }

        return floats is null || moved.Products >= FewestProducts * (Transposed(moved.Definition) - Transposed(definition))
            ? moved.Definition
            : Apply(definition, null, integers);
    }

    /// <summary>The graph, and the products of its float convolutions that were moved; null where there is nothing to move.</summary>
    private static (MLGraphDefinition Definition, long Products)? Moved(MLGraphDefinition definition, KernelTarget? floats, KernelTarget? integers)
    {
        var convolutions = Movable(definition, floats, integers);
        if (convolutions.Count == 0)
        {
            return null;
        }

        var graph = new LayoutGraph(definition);
        foreach (var node in definition.Nodes)
        {
            Move(graph, node, convolutions.ContainsKey(node));
        }

        return (graph.Finish(), convolutions.Where(each => !each.Value).Sum(each => Products(each.Key)));
    }

    /// <summary>The convolutions that own kernels would run, and which of them are quantized.</summary>
    private static Dictionary<MLNode, bool> Movable(MLGraphDefinition definition, KernelTarget? floats, KernelTarget? integers)
    {
        var (quantized, uses) = (new QuantizedConvolutions(definition), new OperandUses(definition));
        var convolutions = new Dictionary<MLNode, bool>();
        foreach (var node in definition.Nodes.Where(IsChannelsFirst))
        {
            var isQuantized = quantized.Contains(node);
            if (isQuantized ? integers is not null : floats is not null && ChannelsLastWindow.WouldRun(node))
            {
                convolutions.Add(node, isQuantized);
            }
        }

        // Of these, ONNX Runtime makes one operator.
        foreach (var node in definition.Nodes.Where(node => Normalization.IsTakenIn(node, operand => uses.Of(operand) == 1)))
        {
            convolutions.Remove(node.Input(0).Producer!);
        }

        return convolutions;
    }

    private static void Move(LayoutGraph graph, MLNode node, bool isConvolution)
    {
        try
        {
            if (isConvolution)
            {
                LayoutOperators.Convolve(graph, node);
                return;
            }

            // Constants are what others look for as they are.
            if (!HostConstant.TryResolve(node.Output, out _) && LayoutOperators.Move(graph, node))
            {
                return;
            }
        }
        catch (UnsupportedException)
        {
            // It runs as the caller has it.
        }

        graph.Keep(node);
    }

    private static bool IsChannelsFirst(MLNode node) => node is { Operator: "conv2d", Options: MLConv2dOptions { InputLayout: MLInputOperandLayout.Nchw } };

    private static long Products(MLNode convolution) =>
        convolution.Output.Descriptor.ElementCount * (convolution.Input(1).Descriptor.ElementCount / convolution.Output.Shape[1]);

    /// <summary>The floats that transposes move.</summary>
    private static long Transposed(MLGraphDefinition definition) => definition.Nodes
        .Where(node => node.Operator is "transpose" && node.Output.DataType.IsFloat() && !HostConstant.TryResolve(node.Output, out _))
        .Sum(node => node.Output.Descriptor.ElementCount);
}
