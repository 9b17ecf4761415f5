using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using WebNN.Kernels;

namespace WebNN.Cli.Measuring;

/// <summary>What one core can do at most: multiplications and additions of floats in its widest vectors, as fast as they can follow each other.</summary>
internal static class PeakRate
{
    private const int Rounds = 40;
    private const int Steps = 20_000;

    /// <summary>As many sums at a time as hide the latency of each.</summary>
    private const int Sums = 12;

    /// <summary>10^9 operations a second, a multiplication and an addition counting as two; null where neither kind of vector is there.</summary>
    public static double? GigaFlops() =>
        Processor.Features.HasFlag(ProcessorFeatures.Avx512) ? Best(static () => Fused512(Vector512.Create(0.999f), Vector512.Create(1e-3f)), Vector512<float>.Count)
        : Processor.Features.HasFlag(ProcessorFeatures.Avx2) ? Best(static () => Fused256(Vector256.Create(0.999f), Vector256.Create(1e-3f)), Vector256<float>.Count)
        : null;

    private static double Best(Func<float> work, int lanes)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return Math.Round(2.0 * Steps * Sums * lanes / best, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fused512(Vector512<float> m, Vector512<float> n)
    {
        var (a, b, c, d, e, f) = (n, n, n, n, n, n);
        var (g, h, i, j, k, l) = (n, n, n, n, n, n);
        for (var step = 0; step < Steps; step++)
        {
            (a, b, c) = (Avx512F.FusedMultiplyAdd(a, m, n), Avx512F.FusedMultiplyAdd(b, m, n), Avx512F.FusedMultiplyAdd(c, m, n));
            (d, e, f) = (Avx512F.FusedMultiplyAdd(d, m, n), Avx512F.FusedMultiplyAdd(e, m, n), Avx512F.FusedMultiplyAdd(f, m, n));
            (g, h, i) = (Avx512F.FusedMultiplyAdd(g, m, n), Avx512F.FusedMultiplyAdd(h, m, n), Avx512F.FusedMultiplyAdd(i, m, n));
            (j, k, l) = (Avx512F.FusedMultiplyAdd(j, m, n), Avx512F.FusedMultiplyAdd(k, m, n), Avx512F.FusedMultiplyAdd(l, m, n));
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fused256(Vector256<float> m, Vector256<float> n)
    {
        var (a, b, c, d, e, f) = (n, n, n, n, n, n);
        var (g, h, i, j, k, l) = (n, n, n, n, n, n);
        for (var step = 0; step < Steps; step++)
        {
            (a, b, c) = (Fma.MultiplyAdd(a, m, n), Fma.MultiplyAdd(b, m, n), Fma.MultiplyAdd(c, m, n));
            (d, e, f) = (Fma.MultiplyAdd(d, m, n), Fma.MultiplyAdd(e, m, n), Fma.MultiplyAdd(f, m, n));
            (g, h, i) = (Fma.MultiplyAdd(g, m, n), Fma.MultiplyAdd(h, m, n), Fma.MultiplyAdd(i, m, n));
            (j, k, l) = (Fma.MultiplyAdd(j, m, n), Fma.MultiplyAdd(k, m, n), Fma.MultiplyAdd(l, m, n));
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
