namespace WebNN.FlatBuffers;

/// <summary>A tensor's element type, numbered as in the schema. A newer model may hold numbers that are not listed.</summary>
public enum TensorType
{
    Float32 = 0,
    Float16 = 1,
    Int32 = 2,
    UInt8 = 3,
    Int64 = 4,
    String = 5,
    Bool = 6,
    Int16 = 7,
    Complex64 = 8,
    Int8 = 9,
    Float64 = 10,
    Complex128 = 11,
    UInt64 = 12,
    Resource = 13,
    Variant = 14,
    UInt32 = 15,
    UInt16 = 16,
    Int4 = 17,
    BFloat16 = 18,
    Int2 = 19,
    UInt4 = 20,

    /// <summary>FLOAT8_E4M3FN: 4 bits of exponent, 3 of mantissa, no infinities.</summary>
    Float8E4M3FN = 21,

    /// <summary>FLOAT8_E5M2: 5 bits of exponent, 2 of mantissa.</summary>
    Float8E5M2 = 22,
}

/// <summary>Sizes and short names of <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>Bits of one element; 0 where elements have no fixed size (strings, handles, types this version does not know).</summary>
    public static int BitSize(this TensorType type) => type switch
    {
        TensorType.Int2 => 2,
        TensorType.Int4 or TensorType.UInt4 => 4,
        TensorType.UInt8 or TensorType.Int8 or TensorType.Bool or TensorType.Float8E4M3FN or TensorType.Float8E5M2 => 8,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 16,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 32,
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 or TensorType.Complex64 => 64,
        TensorType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>
    /// Bytes of a dense tensor with <paramref name="shape"/>; null where the type has no fixed size, a dimension is negative or the size
    /// overflows.
    /// </summary>
    public static long? ByteSize(this TensorType type, ReadOnlySpan<int> shape)
    {
        Int128 bits = type.BitSize();
        if (bits == 0) return null;
        foreach (var dimension in shape)
        {
            if (dimension < 0) return null;
            bits *= dimension;
            if (bits > long.MaxValue) return null;
        }

        return (long)((bits + 7) / 8);
    }
}
