using System.Runtime.Intrinsics;

namespace WebNN.Kernels.Tests;

/// <summary>Powers of e beside those of doubles, by the table of 512 bits and by the polynomial.</summary>
public sealed class ExponentialTests
{
    private const float SmallestNormal = 1.17549435e-38f;

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void Are_within_two_units_of_the_last_place(int bits)
    {
        const int count = 1 << 19;
        for (var i = 0; i < count; i += 16)
        {
            float[] x = [.. Enumerable.Range(i, 16).Select(n => -104f + (n * (192.2f / count)))];
            foreach (var (of, actual) in x.Zip(Powers(bits, x)))
            {
                double exact = Math.Exp(of), unit = Math.Max(float.Epsilon, MathF.BitIncrement((float)exact) - (float)exact);
                var isNothing = actual == 0 && exact < SmallestNormal;
                Assert.True(isNothing || Math.Abs(actual - exact) <= 2 * unit, $"e to the power of {of:R}: {actual:R}, {exact:R} expected, {(actual - exact) / unit:0.00} units");
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void Have_their_ends(int bits)
    {
        float[] x = [0, -0f, float.NaN, float.NegativeInfinity, -1e30f, -105, float.PositiveInfinity, 1e30f, 88.3f, 1, -1, 0.5f, -0.5f, 1e-30f, -1e-30f, float.Epsilon];
        var powers = Powers(bits, x);
        Assert.Equal([1, 1, float.NaN, 0, 0, 0], powers[..6]);
        Assert.Equal(powers[8], powers[6]);
        Assert.Equal(powers[8], powers[7]);
        Assert.InRange(powers[8], 2.22e38f, 2.24e38f);
        Assert.Equal([1, 1, 1], powers[13..]);
    }

    private static float[] Powers(int bits, float[] x)
    {
        var result = new float[16];
        if (bits == 512)
        {
            Exponential<SixteenLanes, Vector512<float>>.Of(Vector512.Create(x)).CopyTo(result);
        }
        else
        {
            Exponential<EightLanes, Vector256<float>>.Of(Vector256.Create(x)).CopyTo(result);
            Exponential<EightLanes, Vector256<float>>.Of(Vector256.Create(x, 8)).CopyTo(result, 8);
        }

        return result;
    }
}
