using System.Runtime.CompilerServices;

namespace WebNN.Kernels.Integers;

/// <summary>Where the results of a tile go, a row every <c>Stride</c> bytes: bytes, or sums of 32 bits.</summary>
internal readonly unsafe struct IntegerOutput(byte* target, nint stride, Requantizer requantizer)
{
    public readonly byte* Target = target;
    public readonly nint Stride = stride;
    public readonly Requantizer Requantizer = requantizer;
}

/// <summary>
/// The product of up to eight rows, or six where vectors are short and registers few, and a panel of up to two vectors of columns, all of it
/// in registers, as <see cref="RegisterTile{TLanes, TVector}"/> has it for floats.
/// </summary>
internal static unsafe class IntegerTile<TLanes, TVector>
    where TLanes : IIntegerLanes<TVector>
    where TVector : struct
{
    /// <summary>
    /// The function that computes tiles one below the other, requantizes their sums and writes them. Its arguments are the rows, the bytes
    /// from one to the next, how many tiles there are, how many steps a row has, the panel (see <see cref="IntegerFilter"/>, its weights widened), and where the
    /// results go.
    /// </summary>
    /// <param name="vectors">Of the panel: one or two.</param>
    /// <param name="isRaw">The panel is weights alone, and the sums are the results.</param>
    public static delegate*<byte*, nint, nint, nint, byte*, in IntegerOutput, void> Function(int rows, int vectors, bool isRaw = false) => (vectors, isRaw) switch
    {
        (1, false) => Function<One, Zero>(rows),
        (1, true) => Function<One, One>(rows),
        (_, false) => Function<Two, Zero>(rows),
        (_, true) => Function<Two, One>(rows),
    };

    private static delegate*<byte*, nint, nint, nint, byte*, in IntegerOutput, void> Function<TVectors, TRaw>(int rows)
        where TVectors : ICount
        where TRaw : ICount => rows switch
    {
        1 => &Multiply<One, TVectors, TRaw>,
        2 => &Multiply<Two, TVectors, TRaw>,
        3 => &Multiply<Three, TVectors, TRaw>,
        4 => &Multiply<Four, TVectors, TRaw>,
        5 => &Multiply<Five, TVectors, TRaw>,
        6 => &Multiply<Six, TVectors, TRaw>,
        _ when TLanes.TileRows < 7 => throw new ArgumentOutOfRangeException(nameof(rows), rows, "more than there are registers for"),
        7 => &Multiply<Seven, TVectors, TRaw>,
        _ => &Multiply<Eight, TVectors, TRaw>,
    };

    // At once in its last form, as RegisterTile's.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TVectors, TRaw>(byte* rows, nint stride, nint tiles, nint steps, byte* panel, in IntegerOutput output)
        where TRows : ICount where TVectors : ICount where TRaw : ICount
    {
        var target = output.Target;
        for (; tiles > 0; tiles--, rows += TRows.Value * stride)
        {
            byte* a = rows, b = TRows.Value > 1 ? a + stride : a, c = TRows.Value > 2 ? b + stride : a, d = TRows.Value > 3 ? c + stride : a;
            byte* e = TRows.Value > 4 ? d + stride : a, f = TRows.Value > 5 ? e + stride : a, g = TRows.Value > 6 ? f + stride : a, h = TRows.Value > 7 ? g + stride : a;
            TVector a0 = TRaw.Value > 0 ? default : TLanes.Load(panel), a1 = TRaw.Value > 0 || TVectors.Value == 1 ? default : TLanes.Load(panel + (TLanes.Count * sizeof(int)));
            TVector b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1, e0 = a0, e1 = a1, f0 = a0, f1 = a1, g0 = a0, g1 = a1, h0 = a0, h1 = a1;
            var p = panel + (TRaw.Value > 0 ? 0 : IntegerFilter.HeadBytes * TLanes.Count * TVectors.Value);
            for (nint k = 0; k < steps * sizeof(int); k += sizeof(int), p += TLanes.Count * sizeof(int) * TVectors.Value)
            {
                TVector p0 = TLanes.Load(p), p1 = TVectors.Value > 1 ? TLanes.Load(p + (TLanes.Count * sizeof(int))) : default;
                var x = TLanes.Broadcast(a + k); a0 = TLanes.MultiplyAdd(x, p0, a0); a1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, a1) : a1;
                if (TRows.Value > 1) { x = TLanes.Broadcast(b + k); b0 = TLanes.MultiplyAdd(x, p0, b0); b1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, b1) : b1; }
                if (TRows.Value > 2) { x = TLanes.Broadcast(c + k); c0 = TLanes.MultiplyAdd(x, p0, c0); c1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, c1) : c1; }
                if (TRows.Value > 3) { x = TLanes.Broadcast(d + k); d0 = TLanes.MultiplyAdd(x, p0, d0); d1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, d1) : d1; }
                if (TRows.Value > 4) { x = TLanes.Broadcast(e + k); e0 = TLanes.MultiplyAdd(x, p0, e0); e1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, e1) : e1; }
                if (TRows.Value > 5) { x = TLanes.Broadcast(f + k); f0 = TLanes.MultiplyAdd(x, p0, f0); f1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, f1) : f1; }
                if (TRows.Value > 6) { x = TLanes.Broadcast(g + k); g0 = TLanes.MultiplyAdd(x, p0, g0); g1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, g1) : g1; }
                if (TRows.Value > 7) { x = TLanes.Broadcast(h + k); h0 = TLanes.MultiplyAdd(x, p0, h0); h1 = TVectors.Value > 1 ? TLanes.MultiplyAdd(x, p1, h1) : h1; }
            }
            var scales = (float*)(panel + (TLanes.Count * TVectors.Value * sizeof(int)));
            Store<TVectors, TRaw>(a0, a1, scales, output, ref target);
            if (TRows.Value > 1) { Store<TVectors, TRaw>(b0, b1, scales, output, ref target); }
            if (TRows.Value > 2) { Store<TVectors, TRaw>(c0, c1, scales, output, ref target); }
            if (TRows.Value > 3) { Store<TVectors, TRaw>(d0, d1, scales, output, ref target); }
            if (TRows.Value > 4) { Store<TVectors, TRaw>(e0, e1, scales, output, ref target); }
            if (TRows.Value > 5) { Store<TVectors, TRaw>(f0, f1, scales, output, ref target); }
            if (TRows.Value > 6) { Store<TVectors, TRaw>(g0, g1, scales, output, ref target); }
            if (TRows.Value > 7) { Store<TVectors, TRaw>(h0, h1, scales, output, ref target); }
        }
    }

    /// <summary>A row's results. Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TRaw>(TVector sums0, TVector sums1, float* scales, in IntegerOutput output, ref byte* target)
        where TVectors : ICount
        where TRaw : ICount
    {
        if (TRaw.Value > 0)
        {
            TLanes.Store(sums0, target);
            if (TVectors.Value > 1)
            {
                TLanes.Store(sums1, target + (TLanes.Count * sizeof(int)));
            }
        }
        else if (TVectors.Value > 1)
        {
            TLanes.Store(sums0, sums1, scales, output.Requantizer, target);
        }
        else
        {
            TLanes.Store(sums0, scales, output.Requantizer, target);
        }

        target += output.Stride;
    }
}
