using System.Buffers.Binary;

namespace WebNN.Cli.Images;

/// <summary>The parts of a PNG that matter here; everything else is skipped.</summary>
internal sealed record PngChunks(byte[] Header, byte[] Palette, byte[] Data)
{
    public const int HeaderSize = 13;
    private const int LengthTypeAndChecksum = 12;

    public static PngChunks Read(ReadOnlySpan<byte> bytes)
    {
        byte[] header = [], palette = [];
        using var data = new MemoryStream();
        while (bytes.Length >= LengthTypeAndChecksum)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            var type = bytes.Slice(4, 4);
            var content = bytes.Slice(8, length);
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(8 + length)..]) != Checksum(bytes.Slice(4, 4 + length)))
            {
                throw new InputException("a PNG with a checksum that does not match");
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                header = content.ToArray();
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = content.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(content);
            }

            bytes = bytes[(LengthTypeAndChecksum + length)..];
        }

        return header.Length == HeaderSize ? new(header, palette, data.ToArray()) : throw new InputException("a PNG without a header");
    }

    public static void Write(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. type, .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    /// <summary>CRC-32 of ISO 3309, bit by bit: pictures are read once, before anything is measured.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        const uint polynomial = 0xEDB88320;
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
            }
        }

        return ~crc;
    }
}
