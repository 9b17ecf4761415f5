using System.Buffers.Binary;
using System.Numerics;

namespace WebNN.Cli.Images;

/// <summary>Windows bitmaps of 24 and 32 bits a pixel, uncompressed or with channel masks; alpha is dropped.</summary>
internal static class Bmp
{
    private const int FileHeaderSize = 14;
    private const int InfoHeaderSize = 40;
    private const int CompressionNone = 0;
    private const int CompressionBitFields = 3;

    /// <summary>2835 pixels a metre are 72 a inch, what most programs write.</summary>
    private const int PixelsPerMetre = 2835;

    public static RgbImage Decode(ReadOnlySpan<byte> file)
    {
        var header = file[FileHeaderSize..];
        var (width, height) = (Int32(header, 4), Int32(header, 8));
        var (bits, compression) = (BinaryPrimitives.ReadInt16LittleEndian(header[14..]), Int32(header, 16));
        if (bits is not (24 or 32) || compression is not (CompressionNone or CompressionBitFields))
        {
            throw new InputException($"a BMP of {bits} bits and compression {compression}; 24 or 32 bits without compression can be read");
        }

        var masks = compression == CompressionBitFields
            ? [UInt32(header, 40), UInt32(header, 44), UInt32(header, 48)]
            : new uint[] { 0xFF0000, 0xFF00, 0xFF };
        if (bits == 24 && compression == CompressionBitFields)
        {
            throw new InputException("a BMP of 24 bits with channel masks");
        }

        var image = new RgbImage(width, height == int.MinValue ? 0 : Math.Abs(height));
        ReadPixels(file[Int32(file, 10)..], image, bits / 8, bottomUp: height > 0, masks);
        return image;
    }

    public static byte[] Encode(RgbImage image)
    {
        var stride = Stride(image.Width, 3);
        var file = new byte[FileHeaderSize + InfoHeaderSize + (stride * image.Height)];
        var header = file.AsSpan();
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[2..], file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[10..], FileHeaderSize + InfoHeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[14..], InfoHeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[18..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(header[22..], image.Height);
        BinaryPrimitives.WriteInt16LittleEndian(header[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[28..], 24);
        BinaryPrimitives.WriteInt32LittleEndian(header[34..], stride * image.Height);
        BinaryPrimitives.WriteInt32LittleEndian(header[38..], PixelsPerMetre);
        BinaryPrimitives.WriteInt32LittleEndian(header[42..], PixelsPerMetre);
        for (var y = 0; y < image.Height; y++)
        {
            var target = file.AsSpan(FileHeaderSize + InfoHeaderSize + (stride * (image.Height - 1 - y)), stride);
            var source = image.Row(y);
            for (var i = 0; i < source.Length; i += 3)
            {
                (target[i], target[i + 1], target[i + 2]) = (source[i + 2], source[i + 1], source[i]);
            }
        }

        return file;
    }

    private static void ReadPixels(ReadOnlySpan<byte> data, RgbImage image, int bytesPerPixel, bool bottomUp, uint[] masks)
    {
        var stride = Stride(image.Width, bytesPerPixel);
        for (var y = 0; y < image.Height; y++)
        {
            var source = data.Slice(stride * (bottomUp ? image.Height - 1 - y : y), image.Width * bytesPerPixel);
            var target = image.Row(y);
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = source.Slice(x * bytesPerPixel, bytesPerPixel);
                var value = (uint)(pixel[0] | (pixel[1] << 8) | (pixel[2] << 16) | (bytesPerPixel == 4 ? pixel[3] << 24 : 0));
                for (var channel = 0; channel < 3; channel++)
                {
                    target[(x * 3) + channel] = Channel(value, masks[channel]);
                }
            }
        }
    }

    private static byte Channel(uint value, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        var shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((value & mask) >> shift) * 255 / (mask >> shift));
    }

    /// <summary>Rows are padded to four bytes.</summary>
    private static int Stride(int width, int bytesPerPixel) => checked(((width * bytesPerPixel) + 3) / 4 * 4);

    private static int Int32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
