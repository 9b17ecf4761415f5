using System.Runtime.InteropServices;
using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// Constants whose scales are a tensor of their own: one for each block along the last axis, or one for each index along several axes. They
/// become the floats that they stand for, but for weights of 4 bits, which a product takes as they are.
/// </summary>
internal static class BlockWeights
{
    /// <summary>The smallest block that the backend's kernel for products has, which larger ones are several of.</summary>
    private const int KernelBlock = 16;

    /// <summary>Blocks along the rows of a product's weights of 4 bits; null where they are better written out.</summary>
    public static Quantization? OfProduct(TensorInfo stored, ModelBlockQuantization blocks, TensorInfo scales, TensorInfo? zeroPoints)
    {
        if (!blocks.QuantizedDimensions.IsEmpty || stored.Shape is not [var outputs, var depth]
            || blocks.BlockSize is not (> 0 and var size) || size % KernelBlock != 0 || depth % size != 0 || depth == size)
        {
            return null;
        }

        var factors = Floats(scales);
        var offsets = zeroPoints is null ? new int[factors.Length] : Integers(zeroPoints);
        var (least, most) = stored.Type == TfLiteType.Int8 ? (-8, 7) : (0, 15);
        return factors.Length == (long)outputs * depth / size && offsets.Length == factors.Length
            && factors.All(scale => float.IsFinite(scale) && scale > 0) && offsets.All(offset => offset >= least && offset <= most)
            ? new([.. factors], [.. offsets], Axis: 1) { BlockSize = size }
            : null;
    }

    /// <param name="stored">The integers, one byte each.</param>
    /// <param name="scales">The tensor with the scales, and the one with the zero points; null where all are 0.</param>
    /// <exception cref="UnsupportedException">The scales do not fit the constant.</exception>
    public static byte[] Fold(TensorInfo stored, ModelBlockQuantization blocks, TensorInfo scales, TensorInfo? zeroPoints)
    {
        var factors = Floats(scales);
        var offsets = zeroPoints is null ? [] : Integers(zeroPoints);
        var group = Groups(stored, blocks, factors.Length);
        if (offsets.Length != 0 && offsets.Length != factors.Length)
        {
            throw new UnsupportedException($"has {factors.Length} scales and {offsets.Length} zero points");
        }

        var bytes = stored.Data!.Value.Span;
        var signed = stored.Type == TfLiteType.Int8;
        var result = new float[bytes.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var block = group(i);
            int value = signed ? (sbyte)bytes[i] : bytes[i];
            result[i] = (value - (offsets.Length == 0 ? 0 : offsets[block])) * factors[block];
        }

        return MemoryMarshal.AsBytes<float>(result).ToArray();
    }

    /// <summary>Which scale an element has.</summary>
    private static Func<int, int> Groups(TensorInfo stored, ModelBlockQuantization blocks, int scales)
    {
        var shape = stored.Shape;
        if (blocks.QuantizedDimensions.IsEmpty)
        {
            var size = blocks.BlockSize;
            var fits = size > 0 && shape.Length > 0 && shape[^1] % size == 0 && stored.Data!.Value.Length / size == scales;
            return fits ? element => element / size : throw new UnsupportedException($"has {scales} scales for blocks of {size} in {stored}");
        }

        var axes = blocks.QuantizedDimensions.ToArray();
        if (axes.Any(axis => axis < 0 || axis >= shape.Length) || axes.Aggregate(1L, (product, axis) => product * shape[axis]) != scales)
        {
            throw new UnsupportedException($"has {scales} scales along the axes {string.Join(',', axes)} of {stored}");
        }

        var strides = Array.ConvertAll(axes, axis => shape.Skip(axis + 1).Aggregate(1, (product, dimension) => product * dimension));
        return element =>
        {
            var index = 0;
            for (var i = 0; i < axes.Length; i++)
            {
                index = (index * shape[axes[i]]) + (element / strides[i] % shape[axes[i]]);
            }

            return index;
        };
    }

    private static float[] Floats(TensorInfo tensor) => (tensor.Data, tensor.Type) switch
    {
        ({ } data, TfLiteType.Float32) => MemoryMarshal.Cast<byte, float>(data.Span).ToArray(),
        ({ } data, TfLiteType.Float16) => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data.Span).ToArray(), value => (float)value),
        _ => throw new UnsupportedException($"has scales in '{tensor.Name}', which is {tensor}{(tensor.Data is null ? " and no constant" : "")}"),
    };

    private static int[] Integers(TensorInfo tensor) => (tensor.Data, tensor.Type) switch
    {
        ({ } data, TfLiteType.Int32) => MemoryMarshal.Cast<byte, int>(data.Span).ToArray(),
        ({ } data, TfLiteType.Int64) => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(data.Span).ToArray(), value => checked((int)value)),
        ({ } data, TfLiteType.Int8) => Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(data.Span).ToArray(), value => (int)value),
        ({ } data, TfLiteType.UInt8) => Array.ConvertAll(data.ToArray(), value => (int)value),
        _ => throw new UnsupportedException($"has zero points in '{tensor.Name}', which is {tensor}{(tensor.Data is null ? " and no constant" : "")}"),
    };
}
