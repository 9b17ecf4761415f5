using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WebNN.FlatBuffers;

/// <summary>
/// Lays a tree of values out as a flat buffer, parents before children. Offsets to children are unsigned, so a child can only follow;
/// vtables may lie anywhere, and equal ones are written once.
/// </summary>
internal sealed class FlatBufferWriter(int capacity)
{
    private const int HeaderSize = 8;

    private readonly Dictionary<string, int> vtables = [];
    private byte[] bytes = new byte[Math.Max(capacity, 256)];
    private int length;

    /// <summary>The finished file. The same tree gives the same bytes.</summary>
    public byte[] Write(FlatRecord root, ReadOnlySpan<byte> identifier)
    {
        Reserve(HeaderSize);
        identifier.CopyTo(bytes.AsSpan(4));
        Put32(0, Table(root));
        return bytes.AsSpan(0, length).ToArray();
    }

    private int Value(FlatValue value) => value switch
    {
        FlatVector vector => Vector(vector),
        FlatTables tables => Tables(tables),
        FlatRecord record => Table(record),
        _ => throw new ArgumentException($"{value.GetType().Name} is no value that a table refers to", nameof(value)),
    };

    private int Vector(FlatVector vector)
    {
        // The length comes first, and the elements are what is aligned.
        Align(vector.Alignment, 4);
        var at = Reserve(4 + vector.Data.Length + (vector.ZeroTerminated ? 1 : 0));
        Put32(at, vector.Count);
        vector.Data.Span.CopyTo(bytes.AsSpan(at + 4));
        return at;
    }

    private int Tables(FlatTables tables)
    {
        Align(4);
        var at = Reserve(4 + (4 * tables.Items.Count));
        Put32(at, tables.Items.Count);
        for (var i = 0; i < tables.Items.Count; i++)
        {
            PutOffset(at + 4 + (4 * i), Table(tables.Items[i]));
        }

        return at;
    }

    private int Table(FlatRecord record)
    {
        var (vtable, size, alignment) = Layout(record);
        var vtableAt = VTable(vtable);
        Align(alignment);
        var at = Reserve(size);
        Put32(at, at - vtableAt);
        for (var i = 0; i < record.Fields.Length; i++)
        {
            if (record.Fields[i] is FlatScalar scalar) Put(at + vtable[i + 2], scalar);
        }

        for (var i = 0; i < record.Fields.Length; i++)
        {
            if (record.Fields[i] is { } value and not FlatScalar) PutOffset(at + vtable[i + 2], Value(value));
        }

        return at;
    }

    /// <summary>
    /// The vtable: its size, the table's, and each field's place. Larger fields come first, so that none needs padding but the first.
    /// </summary>
    private static (ushort[] VTable, int Size, int Alignment) Layout(FlatRecord record)
    {
        static int Size(FlatValue? value) => value is null ? 0 : value is FlatScalar scalar ? scalar.Size : 4;
        var fields = record.Fields;
        var last = Array.FindLastIndex(fields, field => field is not null);
        var vtable = new ushort[2 + last + 1];
        var widest = fields.Length == 0 ? 4 : Math.Max(4, fields.Max(Size));
        var end = widest;
        foreach (var i in Enumerable.Range(0, last + 1).Where(i => fields[i] is not null).OrderByDescending(i => Size(fields[i])))
        {
            vtable[i + 2] = (ushort)end;
            end += Size(fields[i]);
        }

        end = last < 0 ? 4 : end;
        vtable[0] = (ushort)(2 * vtable.Length);
        vtable[1] = (ushort)end;
        return (vtable, end, widest);
    }

    private int VTable(ushort[] vtable)
    {
        var key = new string(MemoryMarshal.Cast<ushort, char>(vtable));
        if (vtables.TryGetValue(key, out var known)) return known;
        Align(2);
        var at = Reserve(2 * vtable.Length);
        for (var i = 0; i < vtable.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + (2 * i)), vtable[i]);
        }

        vtables.Add(key, at);
        return at;
    }

    private void Align(int alignment, int lead = 0)
    {
        var past = (length + lead) % alignment;
        if (past != 0) Reserve(alignment - past);
    }

    private int Reserve(int size)
    {
        var at = length;
        length = checked(at + size);
        if (length > bytes.Length) Array.Resize(ref bytes, (int)Math.Min(Math.Max(2L * bytes.Length, length), Array.MaxLength));
        return at;
    }

    private void Put(int at, FlatScalar scalar)
    {
        for (var i = 0; i < scalar.Size; i++)
        {
            bytes[at + i] = (byte)(scalar.Bits >> (8 * i));
        }
    }

    private void PutOffset(int at, int target) => Put32(at, target - at);

    private void Put32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
}
