using System.Buffers.Binary;
using System.Text;

namespace WebNN.Cli.Inputs;

/// <summary>
/// A table of a metadata flatbuffer, by field number. Every read is a slice of the bytes, so that damaged metadata throws
/// <see cref="ArgumentOutOfRangeException"/> and is never followed out of bounds.
/// </summary>
internal readonly record struct MetadataTable(ReadOnlyMemory<byte> Bytes, int Position)
{
    private const int VtableHeader = 4;

    public static MetadataTable Root(ReadOnlyMemory<byte> bytes) => new(bytes, Offset(bytes, 0));

    public string? Text(int field) => Target(field) is { } start ? Encoding.UTF8.GetString(Vector(start, 1)) : null;

    public byte Byte(int field) => Field(field) is { } at ? Bytes.Span[at..][0] : (byte)0;

    public float[] Floats(int field)
    {
        if (Target(field) is not { } start)
        {
            return [];
        }

        var bytes = Vector(start, sizeof(float));
        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return values;
    }

    public MetadataTable? Table(int field) => Target(field) is { } start ? new(Bytes, start) : null;

    public MetadataTable[] Tables(int field)
    {
        if (Target(field) is not { } start)
        {
            return [];
        }

        var tables = new MetadataTable[Vector(start, sizeof(int)).Length / sizeof(int)];
        for (var i = 0; i < tables.Length; i++)
        {
            tables[i] = new(Bytes, Offset(Bytes, start + sizeof(int) + (i * sizeof(int))));
        }

        return tables;
    }

    private static int Offset(ReadOnlyMemory<byte> bytes, int at) => at + BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[at..]);

    private ReadOnlySpan<byte> Vector(int start, int elementSize)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(Bytes.Span[start..]);
        return Bytes.Span.Slice(start + sizeof(int), (int)Math.Min((long)count * elementSize, int.MaxValue));
    }

    private int? Target(int field) => Field(field) is { } at ? Offset(Bytes, at) : null;

    private int? Field(int field)
    {
        var vtable = Position - BinaryPrimitives.ReadInt32LittleEndian(Bytes.Span[Position..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(Bytes.Span[vtable..]);
        var entry = VtableHeader + (field * sizeof(ushort));
        if (entry + sizeof(ushort) > size)
        {
            return null;
        }

        var offset = BinaryPrimitives.ReadUInt16LittleEndian(Bytes.Span[(vtable + entry)..]);
        return offset == 0 ? null : Position + offset;
    }
}
