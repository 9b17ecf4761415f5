using System.Globalization;
using System.Text;

namespace WebNN.Cli.Images;

/// <summary>Portable pixmaps: binary colour (P6) and grey (P5) with 8 bits a sample.</summary>
internal static class Ppm
{
    public static RgbImage Decode(ReadOnlySpan<byte> file)
    {
        var channels = file[1] == (byte)'6' ? 3 : 1;
        var position = 2;
        var width = Number(file, ref position);
        var height = Number(file, ref position);
        var maximum = Number(file, ref position);
        if (maximum != 255)
        {
            throw new InputException($"a PPM with samples up to {maximum}; 255 can be read");
        }

        var image = new RgbImage(width, height);
        var samples = file.Slice(position + 1, width * height * channels);   // exactly one white space after the header
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = samples[channels == 3 ? i : i / 3];
        }

        return image;
    }

    public static byte[] Encode(RgbImage image)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"P6\n{image.Width} {image.Height}\n255\n");
        return [.. Encoding.ASCII.GetBytes(header), .. image.Pixels];
    }

    private static int Number(ReadOnlySpan<byte> file, ref int position)
    {
        while (char.IsWhiteSpace((char)file[position]) || file[position] == (byte)'#')
        {
            if (file[position] == (byte)'#')
            {
                position += file[position..].IndexOf((byte)'\n');
            }

            position++;
        }

        var start = position;
        while (char.IsAsciiDigit((char)file[position]))
        {
            position++;
        }

        return int.TryParse(file[start..position], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InputException("a PPM whose header is damaged");
    }
}
