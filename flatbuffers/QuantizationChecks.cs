namespace WebNN.FlatBuffers;

/// <summary>That scales and zero points can be computed with, and are as many as the tensor needs.</summary>
internal sealed class QuantizationChecks(FlatBufferModel model, FieldPath path) : ModelCheck(path)
{
    /// <summary>Tensors may share one long list of scales.</summary>
    private readonly long maxScales = Math.Max(1_000_000, model.File.Length);

    private long scalesSeen;

    public void Run() => Each("subgraphs", model.Subgraphs, subgraph =>
        Each("tensors", subgraph.Tensors, tensor => Tensor(tensor, subgraph.Tensors.Count)));

    private void Tensor(ModelTensor tensor, int tensors)
    {
        if (tensor.Quantization is not { } quantization) return;
        Path.Push("quantization");
        if (quantization.Blocks is { } blocks)
        {
            Path.Push("details");
            Blocks(blocks, tensor, tensors);
            Path.Pop();
        }
        else if (!quantization.HasDetails && !quantization.Scales.IsEmpty)
        {
            Counts(quantization, tensor);
            Values(quantization, tensor);
        }

        Path.Pop();
    }

    private void Counts(ModelQuantization quantization, ModelTensor tensor)
    {
        var (scales, zeroPoints) = (quantization.Scales.Length, quantization.ZeroPoints.Length);
        if (zeroPoints != scales)
        {
            Fail(quantization.Table, ModelQuantization.ZeroPointField, "zero_point", $"{zeroPoints} zero points for {scales} scales");
        }

        // The dimension of a single scale means nothing, and converters leave there what was true of the tensor before a reshape.
        var shape = tensor.Shape;
        if (scales == 1 || shape.IsEmpty) return;
        var dimension = quantization.QuantizedDimension;
        if (dimension < 0 || dimension >= shape.Length)
        {
            Fail(
                quantization.Table,
                ModelQuantization.QuantizedDimensionField,
                "quantized_dimension",
                $"dimension {dimension} of a tensor of rank {shape.Length}");
        }

        if (shape[dimension] != scales)
        {
            Fail(
                quantization.Table,
                ModelQuantization.ScaleField,
                "scale",
                $"{scales} scales along dimension {dimension}, which has {shape[dimension]} entries");
        }
    }

    /// <summary>Converters leave their statistics on float tensors too; nobody computes with those.</summary>
    private void Values(ModelQuantization quantization, ModelTensor tensor)
    {
        if (Range(tensor.Type) is not { } range) return;
        scalesSeen += quantization.Scales.Length;
        if (scalesSeen > maxScales)
        {
            Fail(quantization.Table, ModelQuantization.ScaleField, "scale", $"more than {maxScales} scales: the file refers to the same ones over and over");
        }

        for (var i = 0; i < quantization.Scales.Length; i++)
        {
            var (scale, zeroPoint) = (quantization.Scales[i], quantization.ZeroPoints[i]);
            if (!float.IsFinite(scale) || scale <= 0)
            {
                FailAt(
                    quantization.Table,
                    ModelQuantization.ScaleField,
                    "scale",
                    i,
                    FormattableString.Invariant($"tensor '{tensor.Name}' has the scale {scale}; a scale is finite and above 0"));
            }

            if (zeroPoint < range.Least || zeroPoint > range.Greatest)
            {
                FailAt(
                    quantization.Table,
                    ModelQuantization.ZeroPointField,
                    "zero_point",
                    i,
                    $"tensor '{tensor.Name}' has the zero point {zeroPoint}; {tensor.Type} holds {range.Least} to {range.Greatest}");
            }
        }
    }

    private static (long Least, long Greatest)? Range(TensorType type) => type switch
    {
        TensorType.Int2 => (-2, 1),
        TensorType.Int4 => (-8, 7),
        TensorType.UInt4 => (0, 15),
        TensorType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TensorType.UInt8 => (0, byte.MaxValue),
        TensorType.Int16 => (short.MinValue, short.MaxValue),
        TensorType.UInt16 => (0, ushort.MaxValue),
        TensorType.Int32 => (int.MinValue, int.MaxValue),
        _ => null,
    };

    private void Blocks(ModelBlockQuantization blocks, ModelTensor tensor, int tensors)
    {
        void Index(int value, int least, int field, string name)
        {
            if (value < least || value >= tensors) Fail(blocks.Table, field, name, $"index {value} is out of range: there are {tensors} tensors");
        }

        Index(blocks.Scales, 0, ModelBlockQuantization.ScalesField, "scales");
        Index(blocks.ZeroPoints, -1, ModelBlockQuantization.ZeroPointsField, "zero_points");
        if (blocks.BlockSize < 0)
        {
            Fail(blocks.Table, ModelBlockQuantization.BlockSizeField, "block_size", $"a block of {blocks.BlockSize} values");
        }

        var dimensions = blocks.QuantizedDimensions;
        for (var i = 0; i < dimensions.Length; i++)
        {
            if ((uint)dimensions[i] < (uint)tensor.Shape.Length || tensor.Shape.IsEmpty) continue;
            FailAt(
                blocks.Table,
                ModelBlockQuantization.QuantizedDimensionsField,
                "quantized_dimensions",
                i,
                $"dimension {dimensions[i]} of a tensor of rank {tensor.Shape.Length}");
        }
    }
}
