using System.Buffers.Binary;
using System.IO.Compression;

namespace WebNN.Cli.Images;

/// <summary>PNG with 8 bits a sample, not interlaced: grey, colour, palette, each with or without alpha; alpha is dropped.</summary>
internal static class Png
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static RgbImage Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
        {
            throw new InputException("a PNG whose signature is damaged");
        }

        var chunks = PngChunks.Read(file[Signature.Length..]);
        var header = chunks.Header.AsSpan();
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        var (depth, colour, interlace) = (header[8], header[9], header[12]);
        var channels = colour switch { 0 => 1, 2 => 3, 3 => 1, 4 => 2, 6 => 4, _ => 0 };
        if (depth != 8 || channels == 0 || interlace != 0)
        {
            var interlaced = interlace == 0 ? "" : ", interlaced";
            throw new InputException($"a PNG of {depth} bits, colour type {colour}{interlaced}; 8 bits, not interlaced, can be read");
        }

        var image = new RgbImage(width, height);
        var rows = Unfilter(chunks.Data, width * channels, height, channels);
        Expand(rows, image, channels, colour == 3 ? chunks.Palette : null);
        return image;
    }

    public static byte[] Encode(RgbImage image)
    {
        Span<byte> header = stackalloc byte[PngChunks.HeaderSize];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        (header[8], header[9], header[10], header[11], header[12]) = (8, 2, 0, 0, 0);   // 8 bits, colour, no interlace
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < image.Height; y++)
            {
                deflate.WriteByte(0);   // no filter
                deflate.Write(image.Row(y));
            }
        }

        using var file = new MemoryStream();
        file.Write(Signature);
        PngChunks.Write(file, "IHDR"u8, header);
        PngChunks.Write(file, "IDAT"u8, data.ToArray());
        PngChunks.Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Unfilter(byte[] compressed, int rowSize, int height, int bytesPerPixel)
    {
        using var inflate = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var rows = new byte[rowSize * height];
        var previous = new byte[rowSize];
        for (var y = 0; y < height; y++)
        {
            var filter = inflate.ReadByte();
            var row = rows.AsSpan(y * rowSize, rowSize);
            inflate.ReadExactly(row);
            for (var i = 0; i < rowSize; i++)
            {
                var left = i >= bytesPerPixel ? row[i - bytesPerPixel] : (byte)0;
                var upperLeft = i >= bytesPerPixel ? previous[i - bytesPerPixel] : (byte)0;
                row[i] += Prediction(filter, left, previous[i], upperLeft);
            }

            row.CopyTo(previous);
        }

        return rows;
    }

    private static byte Prediction(int filter, byte left, byte up, byte upperLeft) => filter switch
    {
        0 => 0,
        1 => left,
        2 => up,
        3 => (byte)((left + up) / 2),
        4 => Paeth(left, up, upperLeft),
        _ => throw new InputException($"a PNG with row filter {filter}"),
    };

    private static byte Paeth(byte left, byte up, byte upperLeft)
    {
        var estimate = left + up - upperLeft;
        var (toLeft, toUp, toUpperLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - upperLeft));
        return toLeft <= toUp && toLeft <= toUpperLeft ? left : toUp <= toUpperLeft ? up : upperLeft;
    }

    private static void Expand(byte[] rows, RgbImage image, int channels, byte[]? palette)
    {
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            var source = rows.AsSpan(i * channels, channels);
            var target = image.Pixels.AsSpan(i * 3, 3);
            if (palette is not null)
            {
                palette.AsSpan(source[0] * 3, 3).CopyTo(target);
            }
            else if (channels >= 3)
            {
                source[..3].CopyTo(target);
            }
            else
            {
                target.Fill(source[0]);
            }
        }
    }
}
