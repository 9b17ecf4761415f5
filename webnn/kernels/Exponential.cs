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

    /// <summary>To within two units of the last place; zero where the power is below the normal floats; NaN of a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        x = TLanes.Minimum(TLanes.Broadcast(Highest), TLanes.Maximum(TLanes.Broadcast(Lowest), x));
        var doublings = TLanes.Round(TLanes.Multiply(x, TLanes.Broadcast(PerDoubling)));
        var rest = TLanes.MultiplyAdd(doublings, TLanes.Broadcast(-DoublingHigh), x);
        rest = TLanes.MultiplyAdd(doublings, TLanes.Broadcast(-DoublingLow), rest);

        // Taylor's series to the seventh power: |rest| is at most half of the logarithm of two.
        var series = TLanes.MultiplyAdd(rest, TLanes.Broadcast(1f / 5040), TLanes.Broadcast(1f / 720));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1f / 120));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1f / 24));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1f / 6));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(0.5f));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1));
        series = TLanes.MultiplyAdd(series, rest, TLanes.Broadcast(1));
        return TLanes.Multiply(series, TLanes.PowerOfTwo(doublings));
    }
}
