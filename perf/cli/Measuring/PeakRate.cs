using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        Processor.Features.HasFlag(ProcessorFeatures.Avx512) ? Best<SixteenLanes, Vector512<float>>()
        : Processor.Features.HasFlag(ProcessorFeatures.Avx2) ? Best<EightLanes, Vector256<float>>()
        : null;

    private static double Best<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Fused<TLanes, TVector>(TLanes.Broadcast(0.999f), TLanes.Broadcast(1e-3f));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return Math.Round(2.0 * Steps * Sums * TLanes.Count / best, 1);
    }

    /// <returns>All sums, so that none is left out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TVector Fused<TLanes, TVector>(TVector m, TVector n)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (a, b, c, d, e, f) = (n, n, n, n, n, n);
        var (g, h, i, j, k, l) = (n, n, n, n, n, n);
        for (var step = 0; step < Steps; step++)
        {
            (a, b, c) = (TLanes.MultiplyAdd(a, m, n), TLanes.MultiplyAdd(b, m, n), TLanes.MultiplyAdd(c, m, n));
            (d, e, f) = (TLanes.MultiplyAdd(d, m, n), TLanes.MultiplyAdd(e, m, n), TLanes.MultiplyAdd(f, m, n));
            (g, h, i) = (TLanes.MultiplyAdd(g, m, n), TLanes.MultiplyAdd(h, m, n), TLanes.MultiplyAdd(i, m, n));
            (j, k, l) = (TLanes.MultiplyAdd(j, m, n), TLanes.MultiplyAdd(k, m, n), TLanes.MultiplyAdd(l, m, n));
        }

        return Add(Add(Add(a, b, c), Add(d, e, f), Add(g, h, i)), Add(j, k, l), n);

        static TVector Add(TVector x, TVector y, TVector z) => TLanes.Add(TLanes.Add(x, y), z);
    }
}
