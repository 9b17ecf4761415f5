using System.Buffers.Binary;
using WebNN.Interop.TfLite;
using WebNN.TfLite;

namespace WebNN.Wasi.Abi;

/// <summary>Tensors as the legacy module has them: 32-bit floats, at any address, with the tensor's scale and zero point applied.</summary>
internal static class Floats
{
    public static bool AreIn(TensorView tensor) =>
        tensor.Type == TfLiteType.Float32 || (tensor.Type is TfLiteType.UInt8 or TfLiteType.Int8 or TfLiteType.Int16 && tensor.Quantization.Scale > 0);

    public static int Count(TensorView tensor) => tensor.ByteLength / tensor.Type switch
    {
        TfLiteType.Float32 or TfLiteType.Int32 => 4,
        TfLiteType.Int16 or TfLiteType.Float16 => 2,
        TfLiteType.Float64 or TfLiteType.Int64 or TfLiteType.Complex64 => 8,
        _ => 1,
    };

    /// <param name="floats">As many as the tensor has elements.</param>
    /// <returns>False, and nothing is written, for a tensor that is neither of floats nor quantized.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> floats, TensorView tensor)
    {
        if (!AreIn(tensor))
        {
            return false;
        }

        var bytes = tensor.Bytes;
        var (scale, zeroPoint) = tensor.Quantization;
        switch (tensor.Type)
        {
            case TfLiteType.Float32:
                floats.CopyTo(bytes);
                break;
            case TfLiteType.UInt8:
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)Quantize(floats, i, scale, zeroPoint, byte.MinValue, byte.MaxValue);
                }

                break;
            case TfLiteType.Int8:
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = unchecked((byte)Quantize(floats, i, scale, zeroPoint, sbyte.MinValue, sbyte.MaxValue));
                }

                break;
            default:
                for (var i = 0; i < bytes.Length / sizeof(short); i++)
                {
                    BinaryPrimitives.WriteInt16LittleEndian(
                        bytes[(i * sizeof(short))..], (short)Quantize(floats, i, scale, zeroPoint, short.MinValue, short.MaxValue));
                }

                break;
        }

        return true;
    }

    /// <param name="floats">Room for as many as the tensor has elements.</param>
    public static void Read(TensorView tensor, Span<byte> floats)
    {
        ReadOnlySpan<byte> bytes = tensor.Bytes;
        var (scale, zeroPoint) = tensor.Quantization;
        if (tensor.Type == TfLiteType.Float32)
        {
            bytes.CopyTo(floats);
            return;
        }

        for (var i = 0; i < floats.Length / sizeof(float); i++)
        {
            var value = tensor.Type switch
            {
                TfLiteType.UInt8 => bytes[i],
                TfLiteType.Int8 => unchecked((sbyte)bytes[i]),
                _ => BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]),
            };
            BinaryPrimitives.WriteSingleLittleEndian(floats[(i * sizeof(float))..], scale * (value - zeroPoint));
        }
    }

    /// <summary>Rounded to the nearest, not cut off. NaN becomes the zero point.</summary>
    private static int Quantize(ReadOnlySpan<byte> floats, int index, float scale, int zeroPoint, int least, int most)
    {
        var real = BinaryPrimitives.ReadSingleLittleEndian(floats[(index * sizeof(float))..]);
        var steps = MathF.Round(real / scale);
        return float.IsNaN(steps) ? zeroPoint : (int)Math.Clamp((double)steps + zeroPoint, least, most);
    }
}
