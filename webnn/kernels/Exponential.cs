using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>e to the power of floats.</summary>
internal static class Exponential<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Below, the power is nearer to zero than any float.</summary>
    private const float Lowest = -104;

    /// <summary>Above, the power is next to the largest float, or infinite: it is the one of this.</summary>
    private const float Highest = 88.3f;

    private const float PerDoubling = 1.44269504f;

    // The logarithm of two in two parts, of which the first has so few bits that its multiples are exact.
    private const float DoublingHigh = 0.693359375f;
    private const float DoublingLow = -2.12194440e-4f;

    /// <summary>To a sum of whole numbers and 32nds, its last five bits are the 32nds.</summary>
    private const float InSteps = 1.5f * (1 << 18);

    /// <summary>To within two units of the last place; below the normal floats the nearest, or zero; NaN of a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        x = TLanes.Minimum(TLanes.Broadcast(Highest), TLanes.Maximum(TLanes.Broadcast(Lowest), x));
        return TLanes.HasFractions ? ByTable(x) : ByPolynomial(x);
    }

    /// <summary>The power of the nearest 32nd of a doubling is known: what is left is so small that two terms do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ByTable(TVector x)
    {
        var steps = TLanes.MultiplyAdd(x, TLanes.Broadcast(PerDoubling), TLanes.Broadcast(InSteps));
        var doublings = TLanes.Subtract(steps, TLanes.Broadcast(InSteps));
        var rest = Rest(x, doublings);

        // The polynomial with the smallest greatest error, 5.3e-8 of the power: |rest| is at most a 64th of the logarithm of two.
        var series = TLanes.Multiply(TLanes.MultiplyAdd(rest, TLanes.Broadcast(0.5f), TLanes.Broadcast(1.0000147f)), rest);
        var fraction = TLanes.Fraction(steps);
        return TLanes.Scale(TLanes.MultiplyAdd(fraction, series, fraction), doublings);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ByPolynomial(TVector x)
    {
        var doublings = TLanes.Round(TLanes.Multiply(x, TLanes.Broadcast(PerDoubling)));
        var rest = Rest(x, doublings);

        // The polynomial with the smallest greatest error, 1.7e-8 of the power: |rest| is at most half of the logarithm of two.
        var series = TLanes.MultiplyAdd(rest, TLanes.Broadcast(0.0013836835f), TLanes.Broadcast(0.008374824f));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(0.041668225f));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(0.1666642f));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(0.4999999f));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1));
        return TLanes.Scale(series, doublings);
    }

    /// <summary>What a power is of beyond its doublings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Rest(TVector x, TVector doublings) =>
        TLanes.MultiplyAdd(doublings, TLanes.Broadcast(-DoublingLow), TLanes.MultiplyAdd(doublings, TLanes.Broadcast(-DoublingHigh), x));
}
