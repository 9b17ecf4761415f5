namespace WebNN.Models;

/// <summary>Numbers that are the same on every machine and .NET version: SplitMix64, and no function of the C library.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private const double UniformVariance = 1.0 / 12;

    private ulong state = seed;

    /// <summary>From <paramref name="low"/> up to, not including, <paramref name="high"/>.</summary>
    public float Uniform(float low, float high) => low + ((high - low) * (Next() >> 40) / (1 << 24));

    /// <summary>Nearly normal, with mean 0 and deviation 1: the sum of four uniform numbers of 16 bits.</summary>
    public float Normal()
    {
        const int Terms = 4;
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return (float)(((sum / 65535.0) - (Terms / 2)) / Math.Sqrt(Terms * UniformVariance));
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
