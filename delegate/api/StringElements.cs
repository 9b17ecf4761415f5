using System.Buffers.Binary;
using System.Collections.Immutable;

namespace WebNN.TfLite;

/// <summary>How TFLite lays out a tensor of strings: their number, where each begins and the last ends, and their bytes one after the other.</summary>
internal static class StringElements
{
    /// <exception cref="ArgumentException">They are more than a tensor holds.</exception>
    public static byte[] Pack(IReadOnlyList<byte[]> values)
    {
        var start = sizeof(int) * (values.Count + 2L);
        var length = start + values.Sum(value => (long)value.Length);
        if (length > int.MaxValue)
        {
            throw new ArgumentException($"the strings take {length} bytes, which is more than a tensor holds", nameof(values));
        }

        var packed = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(sizeof(int) * (i + 1)), (int)start);
            values[i].CopyTo(packed, start);
            start += values[i].Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(sizeof(int) * (values.Count + 1)), (int)start);
        return packed;
    }

    /// <exception cref="InvalidDataException">It is no such layout.</exception>
    public static ImmutableArray<byte[]> Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty)
        {
            return [];
        }

        var count = packed.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(packed);
        if (count < 0 || sizeof(int) * (count + 2L) > packed.Length)
        {
            throw new InvalidDataException($"{packed.Length} bytes are no tensor of strings");
        }

        var values = ImmutableArray.CreateBuilder<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var (start, end) = (Offset(packed, i), Offset(packed, i + 1));
            values.Add(start >= 0 && start <= end && end <= packed.Length
                ? packed[start..end].ToArray()
                : throw new InvalidDataException($"string {i} of a tensor is said to lie at {start} to {end} of {packed.Length} bytes"));
        }

        return values.MoveToImmutable();
    }

    private static int Offset(ReadOnlySpan<byte> packed, int index) => BinaryPrimitives.ReadInt32LittleEndian(packed[(sizeof(int) * (index + 1))..]);
}
