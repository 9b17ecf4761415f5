using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>Neighbouring results of a line, under windows of three or five columns, and what they read.</summary>
internal unsafe struct DepthwiseResults
{
    /// <summary>What is under the first column of the first window, in the first line that is within the image.</summary>
    public float* Pixels;

    /// <summary>Columns of the first window that are left of the image: fewer than half of them.</summary>
    public int Left;

    /// <summary>Columns of the last window that are right of the image: fewer than half of them.</summary>
    public int Right;
    public float* Output;
    public int Count;

    /// <summary>In the place of a pixel outside the image.</summary>
    public required float* Zeros { get; init; }

    /// <summary>Lines of a window that are within the image, and floats from one to the next.</summary>
    public required int Lines { get; init; }

    public required nint LineStep { get; init; }

    public required float* Biases { get; init; }

    /// <summary>Those of the first line that is within the image: a row per tap.</summary>
    public required float* Weights { get; init; }

    /// <summary>Floats from a row of the weights to the next.</summary>
    public required int Channels { get; init; }

    public required int Columns { get; init; }

    /// <summary>Floats from the pixel under a column to the one under the next.</summary>
    public required nint Tap { get; init; }

    /// <summary>Columns from a window to the next: one or two.</summary>
    public required int Stride { get; init; }

    /// <summary>Floats from a result to the next.</summary>
    public required nint OutputStep { get; init; }

    public required float Low { get; init; }

    public required float High { get; init; }
}

/// <summary>
/// Up to eight neighbouring results, under windows of three or five columns, a vector of channels at a time, their sums in registers: each pixel
/// is read once for all windows of a line that it is under. Both methods begin and end alike, but sums that were handed on would leave the registers.
/// </summary>
internal static unsafe class DepthwiseGroup<TLanes, TVector, TCount, TColumns>
    where TLanes : ILanes<TVector>
    where TVector : struct
    where TCount : ICount
    where TColumns : ICount
{
    /// <summary>Windows a column apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunNeighbours(in DepthwiseResults results)
    {
        nint channels = results.Channels, tap = results.Tap;
        for (var channel = 0; channel < results.Channels; channel += TLanes.Count)
        {
            nint block = PixelBlocks.First(channel, results.Channels, TLanes.Count);
            TVector a = TLanes.Load(results.Biases + block), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            float* weights = results.Weights + block, line = results.Pixels + block;
            for (var rest = results.Lines; rest > 0; rest--, weights += TColumns.Value * channels, line += results.LineStep)
            {
                TVector w0 = TLanes.Load(weights), w1 = TLanes.Load(weights + channels), w2 = TLanes.Load(weights + (2 * channels));
                TVector w3 = TColumns.Value > 3 ? TLanes.Load(weights + (3 * channels)) : default, w4 = TColumns.Value > 3 ? TLanes.Load(weights + (4 * channels)) : default;
                var p = line;
                var x = Pixel(0, 1, p, results); a = Add(0, 0, w0, x, a);
                x = Pixel(1, 1, p += tap, results); a = Add(0, 1, w1, x, a); b = Add(1, 0, w0, x, b);
                x = Pixel(2, 1, p += tap, results); a = Add(0, 2, w2, x, a); b = Add(1, 1, w1, x, b); c = Add(2, 0, w0, x, c);
                if (AreUnder(3, 1)) { x = Pixel(3, 1, p += tap, results); a = Add(0, 3, w3, x, a); b = Add(1, 2, w2, x, b); c = Add(2, 1, w1, x, c); d = Add(3, 0, w0, x, d); }
                if (AreUnder(4, 1)) { x = Pixel(4, 1, p += tap, results); a = Add(0, 4, w4, x, a); b = Add(1, 3, w3, x, b); c = Add(2, 2, w2, x, c); d = Add(3, 1, w1, x, d); e = Add(4, 0, w0, x, e); }
                if (AreUnder(5, 1)) { x = Pixel(5, 1, p += tap, results); b = Add(1, 4, w4, x, b); c = Add(2, 3, w3, x, c); d = Add(3, 2, w2, x, d); e = Add(4, 1, w1, x, e); f = Add(5, 0, w0, x, f); }
                if (AreUnder(6, 1)) { x = Pixel(6, 1, p += tap, results); c = Add(2, 4, w4, x, c); d = Add(3, 3, w3, x, d); e = Add(4, 2, w2, x, e); f = Add(5, 1, w1, x, f); g = Add(6, 0, w0, x, g); }
                if (AreUnder(7, 1)) { x = Pixel(7, 1, p += tap, results); d = Add(3, 4, w4, x, d); e = Add(4, 3, w3, x, e); f = Add(5, 2, w2, x, f); g = Add(6, 1, w1, x, g); h = Add(7, 0, w0, x, h); }
                if (AreUnder(8, 1)) { x = Pixel(8, 1, p += tap, results); e = Add(4, 4, w4, x, e); f = Add(5, 3, w3, x, f); g = Add(6, 2, w2, x, g); h = Add(7, 1, w1, x, h); }
                if (AreUnder(9, 1)) { x = Pixel(9, 1, p += tap, results); f = Add(5, 4, w4, x, f); g = Add(6, 3, w3, x, g); h = Add(7, 2, w2, x, h); }
                if (AreUnder(10, 1)) { x = Pixel(10, 1, p += tap, results); g = Add(6, 4, w4, x, g); h = Add(7, 3, w3, x, h); }
                if (AreUnder(11, 1)) { x = Pixel(11, 1, p += tap, results); h = Add(7, 4, w4, x, h); }
            }

            Store(a, b, c, d, e, f, g, h, results.Output + block, results);
        }
    }

    /// <summary>Windows two columns apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunOthers(in DepthwiseResults results)
    {
        nint channels = results.Channels, tap = results.Tap;
        for (var channel = 0; channel < results.Channels; channel += TLanes.Count)
        {
            nint block = PixelBlocks.First(channel, results.Channels, TLanes.Count);
            TVector a = TLanes.Load(results.Biases + block), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            float* weights = results.Weights + block, line = results.Pixels + block;
            for (var rest = results.Lines; rest > 0; rest--, weights += TColumns.Value * channels, line += results.LineStep)
            {
                TVector w0 = TLanes.Load(weights), w1 = TLanes.Load(weights + channels), w2 = TLanes.Load(weights + (2 * channels));
                TVector w3 = TColumns.Value > 3 ? TLanes.Load(weights + (3 * channels)) : default, w4 = TColumns.Value > 3 ? TLanes.Load(weights + (4 * channels)) : default;
                var p = line;
                var x = Pixel(0, 2, p, results); a = Add(0, 0, w0, x, a);
                x = Pixel(1, 2, p += tap, results); a = Add(0, 1, w1, x, a);
                x = Pixel(2, 2, p += tap, results); a = Add(0, 2, w2, x, a); b = Add(1, 0, w0, x, b);
                if (AreUnder(3, 2)) { x = Pixel(3, 2, p += tap, results); a = Add(0, 3, w3, x, a); b = Add(1, 1, w1, x, b); }
                if (AreUnder(4, 2)) { x = Pixel(4, 2, p += tap, results); a = Add(0, 4, w4, x, a); b = Add(1, 2, w2, x, b); c = Add(2, 0, w0, x, c); }
                if (AreUnder(5, 2)) { x = Pixel(5, 2, p += tap, results); b = Add(1, 3, w3, x, b); c = Add(2, 1, w1, x, c); }
                if (AreUnder(6, 2)) { x = Pixel(6, 2, p += tap, results); b = Add(1, 4, w4, x, b); c = Add(2, 2, w2, x, c); d = Add(3, 0, w0, x, d); }
                if (AreUnder(7, 2)) { x = Pixel(7, 2, p += tap, results); c = Add(2, 3, w3, x, c); d = Add(3, 1, w1, x, d); }
                if (AreUnder(8, 2)) { x = Pixel(8, 2, p += tap, results); c = Add(2, 4, w4, x, c); d = Add(3, 2, w2, x, d); e = Add(4, 0, w0, x, e); }
                if (AreUnder(9, 2)) { x = Pixel(9, 2, p += tap, results); d = Add(3, 3, w3, x, d); e = Add(4, 1, w1, x, e); }
                if (AreUnder(10, 2)) { x = Pixel(10, 2, p += tap, results); d = Add(3, 4, w4, x, d); e = Add(4, 2, w2, x, e); f = Add(5, 0, w0, x, f); }
                if (AreUnder(11, 2)) { x = Pixel(11, 2, p += tap, results); e = Add(4, 3, w3, x, e); f = Add(5, 1, w1, x, f); }
                if (AreUnder(12, 2)) { x = Pixel(12, 2, p += tap, results); e = Add(4, 4, w4, x, e); f = Add(5, 2, w2, x, f); g = Add(6, 0, w0, x, g); }
                if (AreUnder(13, 2)) { x = Pixel(13, 2, p += tap, results); f = Add(5, 3, w3, x, f); g = Add(6, 1, w1, x, g); }
                if (AreUnder(14, 2)) { x = Pixel(14, 2, p += tap, results); f = Add(5, 4, w4, x, f); g = Add(6, 2, w2, x, g); h = Add(7, 0, w0, x, h); }
                if (AreUnder(15, 2)) { x = Pixel(15, 2, p += tap, results); g = Add(6, 3, w3, x, g); h = Add(7, 1, w1, x, h); }
                if (AreUnder(16, 2)) { x = Pixel(16, 2, p += tap, results); g = Add(6, 4, w4, x, g); h = Add(7, 2, w2, x, h); }
                if (AreUnder(17, 2)) { x = Pixel(17, 2, p += tap, results); h = Add(7, 3, w3, x, h); }
                if (AreUnder(18, 2)) { x = Pixel(18, 2, p += tap, results); h = Add(7, 4, w4, x, h); }
            }

            Store(a, b, c, d, e, f, g, h, results.Output + block, results);
        }
    }

    /// <summary>Whether there is a window over so many columns of the image and one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreUnder(int columns, int stride) => columns < ((TCount.Value - 1) * stride) + TColumns.Value;

    /// <summary>What is under the windows, of which the first and last columns may be outside the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Pixel(int column, int stride, float* pixel, in DepthwiseResults results)
    {
        var fromEnd = ((TCount.Value - 1) * stride) + TColumns.Value - 1 - column;
        var isOutside = column < TColumns.Value / 2 ? column < results.Left : fromEnd < TColumns.Value / 2 && fromEnd < results.Right;
        return TLanes.Load(isOutside ? results.Zeros : pixel);
    }

    /// <summary>Adds to a result's sum what is under a column of its window, where there are both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add(int result, int column, TVector weight, TVector pixel, TVector sum) =>
        TCount.Value > result && TColumns.Value > column ? TLanes.MultiplyAdd(weight, pixel, sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector a, TVector b, TVector c, TVector d, TVector e, TVector f, TVector g, TVector h, float* output, in DepthwiseResults results)
    {
        TVector low = TLanes.Broadcast(results.Low), high = TLanes.Broadcast(results.High);
        var step = results.OutputStep;
        Store(a, low, high, output);
        if (TCount.Value > 1) { Store(b, low, high, output += step); }
        if (TCount.Value > 2) { Store(c, low, high, output += step); }
        if (TCount.Value > 3) { Store(d, low, high, output += step); }
        if (TCount.Value > 4) { Store(e, low, high, output += step); }
        if (TCount.Value > 5) { Store(f, low, high, output += step); }
        if (TCount.Value > 6) { Store(g, low, high, output += step); }
        if (TCount.Value > 7) { Store(h, low, high, output += step); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector sum, TVector low, TVector high, float* output) => TLanes.Store(Outlet<TLanes, TVector>.Limit(sum, low, high), output);
}
