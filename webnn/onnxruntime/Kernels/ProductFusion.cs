using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;
using WebNN.OnnxRuntime.Operators;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Makes windows of products of float matrices with constant ones: the rows are the pixels of an image. For graphs without a session: in one,
/// ONNX Runtime's products stay, but of a single row and many weights (<see cref="MatrixProduct"/>).
/// </summary>
internal static class ProductFusion
{
    public static void Apply(OnnxGraph graph, KernelTarget target)
    {
        var constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        foreach (var node in graph.Nodes.ToArray())
        {
            if (Draft(graph, constants, node, target) is { } draft)
            {
                graph.Replace(node, draft);
            }
        }

        WindowFusion.Apply(graph, target);
        graph.RemoveUnreadConstants();
    }

    /// <summary>Null where the node is none, or there is no kernel that is as fast as ONNX Runtime's.</summary>
    private static OnnxNode? Draft(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node, KernelTarget target)
    {
        if (node is not { Domain: "", Operator: "Gemm" or "MatMul" } || graph.Variable(node.Inputs[0]) is not { Type: OrtElementType.Float, Rank: >= 2 and <= WindowOperator.MostDimensions } rows
            || constants.GetValueOrDefault(node.Inputs[1]) is not { Rank: 2 } weights || !IsPlain(node))
        {
            return null;
        }

        var isTransposed = node.Integer("transB", 0) != 0;
        var (depth, columns) = isTransposed ? (weights.Shape[1], weights.Shape[0]) : (weights.Shape[0], weights.Shape[1]);
        var pixels = (int)(rows.Count / depth);
        var shape = new WindowShape { Batch = 1, Height = pixels, Width = 1, Channels = depth, OutputHeight = pixels, OutputWidth = 1, Filters = columns };
        var bias = node.Inputs.Length > 2 ? constants.GetValueOrDefault(node.Inputs[2]) : null;
        if ((node.Inputs.Length > 2 && !IsBias(bias, columns)) || !WindowKernels.Support(WindowOperation.Convolution, shape))
        {
            return null;
        }

        var filter = isTransposed ? weights : graph.Constant(
            OrtElementType.Float, [columns, depth], new HostData(() => HostConstants.Transpose(weights.Data!.Bytes, weights.Shape, [1, 0], sizeof(float))));
        string[] inputs = [node.Inputs[0], filter.Name, .. bias is null ? (string[])[] : [(bias.Count == columns ? bias : Spread(graph, bias, columns)).Name]];
        return node with
        {
            Operator = ChannelsLastWindow.Draft,
            Domain = WindowOperator.Domain,
            Inputs = [.. inputs],
            Attributes = [OnnxAttribute.Ints(WindowOperator.ShapeAttribute, shape.ToIntegers().AsSpan())],
        };
    }

    /// <summary>Whether nothing is multiplied or transposed beyond the product.</summary>
    private static bool IsPlain(OnnxNode node) =>
        node.Operator == "MatMul" || (node.Integer("transA", 0) == 0 && node.Float("alpha", 1) == 1 && (node.Inputs.Length < 3 || node.Float("beta", 1) == 1));

    /// <summary>One float for all columns, or for each.</summary>
    private static bool IsBias(OnnxValue? bias, int columns) => bias is not null && (bias.Count == 1 || (bias.Count == columns && bias.Shape[^1] == columns));

    private static OnnxValue Spread(OnnxGraph graph, OnnxValue bias, int columns)
    {
        var floats = new float[columns];
        Array.Fill(floats, bias.Scalar<float>());
        return graph.Constant(OrtElementType.Float, [columns], floats);
    }
}
