using System.Globalization;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>What a TFLite tensor is in WebNN.</summary>
internal static class TensorTypes
{
    /// <summary>
    /// The WebNN type whose bytes are the same; null where there is none. A bool is a byte, 0 or 1, in both. The integers of int16, which WebNN
    /// lacks, are int32 in a graph and at its ports: whoever runs it converts them there (<see cref="CompiledPartition"/>).
    /// </summary>
    public static MLOperandDataType? DataType(this TfLiteType type) => type switch
    {
        TfLiteType.Float32 => MLOperandDataType.Float32,
        TfLiteType.Float16 => MLOperandDataType.Float16,
        TfLiteType.Int32 => MLOperandDataType.Int32,
        TfLiteType.UInt32 => MLOperandDataType.Uint32,
        TfLiteType.Int64 => MLOperandDataType.Int64,
        TfLiteType.UInt64 => MLOperandDataType.Uint64,
        TfLiteType.Int8 => MLOperandDataType.Int8,
        TfLiteType.UInt8 or TfLiteType.Bool => MLOperandDataType.Uint8,
        TfLiteType.Int16 => MLOperandDataType.Int32,
        _ => null,
    };

    public static bool IsComplex(this TensorInfo tensor) => tensor.Type == TfLiteType.Complex64;

    /// <summary>True where the tensor's bytes stand for real numbers.</summary>
    public static bool IsQuantized(this TensorInfo tensor) =>
        tensor is { Type: TfLiteType.Int8 or TfLiteType.UInt8 or TfLiteType.Int16, Quantization: not null };

    /// <summary>The same of 8 bits, for which backends have kernels of integers.</summary>
    public static bool IsQuantizedByte(this TensorInfo tensor) => tensor.Type != TfLiteType.Int16 && tensor.IsQuantized();

    /// <summary>The least and the largest integer of a quantized tensor.</summary>
    public static (int Smallest, int Largest) Range(this TensorInfo tensor) => tensor.Type switch
    {
        TfLiteType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TfLiteType.Int16 => (short.MinValue, short.MaxValue),
        _ => (byte.MinValue, byte.MaxValue),
    };

    /// <summary>Why no node may use the tensor: it could not be read, or its integers stand for no numbers. Null where all is well.</summary>
    public static string? Fault(this TensorInfo tensor)
    {
        if (tensor.Unreadable is not null || !tensor.IsQuantized())
        {
            return tensor.Unreadable;
        }

        var (scales, zeroPoints, axis) = tensor.Quantization!;
        // TFLite's kernels of int16 take it for symmetric.
        var (smallest, largest) = tensor.Type == TfLiteType.Int16 ? (0, 0) : tensor.Range();
        foreach (var scale in scales)
        {
            if (!(float.IsFinite(scale) && scale > 0))
            {
                return $"has the scale {scale.ToString(CultureInfo.InvariantCulture)}; expected a finite number above 0";
            }
        }

        foreach (var zeroPoint in zeroPoints)
        {
            if (zeroPoint < smallest || zeroPoint > largest)
            {
                return $"is {tensor.Type} with the zero point {zeroPoint}; expected {(smallest == largest ? $"{smallest}" : $"{smallest} to {largest}")}";
            }
        }

        if (tensor.Quantization.BlockSize is > 0 and var size)
        {
            return tensor.Shape is [.., var last] && last % size == 0 && tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension) / size == scales.Length
                ? null
                : $"has {scales.Length} scales for blocks of {size} in [{string.Join(',', tensor.Shape)}]";
        }

        return scales.Length <= 1 || (axis >= 0 && axis < tensor.Shape.Length && tensor.Shape[axis] == scales.Length)
            ? null
            : $"has {scales.Length} scales along axis {axis} of [{string.Join(',', tensor.Shape)}]";
    }

    /// <exception cref="UnsupportedException">WebNN has no such type or shape, or this version cannot read the tensor.</exception>
    public static MLOperandDescriptor Descriptor(this TensorInfo tensor) => tensor.Descriptor(tensor.Type.DataType(), tensor.Shape.AsSpan());

    /// <summary>What a complex tensor is inside a partition: real parts, then imaginary ones, along an axis in front. It never leaves one.</summary>
    /// <exception cref="UnsupportedException">WebNN has no such shape, or this version cannot read the tensor.</exception>
    public static MLOperandDescriptor PartsDescriptor(this TensorInfo tensor) =>
        tensor.Descriptor(MLOperandDataType.Float32, [2, .. tensor.Shape.AsSpan()]);

    private static MLOperandDescriptor Descriptor(this TensorInfo tensor, MLOperandDataType? type, ReadOnlySpan<int> shape)
    {
        if (tensor.Fault() is { } reason)
        {
            throw new UnsupportedException($"tensor '{tensor.Name}': {reason}");
        }

        if (type is not { } known)
        {
            throw new UnsupportedException($"tensor '{tensor.Name}' is {tensor.Type}; WebNN has no such type");
        }

        try
        {
            return new MLOperandDescriptor(known, shape);
        }
        catch (ArgumentException e)
        {
            throw new UnsupportedException($"tensor '{tensor.Name}': {e.Message}", e);
        }
    }
}
