using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Makes nodes for the kernels of integers out of ONNX Runtime's quantized convolutions and products of matrices, with constant weights packed,
/// and with the limits that follow taken in.
/// </summary>
internal static class IntegerFusion
{
    public static void Apply(OnnxGraph graph, KernelTarget target)
    {
        var constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        foreach (var node in graph.Nodes.ToArray())
        {
            if (QuantizedProduct.Of(graph, constants, node) is { } product && product.Window(target) is var window && IntegerKernels.Support(window, target))
            {
                Replace(graph, constants, product, window, target);
            }
        }

        graph.RemoveUnreadConstants();
    }

    private static void Replace(OnnxGraph graph, Dictionary<string, OnnxValue> constants, QuantizedProduct product, IntegerWindow window, KernelTarget target)
    {
        var (last, low, high) = (product.Node, byte.MinValue, byte.MaxValue);
        while (graph.OnlyReader(last.Outputs[0]) is { Operator: "Clip", Domain: "", Inputs.Length: 3 } clip
            && Limit(clip.Inputs[1]) is { } lowest && Limit(clip.Inputs[2]) is { } highest && lowest <= highest)
        {
            (low, high) = (Math.Clamp(low, lowest, highest), Math.Clamp(high, lowest, highest));
            graph.Remove(last);
            last = clip;
        }

        var bytes = checked((int)IntegerKernels.PackedBytes(window, target));
        var packed = graph.Constant(OrtElementType.UInt8, [bytes], new HostData(() =>
        {
            var memory = PackedMemory.Allocate(bytes);
            IntegerKernels.Pack(window, product.Weights(low, high), target, memory.Span);
            return memory;
        }));
        graph.Replace(last, new(
            WindowOperator.IntegerName,
            WindowOperator.Domain,
            product.Node.Name,
            [product.Node.Inputs[0], packed.Name],
            last.Outputs,
            WindowOperator.Attributes(window.Operation, target, graph.Computed(last.Outputs[0])!.Shape, new WindowStage(window.Shape, OutputRange.Unlimited))));

        byte? Limit(string name) => constants.GetValueOrDefault(name) is { Type: OrtElementType.UInt8, Data: { } data } ? data.Bytes.Span[0] : null;
    }
}
