using System.Buffers.Binary;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Inputs;

/// <summary>Writes numbers as elements of a tensor.</summary>
internal static class Elements
{
    public static bool IsFloat(TensorType type) => type is TensorType.Float32 or TensorType.Float16 or TensorType.Float64;

    /// <summary>Of 32 or 64 bits: numbers or indices, where narrower ones are samples.</summary>
    public static bool IsWideInteger(TensorType type) =>
        type is TensorType.Int32 or TensorType.Int64 or TensorType.UInt32 or TensorType.UInt64;

    /// <summary>Fills a tensor's bytes, each element with the next of <paramref name="next"/>, rounded to the type.</summary>
    public static byte[] Fill(int length, TensorType type, Func<double> next) =>
        Fill(length, type, element => WriteReal(element, type, next()));

    /// <summary>The same for integers, of which those beyond the type lose their upper bits.</summary>
    public static byte[] FillIntegers(int length, TensorType type, Func<long> next) =>
        Fill(length, type, element => WriteInteger(element, next()));

    public static void WriteReal(Span<byte> element, TensorType type, double value)
    {
        switch (type)
        {
            case TensorType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(element, (float)value);
                break;
            case TensorType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(element, (Half)value);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(element, value);
                break;
        }
    }

    public static void WriteInteger(Span<byte> element, long value)
    {
        for (var i = 0; i < element.Length; i++)
        {
            element[i] = (byte)(value >> (8 * i));
        }
    }

    private static byte[] Fill(int length, TensorType type, SpanAction write)
    {
        var bytes = new byte[length];
        var size = type.BitSize() / 8;
        for (var at = 0; at + size <= length; at += size)
        {
            write(bytes.AsSpan(at, size));
        }

        return bytes;
    }

    private delegate void SpanAction(Span<byte> element);
}
