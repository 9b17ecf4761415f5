using System.Buffers.Binary;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Inputs;

/// <summary>Which values an operator's input may take that says where something is, or how many of something there are.</summary>
internal static class IndexBounds
{
    private const int GatherAxisField = 0;
    private const int OneHotAxisField = 0;

    /// <summary>Null where the input is no index, or nothing tells its bound.</summary>
    public static UseBound? Of(FlatBufferModel model, ModelSubgraph graph, ModelOperator node, int position)
    {
        var code = model.CodeOf(node);
        var shapes = new Shapes(model, graph, node);
        return (code.BuiltinCode, position) switch
        {
            (BuiltinOperator.Gather, 1) => Index(code, shapes.Axis(0, node.Options?.Int32(GatherAxisField) ?? 0)),
            (BuiltinOperator.EmbeddingLookup, 0) => Index(code, shapes.Axis(1, 0)),
            (BuiltinOperator.EmbeddingLookupSparse, 0) => Index(code, shapes.Axis(4, 0)),
            (BuiltinOperator.GatherNd, 1) => Index(code, shapes.Least(shapes.Of(0), depthOf: 1)),
            (BuiltinOperator.ScatterNd, 0) => Index(code, shapes.Least(shapes.OfOutput(), depthOf: 0)),
            (BuiltinOperator.SparseToDense, 0) => Index(code, shapes.OfOutput() is { Length: > 0 } dense ? dense.Min() : null),
            (BuiltinOperator.OneHot, 0) => Index(code, shapes.OutputAxis(node.Options?.Int32(OneHotAxisField, -1) ?? -1)),
            (BuiltinOperator.UnsortedSegmentMax or BuiltinOperator.UnsortedSegmentMin, 1) => Index(code, shapes.OutputAxis(0)),
            (BuiltinOperator.UnsortedSegmentSum or BuiltinOperator.UnsortedSegmentProd, 1) => Index(code, shapes.OutputAxis(0)),
            (BuiltinOperator.ReverseSequence, 1) => Count(code, shapes.Axis(0, node.Options?.Int32(0) ?? 0)),
            (BuiltinOperator.TopkV2, 1) => Count(code, shapes.Axis(0, -1)),
            _ => null,
        };
    }

    private static UseBound? Index(ModelOperatorCode code, int? bound) =>
        bound is > 0 and var count ? new(0, count - 1, $"{code.Name} selects one of {count}") : null;

    private static UseBound? Count(ModelOperatorCode code, int? bound) =>
        bound is > 0 and var count ? new(1, count, $"{code.Name} takes up to {count}") : null;

    /// <summary>The shapes around one node; null where the file does not tell.</summary>
    private readonly struct Shapes(FlatBufferModel model, ModelSubgraph graph, ModelOperator node)
    {
        public int[]? Of(int input) =>
            input < node.Inputs.Length && node.Inputs[input] is >= 0 and var tensor ? [.. graph.Tensors[tensor].Shape] : null;

        /// <summary>What the file says about the output, or what the constant says that holds its shape.</summary>
        public int[]? OfOutput()
        {
            int[] shape = node.Outputs.Length > 0 ? [.. graph.Tensors[node.Outputs[0]].Shape] : [];
            return shape.Length > 0 && shape.All(dimension => dimension > 0) ? shape : ConstantShape();
        }

        public int? Axis(int input, int axis) => At(Of(input), axis);

        public int? OutputAxis(int axis) => At(OfOutput(), axis);

        /// <summary>The smallest dimension that a column of the indices selects from: one range for all columns is simple, and valid.</summary>
        public int? Least(int[]? table, int depthOf) =>
            table is not null && Of(depthOf) is [.., > 0 and var depth] && depth <= table.Length ? table[..depth].Min() : null;

        private static int? At(int[]? shape, int axis)
        {
            var index = shape is not null && axis < 0 ? axis + shape.Length : axis;
            return shape is not null && index >= 0 && index < shape.Length ? shape[index] : null;
        }

        /// <summary>SCATTER_ND has the shape as its third input, SPARSE_TO_DENSE as its second.</summary>
        private int[]? ConstantShape()
        {
            var position = model.CodeOf(node).BuiltinCode switch
            {
                BuiltinOperator.ScatterNd => 2,
                BuiltinOperator.SparseToDense => 1,
                _ => int.MaxValue,
            };
            if (position >= node.Inputs.Length || node.Inputs[position] < 0)
            {
                return null;
            }

            var tensor = graph.Tensors[node.Inputs[position]];
            var data = model.DataOf(tensor).Span;
            var values = tensor.Type == TensorType.Int32 ? new int[data.Length / sizeof(int)] : [];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadInt32LittleEndian(data[(i * sizeof(int))..]);
            }

            return values.Length == 0 ? null : values;
        }
    }
}
