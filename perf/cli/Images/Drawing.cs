namespace WebNN.Cli.Images;

/// <summary>Draws into a picture what a detector found.</summary>
internal static class Drawing
{
    private static readonly (byte Red, byte Green, byte Blue)[] colours =
        [(230, 25, 75), (60, 180, 75), (0, 130, 200), (245, 130, 48), (145, 30, 180), (70, 240, 240), (240, 50, 230), (210, 245, 60)];

    /// <summary>Outlines a box; the corners are shares of the picture's size, as detectors give them, and may lie outside.</summary>
    public static void Box(RgbImage image, double top, double left, double bottom, double right, int colour)
    {
        var (x0, x1) = (Position(left, image.Width), Position(right, image.Width));
        var (y0, y1) = (Position(top, image.Height), Position(bottom, image.Height));
        var thickness = Math.Max(1, Math.Min(image.Width, image.Height) / 150);
        for (var line = 0; line < thickness; line++)
        {
            for (var x = x0; x <= x1; x++)
            {
                Dot(image, x, y0 + line, colour);
                Dot(image, x, y1 - line, colour);
            }

            for (var y = y0; y <= y1; y++)
            {
                Dot(image, x0 + line, y, colour);
                Dot(image, x1 - line, y, colour);
            }
        }
    }

    private static int Position(double share, int length) => double.IsNaN(share) ? 0 : (int)Math.Clamp(share * length, 0, length - 1);

    private static void Dot(RgbImage image, int x, int y, int colour)
    {
        if (x < 0 || y < 0 || x >= image.Width || y >= image.Height)
        {
            return;
        }

        var pixel = image.Pixel(x, y);
        (pixel[0], pixel[1], pixel[2]) = colours[colour % colours.Length];
    }
}
