using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN.FlatBuffers;

/// <summary>
/// One table of the file, read field by field by its id. A field that the file leaves out reads as its default. Every read is checked
/// against the file, so that tables whose layout the verification does not know can be read as well: <see cref="InvalidModelException"/>.
/// </summary>
public readonly struct FlatTable(ReadOnlyMemory<byte> file, int position)
{
    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> File => file;

    /// <summary>Where the table starts in the file.</summary>
    public int Position => position;

    /// <summary>Whether the file holds the field.</summary>
    public bool Has(int field) => FieldPosition(field) != 0;

    public bool Boolean(int field, bool defaultValue = false) => Scalar(field, 1) is { IsEmpty: false } at ? at[0] != 0 : defaultValue;

    public byte Byte(int field, byte defaultValue = 0) => Scalar(field, 1) is { IsEmpty: false } at ? at[0] : defaultValue;

    public int Int32(int field, int defaultValue = 0) =>
        Scalar(field, 4) is { IsEmpty: false } at ? BinaryPrimitives.ReadInt32LittleEndian(at) : defaultValue;

    public uint UInt32(int field, uint defaultValue = 0) =>
        Scalar(field, 4) is { IsEmpty: false } at ? BinaryPrimitives.ReadUInt32LittleEndian(at) : defaultValue;

    public long Int64(int field, long defaultValue = 0) =>
        Scalar(field, 8) is { IsEmpty: false } at ? BinaryPrimitives.ReadInt64LittleEndian(at) : defaultValue;

    public ulong UInt64(int field, ulong defaultValue = 0) =>
        Scalar(field, 8) is { IsEmpty: false } at ? BinaryPrimitives.ReadUInt64LittleEndian(at) : defaultValue;

    public float Single(int field, float defaultValue = 0) =>
        Scalar(field, 4) is { IsEmpty: false } at ? BinaryPrimitives.ReadSingleLittleEndian(at) : defaultValue;

    /// <summary>A string; null where absent. Bytes that are not UTF-8 come out as U+FFFD.</summary>
    public string? String(int field) => Has(field) ? Encoding.UTF8.GetString(Bytes(field).Span) : null;

    /// <summary>A vector of bytes, or a string's; empty where absent.</summary>
    public ReadOnlyMemory<byte> Bytes(int field) => Vector(field, 1, out _);

    /// <summary>A vector of scalars over the file's bytes; empty where absent.</summary>
    public ReadOnlySpan<T> Vector<T>(int field)
        where T : unmanaged
    {
        var bytes = Vector(field, Unsafe.SizeOf<T>(), out _);
        return MemoryMarshal.Cast<byte, T>(bytes.Span);
    }

    /// <summary>The table that a field refers to; null where absent.</summary>
    public FlatTable? Table(int field)
    {
        var at = FieldPosition(field);
        return at == 0 ? null : new FlatTable(file, Follow(at));
    }

    /// <summary>The number of entries of a vector of tables; 0 where absent.</summary>
    public int TableCount(int field) => Vector(field, 4, out _).Length / 4;

    /// <summary>One entry of a vector of tables.</summary>
    public FlatTable TableAt(int field, int index)
    {
        var bytes = Vector(field, 4, out var start);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, bytes.Length / 4);
        return new(file, Follow(start + (4 * index)));
    }

    /// <summary>
    /// Where a field's value (for a vector: its first element) lies in the file; the table's own place where the field is absent.
    /// </summary>
    public int Locate(int field, bool vector = false)
    {
        var at = FieldPosition(field);
        if (at == 0) return position;
        return vector ? Follow(at) + 4 : at;
    }

    private int FieldPosition(int field)
    {
        var vtable = position - (long)Read32(position);
        var length = Read16(vtable);
        var entry = 4 + (2L * field);
        var offset = entry + 2 > length ? 0 : Read16(vtable + entry);
        return offset == 0 ? 0 : position + offset;
    }

    private ReadOnlySpan<byte> Scalar(int field, int size)
    {
        var at = FieldPosition(field);
        return at == 0 ? default : Slice(at, size).Span;
    }

    private ReadOnlyMemory<byte> Vector(int field, int elementSize, out int start)
    {
        start = 0;
        var at = FieldPosition(field);
        if (at == 0) return default;
        var vector = Follow(at);
        var count = (uint)Read32(vector);
        start = vector + 4;
        return Slice(start, (long)count * elementSize);
    }

    private int Follow(long at)
    {
        var target = at + (uint)Read32(at);
        Slice(target, 4);
        return (int)target;
    }

    private int Read32(long at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(at, 4).Span);

    private ushort Read16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2).Span);

    private ReadOnlyMemory<byte> Slice(long at, long length)
    {
        if (at < 0 || at + length > file.Length)
        {
            throw new InvalidModelException($"{length} bytes at {at} lie outside the file ({file.Length} bytes)", at);
        }
        return file.Slice((int)at, (int)length);
    }
}
