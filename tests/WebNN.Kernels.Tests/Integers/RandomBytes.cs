using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Seeded images of bytes, and the sums of two of them.</summary>
internal static class RandomBytes
{
    public static byte[] Of(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);

        // Extremes are rare among random numbers.
        for (var i = 0; i < count; i += random.Next(1, 40))
        {
            bytes[i] = (byte)(random.Next(2) * byte.MaxValue);
        }

        return bytes;
    }

    /// <summary>One whose results fill the range of bytes, or exceed it: with scales of few digits, so that results lie between two steps, and with any.</summary>
    public static ImageSum Sum(Random random)
    {
        var (low, high) = Limits(random);
        return ImageSum.Of(Image(random), Image(random), Image(random), random.Next(2) == 0) with { Low = low, High = high };
    }

    /// <summary>The same of a product.</summary>
    public static ImageProduct Product(Random random)
    {
        var (low, high) = Limits(random);
        return ImageProduct.Of(Image(random), Image(random), Image(random) is var (scale, zero) ? (scale * random.Next(1, 128), zero) : default) with { Low = low, High = high };
    }

    /// <summary>What a kernel makes of its own result and of what is added to it.</summary>
    public static byte Added(ImageSum sum, byte result, byte other)
    {
        var (a, b) = sum.IsSecond ? (other, result) : (result, other);
        var rounded = MathF.Round(MathF.FusedMultiplyAdd(a, sum.First, MathF.FusedMultiplyAdd(b, sum.Second, sum.Offset)), MidpointRounding.ToEven);
        return (byte)Math.Clamp(rounded, sum.Low, sum.High);
    }

    private static (byte Low, byte High) Limits(Random random) =>
        random.Next(2) == 0 ? (byte.MinValue, byte.MaxValue) : ((byte)random.Next(100), (byte)random.Next(150, 256));

    private static (float Scale, byte Zero) Image(Random random) =>
        (random.Next(2) == 0 ? random.Next(1, 9) / 16f : 0.05f + random.NextSingle(), (byte)random.Next(256));
}
