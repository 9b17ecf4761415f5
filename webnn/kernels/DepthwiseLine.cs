using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>Neighbouring results of a line under windows of 3x3, and what they read.</summary>
internal unsafe struct DepthwiseResults
{
    /// <summary>The lines under the windows, each from what is under the first tap of the first result: of the image, or of zeros.</summary>
    public float* Line0;
    public float* Line1;
    public float* Line2;

    /// <summary>What is under the first column of the first window, of all three lines, in the place of a pixel outside the image; null where it is inside.</summary>
    public float* Left;

    /// <summary>The same of the last column of the last window.</summary>
    public float* Right;

    /// <summary>A row of biases, a row of slopes, and a row per tap.</summary>
    public float* Weights;
    public float* Output;
    public int Count;

    public required int Channels { get; init; }

    /// <summary>Floats from a row of the weights to the next.</summary>
    public required nint WeightStep { get; init; }

    /// <summary>Floats from a result to the next.</summary>
    public required nint OutputStep { get; init; }

    /// <summary>Floats from the pixel under a tap to the one under the next.</summary>
    public required nint Tap { get; init; }

    /// <summary>Floats from what a result reads to what the next one reads.</summary>
    public required nint Stride { get; init; }

    public required float Low { get; init; }

    public required float High { get; init; }
}

/// <summary>
/// Results under windows of 3x3, up to eight neighbours and a vector of channels at a time, their sums in registers: each pixel is read once for
/// all windows of a line that it is under. Pixels are read in the order in which they lie there, which caches foresee.
/// </summary>
internal static unsafe class DepthwiseLine<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    private const int MostTogether = 8;

    /// <summary>All results, in groups of about the same size.</summary>
    public static void Run(DepthwiseResults results)
    {
        var right = results.Right;
        var groups = (results.Count + MostTogether - 1) / MostTogether;
        for (var rest = results.Count; groups > 0; groups--, rest -= results.Count)
        {
            results.Count = (rest + groups - 1) / groups;
            results.Right = groups == 1 ? right : null;
            Function(results.Count, results.Stride == results.Tap)(results);
            results.Left = null;
            var read = results.Count * results.Stride;
            results.Line0 += read;
            results.Line1 += read;
            results.Line2 += read;
            results.Output += results.Count * results.OutputStep;
        }
    }

    private static delegate*<in DepthwiseResults, void> Function(int count, bool areNeighbours) => count switch
    {
        1 => areNeighbours ? &RunNeighbours<One> : &RunOthers<One>,
        2 => areNeighbours ? &RunNeighbours<Two> : &RunOthers<Two>,
        3 => areNeighbours ? &RunNeighbours<Three> : &RunOthers<Three>,
        4 => areNeighbours ? &RunNeighbours<Four> : &RunOthers<Four>,
        5 => areNeighbours ? &RunNeighbours<Five> : &RunOthers<Five>,
        6 => areNeighbours ? &RunNeighbours<Six> : &RunOthers<Six>,
        7 => areNeighbours ? &RunNeighbours<Seven> : &RunOthers<Seven>,
        _ => areNeighbours ? &RunNeighbours<Eight> : &RunOthers<Eight>,
    };

    /// <summary>Windows a tap apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunNeighbours<TCount>(in DepthwiseResults results)
        where TCount : ICount
    {
        nint channels = results.Channels, step = results.WeightStep, tap = results.Tap, last = (((TCount.Value - 1) * results.Stride) + (2 * tap));
        for (nint channel = 0; channel < channels; channel += TLanes.Count)
        {
            var block = Math.Min(channel, channels - TLanes.Count);
            var weights = results.Weights + block;
            TVector a = TLanes.Load(weights), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            weights += 2 * step;
            for (var line = 0; line < 3; line++, weights += 3 * step)
            {
                TVector w0 = TLanes.Load(weights), w1 = TLanes.Load(weights + step), w2 = TLanes.Load(weights + (2 * step));
                var p = (line == 0 ? results.Line0 : line == 1 ? results.Line1 : results.Line2) + block;
                var right = results.Right == null ? p + last : results.Right + block;
                var x = TLanes.Load(results.Left == null ? p : results.Left + block); a = Fma(w0, x, a);
                x = TLanes.Load(TCount.Value > 0 ? p += tap : right); a = Fma(w1, x, a); b = TCount.Value > 1 ? Fma(w0, x, b) : b;
                x = TLanes.Load(TCount.Value > 1 ? p += tap : right); a = Fma(w2, x, a); b = TCount.Value > 1 ? Fma(w1, x, b) : b; c = TCount.Value > 2 ? Fma(w0, x, c) : c;
                if (TCount.Value > 1) { x = TLanes.Load(TCount.Value > 2 ? p += tap : right); b = Fma(w2, x, b); c = TCount.Value > 2 ? Fma(w1, x, c) : c; d = TCount.Value > 3 ? Fma(w0, x, d) : d; }
                if (TCount.Value > 2) { x = TLanes.Load(TCount.Value > 3 ? p += tap : right); c = Fma(w2, x, c); d = TCount.Value > 3 ? Fma(w1, x, d) : d; e = TCount.Value > 4 ? Fma(w0, x, e) : e; }
                if (TCount.Value > 3) { x = TLanes.Load(TCount.Value > 4 ? p += tap : right); d = Fma(w2, x, d); e = TCount.Value > 4 ? Fma(w1, x, e) : e; f = TCount.Value > 5 ? Fma(w0, x, f) : f; }
                if (TCount.Value > 4) { x = TLanes.Load(TCount.Value > 5 ? p += tap : right); e = Fma(w2, x, e); f = TCount.Value > 5 ? Fma(w1, x, f) : f; g = TCount.Value > 6 ? Fma(w0, x, g) : g; }
                if (TCount.Value > 5) { x = TLanes.Load(TCount.Value > 6 ? p += tap : right); f = Fma(w2, x, f); g = TCount.Value > 6 ? Fma(w1, x, g) : g; h = TCount.Value > 7 ? Fma(w0, x, h) : h; }
                if (TCount.Value > 6) { x = TLanes.Load(TCount.Value > 7 ? p += tap : right); g = Fma(w2, x, g); h = TCount.Value > 7 ? Fma(w1, x, h) : h; }
                if (TCount.Value > 7) { x = TLanes.Load(right); h = Fma(w2, x, h); }
            }

            Store<TCount>(a, b, c, d, e, f, g, h, results.Output + block, results);
        }
    }

    /// <summary>Windows two taps apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunOthers<TCount>(in DepthwiseResults results)
        where TCount : ICount
    {
        nint channels = results.Channels, step = results.WeightStep, tap = results.Tap, last = (((TCount.Value - 1) * results.Stride) + (2 * tap));
        for (nint channel = 0; channel < channels; channel += TLanes.Count)
        {
            var block = Math.Min(channel, channels - TLanes.Count);
            var weights = results.Weights + block;
            TVector a = TLanes.Load(weights), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            weights += 2 * step;
            for (var line = 0; line < 3; line++, weights += 3 * step)
            {
                TVector w0 = TLanes.Load(weights), w1 = TLanes.Load(weights + step), w2 = TLanes.Load(weights + (2 * step));
                var p = (line == 0 ? results.Line0 : line == 1 ? results.Line1 : results.Line2) + block;
                var right = results.Right == null ? p + last : results.Right + block;
                var x = TLanes.Load(results.Left == null ? p : results.Left + block); a = Fma(w0, x, a);
                a = Fma(w1, TLanes.Load(p + tap), a);
                x = TLanes.Load(TCount.Value > 1 ? p += 2 * tap : right); b = TCount.Value > 1 ? Fma(w0, x, b) : b; a = Fma(w2, x, a); b = TCount.Value > 1 ? Fma(w1, TLanes.Load(p + tap), b) : b;
                if (TCount.Value > 1) { x = TLanes.Load(TCount.Value > 2 ? p += 2 * tap : right); c = TCount.Value > 2 ? Fma(w0, x, c) : c; b = Fma(w2, x, b); c = TCount.Value > 2 ? Fma(w1, TLanes.Load(p + tap), c) : c; }
                if (TCount.Value > 2) { x = TLanes.Load(TCount.Value > 3 ? p += 2 * tap : right); d = TCount.Value > 3 ? Fma(w0, x, d) : d; c = Fma(w2, x, c); d = TCount.Value > 3 ? Fma(w1, TLanes.Load(p + tap), d) : d; }
                if (TCount.Value > 3) { x = TLanes.Load(TCount.Value > 4 ? p += 2 * tap : right); e = TCount.Value > 4 ? Fma(w0, x, e) : e; d = Fma(w2, x, d); e = TCount.Value > 4 ? Fma(w1, TLanes.Load(p + tap), e) : e; }
                if (TCount.Value > 4) { x = TLanes.Load(TCount.Value > 5 ? p += 2 * tap : right); f = TCount.Value > 5 ? Fma(w0, x, f) : f; e = Fma(w2, x, e); f = TCount.Value > 5 ? Fma(w1, TLanes.Load(p + tap), f) : f; }
                if (TCount.Value > 5) { x = TLanes.Load(TCount.Value > 6 ? p += 2 * tap : right); g = TCount.Value > 6 ? Fma(w0, x, g) : g; f = Fma(w2, x, f); g = TCount.Value > 6 ? Fma(w1, TLanes.Load(p + tap), g) : g; }
                if (TCount.Value > 6) { x = TLanes.Load(TCount.Value > 7 ? p += 2 * tap : right); h = TCount.Value > 7 ? Fma(w0, x, h) : h; g = Fma(w2, x, g); h = TCount.Value > 7 ? Fma(w1, TLanes.Load(p + tap), h) : h; }
                if (TCount.Value > 7) { x = TLanes.Load(right); h = Fma(w2, x, h); }
            }

            Store<TCount>(a, b, c, d, e, f, g, h, results.Output + block, results);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Fma(TVector weight, TVector pixel, TVector sum) => TLanes.MultiplyAdd(weight, pixel, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TCount>(
        TVector a, TVector b, TVector c, TVector d, TVector e, TVector f, TVector g, TVector h, float* output, in DepthwiseResults results)
        where TCount : ICount
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
