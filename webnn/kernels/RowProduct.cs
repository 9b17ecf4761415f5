using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// The dense convolution of a single pixel: one row times a matrix, which takes as long as reading the filter does. Several panels are read
/// at a time, or several rows of one: sums that wait for none of the others.
/// </summary>
internal sealed unsafe class RowProduct<TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Panels that are read at a time: their sums fill half of the shorter vectors' registers.</summary>
    private const int Together = 4;

    private static Panels Panels => new(TLanes.Count);

    /// <summary>Panels that a row of sums fills.</summary>
    private readonly int whole = shape.Filters / Panels.Width;

    /// <summary>A share has some of the panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (panel, end) = Part(Panels.Count(Shape.Filters), share);
        nint depth = Shape.Channels, step = Panels.Width * (depth + Panels.HeadRows);
        float* weights = buffers.Packed + (panel * step), sums = stackalloc float[Together * Panels.Width];
        for (; panel + Together <= Math.Min(whole, end); panel += Together, weights += Together * step)
        {
            MultiplyPanels(buffers.X, depth, weights, step, sums);
            for (var i = 0; i < Together; i++)
            {
                Store(sums + (i * Panels.Width), Panels.Width, weights + (i * step), buffers, panel + i);
            }
        }

        for (; panel < end; panel++, weights += step)
        {
            var width = Panels.WidthOf(panel, Shape.Filters);
            if (width == Panels.Width)
            {
                MultiplyPanel<Two>(buffers.X, depth, weights, sums);
            }
            else
            {
                MultiplyPanel<One>(buffers.X, depth, weights, sums);
            }

            Store(sums, width, weights, buffers, panel);
        }
    }

    /// <summary>The sums of four panels, with their biases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanels(float* x, nint depth, float* panel, nint step, float* sums)
    {
        float* p = panel, q = p + step, r = q + step, s = r + step;
        TVector p0 = TLanes.Load(p), p1 = TLanes.Load(p + TLanes.Count), q0 = TLanes.Load(q), q1 = TLanes.Load(q + TLanes.Count);
        TVector r0 = TLanes.Load(r), r1 = TLanes.Load(r + TLanes.Count), s0 = TLanes.Load(s), s1 = TLanes.Load(s + TLanes.Count);
        nint at = Panels.HeadRows * Panels.Width, end = at + (depth * Panels.Width);
        for (; at < end; at += Panels.Width, x++)
        {
            var factor = TLanes.Broadcast(*x);
            (p0, p1) = (TLanes.MultiplyAdd(factor, TLanes.Load(p + at), p0), TLanes.MultiplyAdd(factor, TLanes.Load(p + at + TLanes.Count), p1));
            (q0, q1) = (TLanes.MultiplyAdd(factor, TLanes.Load(q + at), q0), TLanes.MultiplyAdd(factor, TLanes.Load(q + at + TLanes.Count), q1));
            (r0, r1) = (TLanes.MultiplyAdd(factor, TLanes.Load(r + at), r0), TLanes.MultiplyAdd(factor, TLanes.Load(r + at + TLanes.Count), r1));
            (s0, s1) = (TLanes.MultiplyAdd(factor, TLanes.Load(s + at), s0), TLanes.MultiplyAdd(factor, TLanes.Load(s + at + TLanes.Count), s1));
        }

        StorePair(p0, p1, sums);
        StorePair(q0, q1, sums + Panels.Width);
        StorePair(r0, r1, sums + (2 * Panels.Width));
        StorePair(s0, s1, sums + (3 * Panels.Width));
    }

    /// <summary>The sums of one panel, with its biases: four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel<TVectors>(float* x, nint depth, float* panel, float* sums)
        where TVectors : ICount
    {
        nint width = TVectors.Value * TLanes.Count;
        TVector a0 = TLanes.Load(panel), a1 = Second<TVectors>(panel), b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        var p = panel + (Panels.HeadRows * width);
        for (; depth >= 4; depth -= 4, x += 4, p += 4 * width)
        {
            Add<TVectors>(x, p, ref a0, ref a1);
            Add<TVectors>(x + 1, p + width, ref b0, ref b1);
            Add<TVectors>(x + 2, p + (2 * width), ref c0, ref c1);
            Add<TVectors>(x + 3, p + (3 * width), ref d0, ref d1);
        }

        for (; depth > 0; depth--, x++, p += width)
        {
            Add<TVectors>(x, p, ref a0, ref a1);
        }

        TLanes.Store(TLanes.Add(TLanes.Add(a0, b0), TLanes.Add(c0, d0)), sums);
        if (TVectors.Value > 1)
        {
            TLanes.Store(TLanes.Add(TLanes.Add(a1, b1), TLanes.Add(c1, d1)), sums + TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVectors>(float* x, float* row, ref TVector first, ref TVector second)
        where TVectors : ICount
    {
        var factor = TLanes.Broadcast(*x);
        first = TLanes.MultiplyAdd(factor, TLanes.Load(row), first);
        second = TVectors.Value > 1 ? TLanes.MultiplyAdd(factor, TLanes.Load(row + TLanes.Count), second) : second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Second<TVectors>(float* row)
        where TVectors : ICount => TVectors.Value > 1 ? TLanes.Load(row + TLanes.Count) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(TVector first, TVector second, float* sums)
    {
        TLanes.Store(first, sums);
        TLanes.Store(second, sums + TLanes.Count);
    }

    /// <summary>The last steps of a panel's sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(float* sums, int width, float* panel, in WindowBuffers buffers, int index)
    {
        nint at = index * (nint)Panels.Width;
        var addend = buffers.Addend == null ? null : buffers.Addend + at;
        var columns = Math.Min(width, Shape.Filters - (int)at);
        if (columns < width)
        {
            Outlet<TLanes, TVector>.StorePart(sums, 1, width, columns, buffers.Y + at, addend, Shape.Filters, panel + width, Range);
            return;
        }

        for (var i = 0; i < width; i += TLanes.Count)
        {
            Outlet<TLanes, TVector>.Store(TLanes.Load(sums + i), buffers.Y + at + i, addend == null ? null : addend + i, panel + width + i, Range);
        }
    }
}
