using System.Buffers.Binary;
using Wasmtime;

namespace WebNN.Wasi.Abi;

/// <summary>
/// A guest's memory during one call. Every address and length is the guest's: nothing is read or written that is not wholly inside, and sums
/// are of 64 bits. Spans are good until guest code runs.
/// </summary>
internal readonly ref struct GuestMemory
{
    private readonly Memory memory;
    private readonly ref ulong length;
    private readonly Span<byte> low;

    /// <summary>Asks for the memory once in a call: to ask for each range would cost more than all else.</summary>
    /// <param name="length">Bytes that the memory is known to have: it never shrinks. 0 at first; kept up to date here.</param>
    public GuestMemory(Memory memory, ref ulong length)
    {
        this.memory = memory;
        this.length = ref length;
        low = length == 0 ? default : memory.GetSpan(0, (int)Math.Min(length, int.MaxValue));
    }

    /// <summary>Whether the range is inside; one of no bytes may lie at the very end.</summary>
    public bool Has(uint address, ulong count)
    {
        if (count <= length && address <= length - count)
        {
            return true;
        }

        length = (ulong)memory.GetLength();
        return count <= length && address <= length - count;
    }

    /// <summary>A range of less than 2 GiB; none that is useful has more.</summary>
    public bool TryBytes(uint address, ulong count, out Span<byte> bytes)
    {
        bytes = default;
        if (count > int.MaxValue || !Has(address, count))
        {
            return false;
        }

        bytes = Range(address, (int)count);
        return true;
    }

    /// <summary>Writes a number to where <see cref="Has"/> said that there is room.</summary>
    public void Write(uint address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Range(address, sizeof(uint)), value);

    /// <summary>Of a memory of more than 2 GiB a span has the first part; an empty one at the very end is one that the binding refuses.</summary>
    private Span<byte> Range(uint address, int count) =>
        address + (ulong)count <= (ulong)low.Length ? low.Slice((int)address, count) : count == 0 ? default : memory.GetSpan(address, count);
}

/// <summary>Structures of the guest's: little-endian, at any address.</summary>
internal static class GuestStructures
{
    public static uint UInt32(this ReadOnlySpan<byte> structure, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(structure[offset..]);
}
