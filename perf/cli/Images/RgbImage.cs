namespace WebNN.Cli.Images;

/// <summary>A picture in memory: rows from the top, three bytes a pixel in the order red, green, blue.</summary>
internal sealed class RgbImage
{
    /// <summary>Larger than any photograph; a header that claims more is damaged.</summary>
    private const long MaxPixels = 1L << 28;

    public RgbImage(int width, int height)
    {
        RequireSize(width, height);
        Width = width;
        Height = height;
        Pixels = new byte[width * height * 3];
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Pixels { get; }

    /// <summary>Asked before anything is decoded: a few bytes can claim to be gigabytes.</summary>
    /// <exception cref="InputException">No picture has this size.</exception>
    public static void RequireSize(int width, int height)
    {
        if (width <= 0 || height <= 0 || (long)width * height > MaxPixels)
        {
            throw new InputException($"an image of {width} x {height} pixels cannot be read");
        }
    }

    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * 3, Width * 3);

    public Span<byte> Pixel(int x, int y) => Pixels.AsSpan(((y * Width) + x) * 3, 3);
}
