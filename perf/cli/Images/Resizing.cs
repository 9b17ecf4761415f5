namespace WebNN.Cli.Images;

/// <summary>Bilinear resizing with pixel centres at one half, the way most image libraries prepare a model's input.</summary>
internal static class Resizing
{
    public static RgbImage Bilinear(RgbImage source, int width, int height)
    {
        if (source.Width == width && source.Height == height)
        {
            return source;
        }

        var result = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, down) = Neighbours(y, source.Height, height);
            for (var x = 0; x < width; x++)
            {
                var (left, right, across) = Neighbours(x, source.Width, width);
                var target = result.Pixel(x, y);
                for (var channel = 0; channel < 3; channel++)
                {
                    var upper = Blend(source.Pixel(left, top)[channel], source.Pixel(right, top)[channel], across);
                    var lower = Blend(source.Pixel(left, bottom)[channel], source.Pixel(right, bottom)[channel], across);
                    target[channel] = (byte)(Blend(upper, lower, down) + 0.5);
                }
            }
        }

        return result;
    }

    private static (int First, int Second, double Share) Neighbours(int target, int sourceLength, int targetLength)
    {
        var position = Math.Clamp(((target + 0.5) * sourceLength / targetLength) - 0.5, 0, sourceLength - 1);
        var first = (int)position;
        return (first, Math.Min(first + 1, sourceLength - 1), position - first);
    }

    private static double Blend(double a, double b, double share) => a + ((b - a) * share);
}
