using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels;

/// <summary>
/// Where the sums of a tile go, a row every <c>Stride</c> floats, what is added to all of their columns, and their limits; and the panel to
/// fetch meanwhile: one that is there, as asking for a page that the system has not given costs more than a product.
/// </summary>
internal readonly unsafe struct TileOutput(float* sums, nint stride, RowAddends addends, float low, float high, float* next)
{
    public readonly float* Sums = sums;
    public readonly nint Stride = stride;
    public readonly float* Addends = addends.First;
    public readonly nint AddendStride = addends.Stride;
    public readonly float Low = low;
    public readonly float High = high;
    public readonly float* Next = next;
}

/// <summary>
/// The product of up to eight rows, or six where vectors are short and registers few, and a panel of up to two vectors of columns, all of it
/// in registers: two vectors of sums for each row, two of the panel, one element of a row in all lanes. A row is given in segments of equal
/// length, whose products are added.
/// </summary>
internal static unsafe class RegisterTile<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats of a line of the caches.</summary>
    private const int CacheLine = 16;

    public static int MostRows => TLanes.TileRows;

    /// <summary>
    /// The function that computes tiles one below the other: it adds the panel's biases and the addends, limits the sums, and writes them.
    /// Its arguments are pointers to the segments (of each tile all rows' first, all rows' second, and so on), how many tiles there are, how
    /// many segments a row has, their length, the panel (see <see cref="Panels"/>), and where the sums go.
    /// </summary>
    /// <param name="columns">Of the panel: a multiple of 8.</param>
    /// <param name="hasSlopes">Negative sums are multiplied with the panel's slopes.</param>
    /// <param name="isFetched">Panels do not stay in a near cache: each is fetched before it is read. Where they do, it is a tenth of the time.</param>
    public static delegate*<float**, nint, nint, nint, float*, in TileOutput, void> Function(int rows, int columns, bool hasAddends, bool hasSlopes, bool isFetched) =>
        isFetched ? Function<One>(rows, columns, hasAddends, hasSlopes) : Function<Zero>(rows, columns, hasAddends, hasSlopes);

    private static delegate*<float**, nint, nint, nint, float*, in TileOutput, void> Function<TFetched>(int rows, int columns, bool hasAddends, bool hasSlopes)
        where TFetched : ICount => (hasAddends, hasSlopes) switch
        {
            (false, false) => Function<Zero, Zero, TFetched>(rows, columns),
            (true, false) => Function<One, Zero, TFetched>(rows, columns),
            (false, true) => Function<Zero, One, TFetched>(rows, columns),
            (true, true) => Function<One, One, TFetched>(rows, columns),
        };

    private static delegate*<float**, nint, nint, nint, float*, in TileOutput, void> Function<TAddends, TSlopes, TFetched>(int rows, int columns)
        where TAddends : ICount
        where TSlopes : ICount
        where TFetched : ICount => (Whole: columns / TLanes.Count, HasHalf: TLanes.Count > Panels.ColumnStep && columns % TLanes.Count > 0) switch
    {
        (0, true) => Function<One, One, TAddends, TSlopes, TFetched>(rows),
        (1, false) => Function<One, Two, TAddends, TSlopes, TFetched>(rows),
        (1, true) => Function<Two, One, TAddends, TSlopes, TFetched>(rows),
        (2, false) => Function<Two, Two, TAddends, TSlopes, TFetched>(rows),
        _ => throw new ArgumentOutOfRangeException(nameof(columns), columns, "not a multiple of 8 up to two vectors"),
    };

    private static delegate*<float**, nint, nint, nint, float*, in TileOutput, void> Function<TVectors, THalves, TAddends, TSlopes, TFetched>(int rows)
        where TVectors : ICount
        where THalves : ICount
        where TAddends : ICount
        where TSlopes : ICount
        where TFetched : ICount => rows switch
    {
        1 => &Multiply<One, TVectors, THalves, TAddends, TSlopes, TFetched>,
        2 => &Multiply<Two, TVectors, THalves, TAddends, TSlopes, TFetched>,
        3 => &Multiply<Three, TVectors, THalves, TAddends, TSlopes, TFetched>,
        4 => &Multiply<Four, TVectors, THalves, TAddends, TSlopes, TFetched>,
        5 => &Multiply<Five, TVectors, THalves, TAddends, TSlopes, TFetched>,
        6 => &Multiply<Six, TVectors, THalves, TAddends, TSlopes, TFetched>,
        _ when MostRows < 7 => throw new ArgumentOutOfRangeException(nameof(rows), rows, "more than there are registers for"),
        7 => &Multiply<Seven, TVectors, THalves, TAddends, TSlopes, TFetched>,
        _ => &Multiply<Eight, TVectors, THalves, TAddends, TSlopes, TFetched>,
    };

    // At once in its last form, because it has no time to warm up in; and without a branch between the products and the end of a tile, for
    // which the compiler would move sums out of the registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TVectors, THalves, TAddends, TSlopes, TFetched>(float** rows, nint tiles, nint segments, nint depth, float* panel, in TileOutput output)
        where TRows : ICount where TVectors : ICount where THalves : ICount where TAddends : ICount where TSlopes : ICount where TFetched : ICount
    {
        TVector low = TLanes.Broadcast(output.Low), high = TLanes.Broadcast(output.High);
        float* sums = output.Sums, addends = output.Addends, next = output.Next;
        var step = ((TLanes.Count * TVectors.Value) + tiles - 1) / Math.Max(1, tiles);
        for (; tiles > 0; tiles--)
        {
            Prefetch<TRows, TVectors, TAddends>(sums, addends, output);
            TVector a0 = TLanes.Load(panel), a1 = Second<TVectors>(panel), b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1, e0 = a0, e1 = a1, f0 = a0, f1 = a1, g0 = a0, g1 = a1, h0 = a0, h1 = a1;
            var p = panel + (Panels.HeadRows * TLanes.Count * TVectors.Value);
            for (var segment = segments; segment > 0; segment--, rows += TRows.Value)
            {
                float* a = rows[0], b = rows[TRows.Value > 1 ? 1 : 0], c = rows[TRows.Value > 2 ? 2 : 0], d = rows[TRows.Value > 3 ? 3 : 0];
                float* e = rows[TRows.Value > 4 ? 4 : 0], f = rows[TRows.Value > 5 ? 5 : 0], g = rows[TRows.Value > 6 ? 6 : 0], h = rows[TRows.Value > 7 ? 7 : 0];
                for (nint k = 0; k < depth; k++, p += TLanes.Count * TVectors.Value)
                {
                    TVector p0 = TLanes.Load(p), p1 = Second<TVectors>(p);
                    if (TFetched.Value > 0) { PrefetchPanel<TVectors>(p, next); next += step; }
                    var x = TLanes.Broadcast(a[k]); a0 = Fma(x, p0, a0); a1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, a1) : a1;
                    if (TRows.Value > 1) { x = TLanes.Broadcast(b[k]); b0 = Fma(x, p0, b0); b1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, b1) : b1; }
                    if (TRows.Value > 2) { x = TLanes.Broadcast(c[k]); c0 = Fma(x, p0, c0); c1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, c1) : c1; }
                    if (TRows.Value > 3) { x = TLanes.Broadcast(d[k]); d0 = Fma(x, p0, d0); d1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, d1) : d1; }
                    if (TRows.Value > 4) { x = TLanes.Broadcast(e[k]); e0 = Fma(x, p0, e0); e1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, e1) : e1; }
                    if (TRows.Value > 5) { x = TLanes.Broadcast(f[k]); f0 = Fma(x, p0, f0); f1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, f1) : f1; }
                    if (TRows.Value > 6) { x = TLanes.Broadcast(g[k]); g0 = Fma(x, p0, g0); g1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, g1) : g1; }
                    if (TRows.Value > 7) { x = TLanes.Broadcast(h[k]); h0 = Fma(x, p0, h0); h1 = TVectors.Value > 1 ? FmaLast<THalves>(x, p1, h1) : h1; }
                }
            }
            Store<TVectors, THalves, TAddends, TSlopes>(a0, a1, low, high, panel, ref sums, ref addends, output);
            if (TRows.Value > 1) { Store<TVectors, THalves, TAddends, TSlopes>(b0, b1, low, high, panel, ref sums, ref addends, output); }
            if (TRows.Value > 2) { Store<TVectors, THalves, TAddends, TSlopes>(c0, c1, low, high, panel, ref sums, ref addends, output); }
            if (TRows.Value > 3) { Store<TVectors, THalves, TAddends, TSlopes>(d0, d1, low, high, panel, ref sums, ref addends, output); }
            if (TRows.Value > 4) { Store<TVectors, THalves, TAddends, TSlopes>(e0, e1, low, high, panel, ref sums, ref addends, output); }
            if (TRows.Value > 5) { Store<TVectors, THalves, TAddends, TSlopes>(f0, f1, low, high, panel, ref sums, ref addends, output); }
            if (TRows.Value > 6) { Store<TVectors, THalves, TAddends, TSlopes>(g0, g1, low, high, panel, ref sums, ref addends, output); }
            if (TRows.Value > 7) { Store<TVectors, THalves, TAddends, TSlopes>(h0, h1, low, high, panel, ref sums, ref addends, output); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Second<TVectors>(float* row)
        where TVectors : ICount => TVectors.Value > 1 ? TLanes.Load(row + TLanes.Count) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Fma(TVector factors, TVector values, TVector sum) => TLanes.MultiplyAdd(factors, values, sum);

    /// <summary>Half a vector takes half the time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector FmaLast<THalves>(TVector factors, TVector values, TVector sum)
        where THalves : ICount => THalves.Value > 1
        ? TLanes.MultiplyAdd(factors, values, sum)
        : TLanes.MultiplyAddEight(factors, values, sum);

    /// <summary>A row's sums, the last of its vectors whole or the lower half of it. Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, THalves, TAddends, TSlopes>(
        TVector sum0, TVector sum1, TVector low, TVector high, float* panel, ref float* sums, ref float* addends, in TileOutput output)
        where TVectors : ICount
        where THalves : ICount
        where TAddends : ICount
        where TSlopes : ICount
    {
        var slopes = panel + (TLanes.Count * TVectors.Value);
        if (TVectors.Value > 1)
        {
            sum0 = TAddends.Value > 0 ? TLanes.Add(sum0, TLanes.Load(addends)) : sum0;
            TLanes.Store(Limit<TSlopes>(sum0, slopes, low, high), sums);
        }

        var (last, at) = TVectors.Value > 1 ? (sum1, TLanes.Count) : (sum0, 0);
        if (TAddends.Value > 0)
        {
            last = TLanes.Add(last, THalves.Value > 1 ? TLanes.Load(addends + at) : TLanes.LoadEight(addends + at));
        }

        last = Limit<TSlopes>(last, slopes + at, low, high);
        if (THalves.Value > 1)
        {
            TLanes.Store(last, sums + at);
        }
        else
        {
            TLanes.StoreEight(last, sums + at);
        }

        sums += output.Stride;
        addends += TAddends.Value > 0 ? output.AddendStride : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Limit<TSlopes>(TVector sum, float* slopes, TVector low, TVector high)
        where TSlopes : ICount => Outlet<TLanes, TVector>.Limit(TSlopes.Value > 0 ? Outlet<TLanes, TVector>.Slope(sum, TLanes.Load(slopes)) : sum, low, high);

    /// <summary>
    /// Asks for what the end of the tile reads and writes while the products are summed up: the caches' own foresight ends with a row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TRows, TVectors, TAddends>(float* sums, float* addends, in TileOutput output)
        where TRows : ICount
        where TVectors : ICount
        where TAddends : ICount
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        for (nint row = 0; row < TRows.Value; row++, sums += output.Stride, addends += output.AddendStride)
        {
            Sse.Prefetch0(sums);
            if (TLanes.Count * TVectors.Value > CacheLine)
            {
                Sse.Prefetch0(sums + CacheLine);
            }

            if (TAddends.Value > 0)
            {
                Sse.Prefetch0(addends);
                if (TLanes.Count * TVectors.Value > CacheLine)
                {
                    Sse.Prefetch0(addends + CacheLine);
                }
            }
        }
    }

    /// <summary>
    /// Asks for the panel's rows a page ahead, where the caches' own foresight ends, and for the tile's part of the next panel: memory
    /// brings it while this one is multiplied.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchPanel<TVectors>(float* panel, float* next)
        where TVectors : ICount
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(next);
            Sse.Prefetch0(panel + 1024);
            if (TLanes.Count * TVectors.Value > CacheLine)
            {
                Sse.Prefetch0(panel + 1024 + CacheLine);
            }
        }
    }
}
