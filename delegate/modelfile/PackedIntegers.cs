using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;
using TensorType = WebNN.FlatBuffers.TensorType;

namespace WebNN.TfLite.ModelFile;

/// <summary>Constants of fewer bits than a byte. WebNN on ONNX Runtime computes with bytes, so each becomes one: the same integers, in more memory.</summary>
internal static class PackedIntegers
{
    /// <summary>The type of the bytes; the type itself for what is not packed.</summary>
    public static TfLiteType Unpacked(TensorType type) => type switch
    {
        TensorType.Int2 or TensorType.Int4 => TfLiteType.Int8,
        TensorType.UInt4 => TfLiteType.UInt8,
        _ => TensorReader.Type(type),
    };

    public static bool IsPacked(TensorType type) => type is TensorType.Int2 or TensorType.Int4 or TensorType.UInt4;

    /// <summary>One byte for each element; the low bits of a packed byte are the first.</summary>
    public static byte[] Unpack(TensorType type, ReadOnlySpan<byte> packed, ReadOnlySpan<int> shape)
    {
        var elements = 1;
        foreach (var dimension in shape)
        {
            elements = checked(elements * dimension);
        }

        var bits = type.BitSize();
        var unused = 8 - bits;
        var signed = type != TensorType.UInt4;
        var bytes = new byte[elements];
        for (var i = 0; i < bytes.Length; i++)
        {
            var position = i * (long)bits;
            var value = (byte)(packed[(int)(position / 8)] >> (int)(position % 8) << unused);

            // The element's sign is its highest bit, which is the byte's now.
            bytes[i] = signed ? (byte)((sbyte)value >> unused) : (byte)(value >> unused);
        }

        return bytes;
    }
}
