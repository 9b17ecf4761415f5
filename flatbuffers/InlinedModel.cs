using System.Buffers.Binary;

namespace WebNN.FlatBuffers;

/// <summary>
/// The same model with all bytes inside its tables, for readers that do not look behind them, as TFLite 2.9. Tables stay where they
/// are; each that referred to a place in the file gets a vtable by which the same eight bytes hold the offset of a vector, and vectors are
/// appended.
/// </summary>
public sealed class InlinedModel
{
    private const int VectorAlignment = 16;

    private readonly FlatBufferModel model;
    private readonly List<Patch> patches = [];
    private readonly Dictionary<(int VTable, int Field), int> vtables = [];
    private readonly Dictionary<(ulong Offset, ulong Size), long> vectors = [];
    private readonly int prefix;

    /// <summary>Lays the new file out; nothing is copied.</summary>
    /// <exception cref="InvalidModelException">The places overlap, so that the file would grow beyond its own size, or has more than 2 GiB.</exception>
    public InlinedModel(FlatBufferModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        Find();
        prefix = (int)patches.Aggregate((ulong)model.File.Length, (least, patch) => Math.Min(least, patch.Offset));
        prefix = Math.Max(prefix, model.TablesEnd);
        var end = Aligned(prefix, 2);
        foreach (var patch in patches)
        {
            if (!vtables.TryAdd((VTableOf(patch), patch.DataField), (int)end)) continue;
            end += VTableSize(patch);
        }

        Length = Place(end);
    }

    /// <summary>Bytes of the new file.</summary>
    public int Length { get; }

    /// <summary>Writes the new file, each constant once.</summary>
    /// <param name="destination"><see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        var file = model.File.Span;
        file[..prefix].CopyTo(destination);
        destination[prefix..].Clear();
        foreach (var ((offset, size), at) in vectors)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(int)at..], (uint)size);
            file.Slice((int)offset, (int)size).CopyTo(destination[((int)at + sizeof(uint))..]);
        }

        foreach (var patch in patches)
        {
            Apply(patch, destination);
        }
    }

    private void Find()
    {
        var seen = new HashSet<int>();
        void Add(FlatTable table, int dataField, int offsetField)
        {
            var offset = table.UInt64(offsetField);
            if (offset <= 1 || !seen.Add(table.Position)) return;
            patches.Add(new(table, dataField, offsetField, offset, table.UInt64(offsetField + 1)));
        }

        foreach (var buffer in model.Buffers) Add(buffer.Table, ModelBuffer.DataField, ModelBuffer.OffsetField);
        foreach (var node in model.Subgraphs.SelectMany(subgraph => subgraph.Operators))
        {
            Add(node.Table, ModelOperator.CustomOptionsField, ModelOperator.LargeCustomOptionsOffsetField);
        }
    }

    /// <summary>Gives each vector its place. Tables may share one, but overlapping ones would let a small file grow without bound.</summary>
    private int Place(long end)
    {
        var copied = 0L;
        foreach (var patch in patches)
        {
            if (patch.Size == 0 || vectors.ContainsKey((patch.Offset, patch.Size))) continue;
            copied += (long)patch.Size;
            end = Aligned(end + sizeof(uint), VectorAlignment) - sizeof(uint);
            vectors.Add((patch.Offset, patch.Size), end);
            end += sizeof(uint) + (long)patch.Size;
            if (copied > model.File.Length || end > int.MaxValue)
            {
                throw new InvalidModelException(
                    $"the places behind the tables have {copied} bytes together, in a file of {model.File.Length}: they overlap", (long)patch.Offset);
            }
        }

        return (int)end;
    }

    private void Apply(Patch patch, Span<byte> destination)
    {
        var (oldVTable, vtable) = (VTableOf(patch), vtables[(VTableOf(patch), patch.DataField)]);
        var entries = destination[vtable..];
        model.File.Span.Slice(oldVTable, VTableSize(patch)).CopyTo(entries);
        var slot = BinaryPrimitives.ReadUInt16LittleEndian(entries[Entry(patch.OffsetField)..]);
        Put(entries, patch.DataField, patch.Size == 0 ? (ushort)0 : slot);
        Put(entries, patch.OffsetField, 0);
        Put(entries, patch.OffsetField + 1, 0);
        BinaryPrimitives.WriteInt32LittleEndian(destination[patch.Table.Position..], patch.Table.Position - vtable);
        if (patch.Size == 0) return;
        var at = patch.Table.Position + slot;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], (uint)(vectors[(patch.Offset, patch.Size)] - at));
    }

    /// <summary>A vtable ends after the last field that any of its tables has.</summary>
    private static void Put(Span<byte> vtable, int field, ushort slot)
    {
        if (Entry(field) < BinaryPrimitives.ReadUInt16LittleEndian(vtable))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(vtable[Entry(field)..], slot);
        }
    }

    private static int Entry(int field) => sizeof(uint) + (sizeof(ushort) * field);

    private int VTableOf(Patch patch) =>
        patch.Table.Position - BinaryPrimitives.ReadInt32LittleEndian(model.File.Span[patch.Table.Position..]);

    private int VTableSize(Patch patch) => BinaryPrimitives.ReadUInt16LittleEndian(model.File.Span[VTableOf(patch)..]);

    private static long Aligned(long position, int alignment) => (position + alignment - 1) / alignment * alignment;

    /// <summary>A table whose bytes lie elsewhere in the file.</summary>
    private readonly record struct Patch(FlatTable Table, int DataField, int OffsetField, ulong Offset, ulong Size);
}
