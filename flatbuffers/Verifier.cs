using System.Buffers.Binary;

namespace WebNN.FlatBuffers;

/// <summary>
/// Walks a file by its layout before anything reads it: every table, vector and string lies inside the file, aligned as the format asks.
/// The walk is as deep as the schema, and bounded: tables may be shared, so a small file could otherwise spell out an endless walk.
/// </summary>
internal sealed class Verifier(ReadOnlyMemory<byte> file)
{
    /// <summary>
    /// A file without shared tables cannot reach this many, as each takes at least four bytes; small files may share some.
    /// </summary>
    private readonly int maxTables = Math.Max(1_000_000, file.Length / 4);

    private int tables;

    public FieldPath Path { get; } = new();

    /// <summary>Where the last byte ends that a table, vector or string has.</summary>
    public int End { get; private set; }

    /// <summary>Verifies the table at <paramref name="position"/> and all that it refers to.</summary>
    public void Table(long position, TableLayout layout)
    {
        if (++tables > maxTables) throw Invalid(position, $"more than {maxTables} tables: the file refers to the same ones over and over");
        Require(position, 4, 4, "table");
        var vtable = position - Int32(position);
        Require(vtable, 4, 2, "vtable");
        int vtableSize = UInt16(vtable);
        int tableSize = UInt16(vtable + 2);
        if (vtableSize < 4 || vtableSize % 2 != 0) throw Invalid(vtable, $"a vtable of {vtableSize} bytes");
        Require(vtable, vtableSize, 2, "vtable");
        if (tableSize < 4) throw Invalid(vtable + 2, $"a table of {tableSize} bytes");
        Require(position, tableSize, 4, "table");
        foreach (var field in layout.Fields)
        {
            Path.Push(field.Name);
            Field(new(position, vtable, vtableSize, tableSize), field);
            Path.Pop();
        }
    }

    private void Field(Extent table, FieldLayout field)
    {
        var at = At(table, field.Id, field.Kind is FieldKind.Scalar or FieldKind.Union ? field.Size : 4);
        if (field.Kind == FieldKind.Union)
        {
            var type = at == 0 ? 0 : file.Span[(int)at];
            var value = At(table, field.Id + 1, 4);
            if (type != 0 && value != 0) Table(Target(value), field.Members!(type));
        }
        else if (at != 0 && field.Kind != FieldKind.Scalar)
        {
            Reference(Target(at), field);
        }
    }

    private void Reference(long target, FieldLayout field)
    {
        switch (field.Kind)
        {
            case FieldKind.Table:
                Table(target, field.Table!);
                break;
            case FieldKind.String:
                String(target);
                break;
            case FieldKind.ScalarVector:
                Vector(target, field.Size);
                break;
            default:
                References(target, field);
                break;
        }
    }

    private void References(long vector, FieldLayout field)
    {
        var count = Vector(vector, 4);
        for (var i = 0; i < count; i++)
        {
            Path.Push(i);
            var target = Target(vector + 4 + (4L * i));
            if (field.Kind == FieldKind.TableVector) Table(target, field.Table!);
            else String(target);
            Path.Pop();
        }
    }

    private void String(long position)
    {
        var length = Vector(position, 1);
        Require(position + 4 + length, 1, 1, "string's end");
        if (file.Span[(int)(position + 4 + length)] != 0) throw Invalid(position, "the string does not end in a zero byte");
        if (++tables > maxTables) throw Invalid(position, $"more than {maxTables} strings and tables");
    }

    private long Vector(long position, int elementSize)
    {
        Require(position, 4, 4, "vector");
        long count = (uint)Int32(position);
        // TFLite's own check asks no more than this of wider elements, and files rely on it.
        Require(position + 4, count * elementSize, Math.Min(elementSize, 4), "vector");
        return count;
    }

    /// <summary>Where the field's value lies; 0 where the table leaves it out.</summary>
    private long At(Extent table, int id, int size)
    {
        var entry = 4 + (2 * id);
        if (entry + 2 > table.VtableSize) return 0;
        int offset = UInt16(table.Vtable + entry);
        if (offset == 0) return 0;
        if (offset < 4 || offset + size > table.Size)
        {
            throw Invalid(table.Vtable + entry, $"offset {offset} points outside its table of {table.Size} bytes");
        }
        Require(table.Position + offset, size, size, "field");
        return table.Position + offset;
    }

    private long Target(long at)
    {
        long offset = (uint)Int32(at);
        if (offset == 0) throw Invalid(at, "an offset of 0 refers to itself");
        return at + offset;
    }

    private void Require(long position, long size, int alignment, string what)
    {
        if (position < 0) throw Invalid(position, $"the {what} would start before the file");
        if (position + size > file.Length)
        {
            throw Invalid(
                position,
                $"{size} bytes of {what} at {position} end after the file, which has {file.Length} bytes: it is truncated or damaged");
        }
        if (position % alignment != 0) throw Invalid(position, $"the {what} at {position} is not aligned to {alignment} bytes");
        End = Math.Max(End, (int)(position + size));
    }

    private InvalidModelException Invalid(long position, string problem) => new(problem, position, Path.ToString());

    private int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(file.Span[(int)at..]);

    private ushort UInt16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(file.Span[(int)at..]);

    /// <summary>A table's place and size, and its vtable's.</summary>
    private readonly record struct Extent(long Position, long Vtable, int VtableSize, int Size);
}
