using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>Each of <c>Batch</c> rows of <c>Channels</c> floats as parts of a whole: <c>exp(x - max) / sum</c>.</summary>
internal sealed unsafe class Softmax<TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>A share has some of the rows.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (row, end) = Part(Shape.Batch, share);
        for (; row < end; row++)
        {
            RunRow(buffers.X + ((nint)row * Shape.Channels), buffers.Y + ((nint)row * Shape.Channels), Shape.Channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow(float* x, float* y, nint count)
    {
        nint whole = count - (count % TLanes.Count);
        float* last = stackalloc float[TLanes.Count];
        TLanes.Store(TLanes.Broadcast(float.NegativeInfinity), last);
        for (var i = whole; i < count; i++)
        {
            last[i - whole] = x[i];
        }

        var largest = TLanes.Load(last);
        for (nint i = 0; i < whole; i += TLanes.Count)
        {
            largest = TLanes.Larger(largest, TLanes.Load(x + i));
        }

        var most = TLanes.Broadcast(Largest(largest));
        var end = Exponential<TLanes, TVector>.Of(TLanes.Subtract(TLanes.Load(last), most));
        TLanes.Store(end, last);
        var sum = end;
        for (nint i = 0; i < whole; i += TLanes.Count)
        {
            var value = Exponential<TLanes, TVector>.Of(TLanes.Subtract(TLanes.Load(x + i), most));
            sum = TLanes.Add(sum, value);
            TLanes.Store(value, y + i);
        }

        var total = TLanes.Broadcast(Total(sum));
        for (nint i = 0; i < whole; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Divide(TLanes.Load(y + i), total), y + i);
        }

        TLanes.Store(TLanes.Divide(TLanes.Load(last), total), last);
        for (var i = whole; i < count; i++)
        {
            y[i] = last[i - whole];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(TVector values)
    {
        float* each = stackalloc float[TLanes.Count];
        TLanes.Store(values, each);
        var result = each[0];
        for (var i = 1; i < TLanes.Count; i++)
        {
            result = MathF.Max(result, each[i]);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Total(TVector values)
    {
        float* each = stackalloc float[TLanes.Count];
        TLanes.Store(values, each);
        var result = each[0];
        for (var i = 1; i < TLanes.Count; i++)
        {
            result += each[i];
        }

        return result;
    }
}

/// <summary>e to the power of floats up to zero.</summary>
internal static class Exponential<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Below, the power is nearer to zero than any float.</summary>
    private const float Lowest = -104;

    private const float PerDoubling = 1.44269504f;

    // The logarithm of two in two parts, of which the first has so few bits that its multiples are exact.
    private const float DoublingHigh = 0.693359375f;
    private const float DoublingLow = -2.12194440e-4f;

    /// <summary>To within two units of the last place; zero where the power is below the normal floats; NaN of a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        x = TLanes.Maximum(TLanes.Broadcast(Lowest), x);
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
