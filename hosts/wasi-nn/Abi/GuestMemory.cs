using System.Buffers.Binary;
using Wasmtime;

namespace WebNN.Wasi.Abi;

/// <summary>
/// A guest's memory during one call. Every address and length is the guest's: nothing is read or written that is not wholly inside, and sums
/// are of 64 bits. Spans are good until guest code runs.
/// </summary>
internal readonly struct GuestMemory(Memory memory)
{
    private readonly ulong length = (ulong)memory.GetLength();

    /// <summary>Whether the range is inside; one of no bytes may lie at the very end.</summary>
    public bool Has(uint address, ulong count) => count <= length && address <= length - count;

    /// <summary>A range of less than 2 GiB; none that is useful has more.</summary>
    public bool TryBytes(uint address, ulong count, out Span<byte> bytes)
    {
        bytes = default;
        if (count > int.MaxValue || !Has(address, count))
        {
            return false;
        }

        // An empty span at the very end is one that the binding refuses.
        if (count > 0)
        {
            bytes = memory.GetSpan(address, (int)count);
        }

        return true;
    }

    /// <summary>Writes a number to where <see cref="Has"/> said that there is room.</summary>
    public void Write(uint address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(memory.GetSpan(address, sizeof(uint)), value);
}

/// <summary>Structures of the guest's: little-endian, at any address.</summary>
internal static class GuestStructures
{
    public static uint UInt32(this ReadOnlySpan<byte> structure, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(structure[offset..]);
}
