using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests;

/// <summary>What a tensor of a test holds: its type, its scale where it has one, and the range that seeded values come from.</summary>
internal sealed record Elements(TensorType Type, double Low, double High, QuantizationParameters? Quantization = null)
{
    public static Elements Float { get; } = new(TensorType.Float32, -4, 4);

    public static Elements Positive { get; } = new(TensorType.Float32, 0.1, 8);

    public static Elements Bool { get; } = new(TensorType.Bool, 0, 1);

    public static Elements Int32(int low, int high) => new(TensorType.Int32, low, high);

    public static Elements Int64(long low, long high) => new(TensorType.Int64, low, high);

    /// <summary>All of int8.</summary>
    public static Elements Int8(float scale, int zeroPoint) =>
        new(TensorType.Int8, sbyte.MinValue, sbyte.MaxValue, QuantizationParameters.PerTensor(scale, zeroPoint));

    /// <summary>All of int16, symmetric.</summary>
    public static Elements Int16(float scale) => new(TensorType.Int16, short.MinValue, short.MaxValue, QuantizationParameters.PerTensor(scale));

    /// <summary>All of uint8.</summary>
    public static Elements UInt8(float scale, int zeroPoint) =>
        new(TensorType.UInt8, byte.MinValue, byte.MaxValue, QuantizationParameters.PerTensor(scale, zeroPoint));

    /// <summary>Symmetric int8 weights with a scale for each index along an axis, from <paramref name="scale"/> up to twice that.</summary>
    public static Elements PerChannel(float scale, int channels, int axis) => new(
        TensorType.Int8,
        -127,
        127,
        QuantizationParameters.PerChannel([.. Enumerable.Range(0, channels).Select(i => scale * (1 + (i / (float)channels)))], axis));

    /// <summary>Seeded values as the tensor's bytes.</summary>
    public byte[] Draw(Random random, int count)
    {
        var bytes = new byte[count * Type.BitSize() / 8];
        for (var i = 0; i < count; i++)
        {
            Write(bytes, i, Low + (random.NextDouble() * (High - Low)));
        }

        return bytes;
    }

    private void Write(Span<byte> bytes, int i, double value)
    {
        switch (Type)
        {
            case TensorType.Float32:
                MemoryMarshal.Cast<byte, float>(bytes)[i] = (float)value;
                break;
            case TensorType.Float16:
                MemoryMarshal.Cast<byte, Half>(bytes)[i] = (Half)value;
                break;
            case TensorType.Int32:
                MemoryMarshal.Cast<byte, int>(bytes)[i] = (int)Math.Round(value);
                break;
            case TensorType.Int64:
                MemoryMarshal.Cast<byte, long>(bytes)[i] = (long)Math.Round(value);
                break;
            case TensorType.Int16:
                MemoryMarshal.Cast<byte, short>(bytes)[i] = (short)Math.Round(value);
                break;
            case TensorType.Int8:
                bytes[i] = unchecked((byte)(sbyte)Math.Round(value));
                break;
            default:
                bytes[i] = (byte)Math.Round(value);
                break;
        }
    }
}
