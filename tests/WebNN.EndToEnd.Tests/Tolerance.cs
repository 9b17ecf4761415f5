using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.EndToEnd.Tests;

/// <summary>How far a result may be from TFLite's own.</summary>
/// <param name="Relative">Of floats: the largest difference, as a part of the largest element.</param>
/// <param name="Steps">Of integers: the largest difference.</param>
/// <param name="Differing">Of integers: the largest share of elements that differ at all.</param>
internal sealed record Tolerance(double Relative, int Steps, double Differing)
{
    /// <summary>Bit for bit.</summary>
    public static Tolerance Exact { get; } = new(0, 0, 0);

    /// <summary>Floats: 1e-5 of the largest element.</summary>
    public static Tolerance Float { get; } = new(1e-5, 0, 0);

    /// <summary>Floats by int8 weights: TFLite's hybrid kernels round the floats to int8 first, the delegate does not.</summary>
    public static Tolerance Hybrid { get; } = new(0.05, 0, 0) { LeastCosine = 0.999 };

    /// <summary>
    /// A whole float model: what the differences of its operators may add up to. Each operator by itself is held to <see cref="Float"/>.
    /// </summary>
    public static Tolerance FloatModel { get; } = new(1e-4, 0, 0) { LeastCosine = 0.9999 };

    /// <summary>Of floats: the least cosine of the angle between expected and actual.</summary>
    public double LeastCosine { get; init; } = -1;

    /// <summary>Floats that are sums of so many: roundings add up like the steps of a random walk.</summary>
    public static Tolerance Sums(int summands) => new(Math.Max(Float.Relative, Math.Sqrt(summands) / (1 << 23)), 0, 0);

    /// <summary>Quantized integers: one step on a share of the elements, where a sum or a quotient is rounded in another way.</summary>
    public static Tolerance OneStep(double share) => new(0, 1, share);

    /// <summary>What is wrong with <paramref name="actual"/>; null where it is near enough. <paramref name="measured"/> says how near.</summary>
    public string? Objection(TfLiteType type, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, out string measured) => type switch
    {
        TfLiteType.Float32 => Floats(MemoryMarshal.Cast<byte, float>(expected), MemoryMarshal.Cast<byte, float>(actual), out measured),
        TfLiteType.Int32 => Integers(MemoryMarshal.Cast<byte, int>(expected), MemoryMarshal.Cast<byte, int>(actual), value => value, out measured),
        TfLiteType.Int64 => Integers(MemoryMarshal.Cast<byte, long>(expected), MemoryMarshal.Cast<byte, long>(actual), value => value, out measured),
        TfLiteType.Int8 => Integers(MemoryMarshal.Cast<byte, sbyte>(expected), MemoryMarshal.Cast<byte, sbyte>(actual), value => value, out measured),
        TfLiteType.Int16 => Integers(MemoryMarshal.Cast<byte, short>(expected), MemoryMarshal.Cast<byte, short>(actual), value => value, out measured),
        TfLiteType.UInt8 or TfLiteType.Bool => Integers(expected, actual, value => value, out measured),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no tolerance for this type"),
    };

    private string? Floats(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, out string measured)
    {
        var (largest, worst, at) = (0.0, 0.0, 0);
        var (dot, expectedNorm, actualNorm) = (0.0, 0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = expected[i].Equals(actual[i]) || IsLimit(expected[i], actual[i]) ? 0 : Math.Abs((double)expected[i] - actual[i]);
            if (float.IsFinite(expected[i]) && float.IsFinite(actual[i]))
            {
                largest = Math.Max(largest, Math.Abs(expected[i]));
                dot += (double)expected[i] * actual[i];
                expectedNorm += (double)expected[i] * expected[i];
                actualNorm += (double)actual[i] * actual[i];
            }

            // A NaN that TFLite does not have must not compare as small.
            if (double.IsNaN(difference) || difference > worst)
            {
                (worst, at) = (double.IsNaN(difference) ? double.PositiveInfinity : difference, i);
            }
        }

        var cosine = expectedNorm == 0 || actualNorm == 0 ? 1 : dot / Math.Sqrt(expectedNorm * actualNorm);
        measured = $"largest difference {worst:g3} of {largest:g3} at {at}: {actual[at]} for {expected[at]}; cosine {cosine:g9}";
        return worst <= Relative * largest && cosine >= LeastCosine
            ? null
            : $"{measured}; allowed {Relative:g3} of the largest, cosine {LeastCosine}";
    }

    /// <summary>TFLite's kernels with a fused activation, NONE too, end at the largest finite floats; the delegate passes infinities on.</summary>
    private static bool IsLimit(float expected, float actual) =>
        Math.Abs(expected) == float.MaxValue && float.IsInfinity(actual) && expected > 0 == actual > 0;

    private string? Integers<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<T, long> widen, out string measured)
    {
        var (worst, differing, at) = (0L, 0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(widen(expected[i]) - widen(actual[i]));
            differing += difference == 0 ? 0 : 1;
            if (difference > worst)
            {
                (worst, at) = (difference, i);
            }
        }

        var share = differing / (double)expected.Length;
        measured = $"{worst} steps at worst, at {at}: {actual[at]} for {expected[at]}; {share:p2} of the elements differ";
        return worst <= Steps && share <= Differing ? null : $"{measured}; allowed {Steps} steps on {Differing:p2}";
    }
}
