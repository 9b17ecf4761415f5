using System.Numerics;
using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>Constants in another type, as ONNX Runtime's Cast makes them: integers wrap around, and become halves by way of floats.</summary>
internal static class ConstantCast
{
    /// <exception cref="ArgumentException">Floats to integers, which processors do differently.</exception>
    public static byte[] Of(ReadOnlySpan<byte> bytes, MLOperandDataType from, MLOperandDataType to) => from switch
    {
        MLOperandDataType.Float32 => FromFloats(MemoryMarshal.Cast<byte, float>(bytes), to),
        MLOperandDataType.Float16 => FromFloats(MemoryMarshal.Cast<byte, Half>(bytes), to),
        MLOperandDataType.Int32 => FromIntegers(MemoryMarshal.Cast<byte, int>(bytes), to),
        MLOperandDataType.Uint32 => FromIntegers(MemoryMarshal.Cast<byte, uint>(bytes), to),
        MLOperandDataType.Int64 => FromIntegers(MemoryMarshal.Cast<byte, long>(bytes), to),
        MLOperandDataType.Uint64 => FromIntegers(MemoryMarshal.Cast<byte, ulong>(bytes), to),
        MLOperandDataType.Int8 => FromIntegers(MemoryMarshal.Cast<byte, sbyte>(bytes), to),
        _ => FromIntegers(bytes, to),
    };

    private static byte[] FromFloats<T>(ReadOnlySpan<T> values, MLOperandDataType to) where T : unmanaged, INumberBase<T> => to switch
    {
        MLOperandDataType.Float32 => Convert(values, float.CreateTruncating),
        MLOperandDataType.Float16 => Convert(values, Half.CreateTruncating),
        _ => throw new ArgumentException($"floats are not cast to {to} here", nameof(to)),
    };

    private static byte[] FromIntegers<T>(ReadOnlySpan<T> values, MLOperandDataType to) where T : unmanaged, INumberBase<T> => to switch
    {
        MLOperandDataType.Float32 => Convert(values, float.CreateTruncating),
        MLOperandDataType.Float16 => Convert(values, value => (Half)float.CreateTruncating(value)),
        MLOperandDataType.Int32 => Convert(values, int.CreateTruncating),
        MLOperandDataType.Uint32 => Convert(values, uint.CreateTruncating),
        MLOperandDataType.Int64 => Convert(values, long.CreateTruncating),
        MLOperandDataType.Uint64 => Convert(values, ulong.CreateTruncating),
        MLOperandDataType.Int8 => Convert(values, sbyte.CreateTruncating),
        _ => Convert(values, byte.CreateTruncating),
    };

    private static byte[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values, Func<TFrom, TTo> convert) where TFrom : unmanaged where TTo : unmanaged
    {
        var result = new TTo[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = convert(values[i]);
        }

        return MemoryMarshal.AsBytes<TTo>(result).ToArray();
    }
}
