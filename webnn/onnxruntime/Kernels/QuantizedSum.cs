using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A QLinearAdd of two images, or other tensors, of the same shape, neither of them constant.</summary>
/// <param name="Node">Its inputs are the first image, its scale and zero point, those of the second, and the scale and zero point of the sum.</param>
internal sealed record QuantizedSum(OnnxNode Node, Dictionary<string, OnnxValue> Constants)
{
    public string First => Node.Inputs[0];

    public string Second => Node.Inputs[3];

    /// <summary>Null where the node is another's.</summary>
    public static QuantizedSum? Of(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node) =>
        node is { Operator: "QLinearAdd", Domain: OnnxGraph.Microsoft, Inputs: [var a, _, _, var b, _, _, _, _] }
        && graph.Computed(node.Outputs[0])!.Shape is var shape
        && graph.Variable(a) is { Type: OrtElementType.UInt8 } first && first.Shape.AsSpan().SequenceEqual(shape.AsSpan())
        && graph.Variable(b) is { Type: OrtElementType.UInt8 } second && second.Shape.AsSpan().SequenceEqual(shape.AsSpan())
        && shape.Length is > 0 and <= WindowOperator.MostDimensions
        && node.Inputs.Where((_, input) => input is not (0 or 3)).All(constants.ContainsKey)
            ? new(node, constants)
            : null;

    /// <param name="isSecond">See <see cref="ImageSum"/>.</param>
    public ImageSum Sum(byte low, byte high, bool isSecond) => ImageSum.Of(Quantization(1), Quantization(4), Quantization(6), isSecond) with { Low = low, High = high };

    private (float Scale, byte Zero) Quantization(int input) => (Constants[Node.Inputs[input]].Scalar<float>(), Constants[Node.Inputs[input + 1]].Scalar<byte>());
}
