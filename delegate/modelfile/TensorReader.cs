using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;
using TensorType = WebNN.FlatBuffers.TensorType;

namespace WebNN.TfLite.ModelFile;

/// <summary>Reads the tensors of one subgraph as TensorFlow Lite would have them in memory, and constants that it would unpack at every run unpacked.</summary>
internal static class TensorReader
{
    /// <param name="firstIndex">What the subgraph's first tensor is called.</param>
    public static TensorInfo[] Read(FlatBufferModel model, ExternalFiles files, ModelSubgraph graph, int firstIndex)
    {
        // What a node or the caller writes is no constant, even where it has no elements to write.
        var computed = graph.Operators.SelectMany(node => node.Outputs.ToArray()).Concat(graph.Inputs.ToArray()).ToHashSet();
        TensorInfo[] tensors = [.. graph.Tensors.Select((tensor, index) => Read(model, files, firstIndex + index, tensor, computed.Contains(index)))];
        for (var i = 0; i < tensors.Length; i++)
        {
            if (graph.Tensors[i].Quantization?.Blocks is { } blocks && tensors[i].Data is not null)
            {
                tensors[i] = WithBlocks(tensors[i], blocks, tensors, PackedIntegers.IsPacked(graph.Tensors[i].Type) && IsWeightsOfProducts(model, graph, i));
            }
        }

        return tensors;
    }

    /// <summary>The schema's number as the runtime's; <see cref="TfLiteType.NoType"/> for one that this version does not know.</summary>
    public static TfLiteType Type(TensorType type) => type switch
    {
        TensorType.Float32 => TfLiteType.Float32,
        TensorType.Float16 => TfLiteType.Float16,
        TensorType.Int32 => TfLiteType.Int32,
        TensorType.UInt8 => TfLiteType.UInt8,
        TensorType.Int64 => TfLiteType.Int64,
        TensorType.String => TfLiteType.String,
        TensorType.Bool => TfLiteType.Bool,
        TensorType.Int16 => TfLiteType.Int16,
        TensorType.Complex64 => TfLiteType.Complex64,
        TensorType.Int8 => TfLiteType.Int8,
        TensorType.Float64 => TfLiteType.Float64,
        TensorType.Complex128 => TfLiteType.Complex128,
        TensorType.UInt64 => TfLiteType.UInt64,
        TensorType.Resource => TfLiteType.Resource,
        TensorType.Variant => TfLiteType.Variant,
        TensorType.UInt32 => TfLiteType.UInt32,
        TensorType.UInt16 => TfLiteType.UInt16,
        TensorType.Int4 => TfLiteType.Int4,
        _ => TfLiteType.NoType,
    };

    private static TensorInfo Read(FlatBufferModel model, ExternalFiles files, int index, ModelTensor tensor, bool isComputed)
    {
        var info = new TensorInfo(
            index,
            tensor.Name is { Length: > 0 } name ? name : $"tensor{index}",
            Type(tensor.Type),
            [.. tensor.Shape],
            ReadQuantization(tensor),
            null,
            tensor.IsVariable,
            Unreadable(tensor));
        var data = model.DataOf(tensor);
        if (tensor.IsVariable || (data.IsEmpty && tensor.ExternalBuffer == 0 && (isComputed || !tensor.Shape.Contains(0))))
        {
            return info;
        }

        try
        {
            return Constant(info, tensor, tensor.ExternalBuffer == 0 ? data : External(model, files, tensor));
        }
        catch (Exception e) when (e is UnsupportedException or ArithmeticException)
        {
            return info with { Unreadable = e.Message };
        }
    }

    private static ReadOnlyMemory<byte> External(FlatBufferModel model, ExternalFiles files, ModelTensor tensor)
    {
        var data = files.Read(model, tensor.ExternalBuffer);
        return tensor.Sparsity is not null || tensor.Type.ByteSize(tensor.Shape) == data.Length
            ? data
            : throw new UnsupportedException($"has {data.Length} bytes beside the model; its shape needs {tensor.Type.ByteSize(tensor.Shape)}");
    }

    private static TensorInfo Constant(TensorInfo info, ModelTensor tensor, ReadOnlyMemory<byte> data)
    {
        if (tensor.Sparsity is { } sparsity)
        {
            var elementSize = tensor.Type.BitSize() / 8;
            data = elementSize > 0
                ? SparseConstants.Expand(sparsity, tensor.Shape, elementSize, data.Span)
                : throw new UnsupportedException($"is sparse with elements of {tensor.Type.BitSize()} bits");
        }

        return PackedIntegers.IsPacked(tensor.Type)
            ? info with { Type = PackedIntegers.Unpacked(tensor.Type), Data = PackedIntegers.Unpack(tensor.Type, data.Span, tensor.Shape), Unreadable = null }
            : info with { Data = data };
    }

    /// <param name="isProduct">Whether nothing but products read it, as weights of fewer bits than a byte.</param>
    private static TensorInfo WithBlocks(TensorInfo tensor, ModelBlockQuantization blocks, TensorInfo[] tensors, bool isProduct)
    {
        try
        {
            // An absent field reads as tensor 0, which is no constant in any file that has blocks.
            var zeroPoints = blocks.ZeroPoints < 0 || (blocks.ZeroPoints == 0 && tensors[0].Data is null) ? null : tensors[blocks.ZeroPoints];
            if (isProduct && BlockWeights.OfProduct(tensor, blocks, tensors[blocks.Scales], zeroPoints) is { } quantization)
            {
                return tensor with { Quantization = quantization, Unreadable = null };
            }

            var floats = BlockWeights.Fold(tensor, blocks, tensors[blocks.Scales], zeroPoints);
            return tensor with { Type = TfLiteType.Float32, Quantization = null, Data = floats, Unreadable = null };
        }
        catch (Exception e) when (e is UnsupportedException or ArithmeticException)
        {
            return tensor with { Unreadable = e.Message };
        }
    }

    private static bool IsWeightsOfProducts(FlatBufferModel model, ModelSubgraph graph, int tensor) => !graph.Outputs.Contains(tensor)
        && graph.Operators.All(node => !node.Inputs.Contains(tensor)
            || (model.CodeOf(node).BuiltinCode == WebNN.FlatBuffers.BuiltinOperator.FullyConnected && node.Inputs.IndexOf(tensor) == 1 && node.Inputs.LastIndexOf(tensor) == 1));

    private static string? Unreadable(ModelTensor tensor) =>
        Type(tensor.Type) == TfLiteType.NoType ? $"type {tensor.Type} is not known"
        : tensor.Quantization is { HasDetails: true } ? "has a quantization of another kind than scales and zero points"
        : null;

    private static Quantization? ReadQuantization(ModelTensor tensor) =>
        tensor.Quantization is not { HasDetails: false } quantization || quantization.Scales.IsEmpty
            ? null
            : new([.. quantization.Scales], [.. quantization.ZeroPoints.ToArray().Select(zeroPoint => (int)zeroPoint)], quantization.QuantizedDimension);
}
