using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A NhwcMaxPool, QLinearAveragePool or QLinearGlobalAveragePool of a channels-last image, with constant scales and zero points.</summary>
/// <param name="Node">Inputs of an average are the image, its scale and zero point, and those of the result.</param>
internal sealed record QuantizedPool(OnnxNode Node, WindowOperation Operation, WindowShape Shape, Dictionary<string, OnnxValue> Constants)
{
    /// <summary>Null where the node is another's.</summary>
    public static QuantizedPool? Of(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node)
    {
        if (node.Operator is not ("NhwcMaxPool" or "QLinearAveragePool" or "QLinearGlobalAveragePool")
            || graph.Variable(node.Inputs[0]) is not { Type: OrtElementType.UInt8, Rank: 4 } image)
        {
            return null;
        }

        var isMaximum = node.Operator is "NhwcMaxPool";
        if (isMaximum ? node.Domain != OnnxGraph.Microsoft : !NodeWindow.IsChannelsLast(node) || !node.Inputs.Skip(1).All(constants.ContainsKey))
        {
            return null;
        }

        var kernel = node.Integers("kernel_shape", image.Shape[1], image.Shape[2]);
        return new(
            node,
            isMaximum ? WindowOperation.IntegerMaximum : WindowOperation.IntegerAverage,
            NodeWindow.Of(node, image.Shape, ((int)kernel[0], (int)kernel[1]), graph.Computed(node.Outputs[0])!.Shape) with { Depthwise = true },
            constants);
    }

    /// <summary>What an average's kernel reads beside the image.</summary>
    public void Pack(byte low, byte high, Span<byte> packed) => new AverageScales(Scalar<float>(1), Scalar<float>(3))
        .Pack(new(Scalar<byte>(2), Scalar<byte>(4), low, high), packed);

    private T Scalar<T>(int input)
        where T : unmanaged => Constants[Node.Inputs[input]].Scalar<T>();
}
