namespace WebNN.Samples.LeNet;

/// <summary>The digits of a 5 by 7 font in 16 by 16 pictures: twice as large, moved about, some pixels wrong, noise over all.</summary>
internal sealed class Pictures(string font, Random random)
{
    private const int Side = 16;

    private readonly string[][] glyphs =
        [.. font.ReplaceLineEndings("\n").Split("\n\n").Select(glyph => glyph.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    public (float[] Image, int Digit) Next()
    {
        var (digit, top, left, ink) = (random.Next(10), random.Next(3), random.Next(7), 0.6f + (0.4f * random.NextSingle()));
        var image = new float[Side * Side];
        for (var y = 0; y < 14; y++)
        {
            for (var x = 0; x < 10; x++)
            {
                image[((top + y) * Side) + left + x] = glyphs[digit][y / 2][x / 2] == '#' ? ink : 0;
            }
        }

        for (var i = 0; i < image.Length; i++)
        {
            var pixel = random.NextSingle() < 0.03f ? 1 - image[i] : image[i];
            image[i] = Math.Clamp(pixel + (0.2f * (random.NextSingle() - 0.5f)), 0, 1);
        }

        return (image, digit);
    }
}
