using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN.FlatBuffers;

/// <summary>A value to be written: a scalar inside its table, or something that its table refers to.</summary>
internal abstract record FlatValue
{
    public static FlatScalar Byte(byte value) => new(value, 1);

    public static FlatScalar Int32(int value) => new((uint)value, 4);

    public static FlatScalar Int64(long value) => new((ulong)value, 8);

    public static FlatScalar Single(float value) => new(BitConverter.SingleToUInt32Bits(value), 4);

    public static FlatVector String(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new(bytes, bytes.Length, 4, ZeroTerminated: true);
    }

    public static FlatVector Vector<T>(ReadOnlySpan<T> values)
        where T : unmanaged =>
        new(MemoryMarshal.AsBytes(values).ToArray(), values.Length, Math.Max(4, Unsafe.SizeOf<T>()));

    /// <summary>Bytes whose first one lies at a multiple of <paramref name="alignment"/>; copied when the file is written.</summary>
    public static FlatVector Bytes(ReadOnlyMemory<byte> bytes, int alignment = 4) => new(bytes, bytes.Length, alignment);
}

internal sealed record FlatScalar(ulong Bits, int Size) : FlatValue;

internal sealed record FlatVector(ReadOnlyMemory<byte> Data, int Count, int Alignment, bool ZeroTerminated = false) : FlatValue;

/// <summary>A vector of tables.</summary>
internal sealed record FlatTables(IReadOnlyList<FlatRecord> Items) : FlatValue;

/// <summary>A table: its fields by id, null where it leaves one out.</summary>
internal sealed record FlatRecord(params FlatValue?[] Fields) : FlatValue;
