using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels;

/// <summary>
/// The dense convolution of a single pixel: one row times a matrix, which takes as long as reading the filter does. It is read from its
/// beginning to its end, which the caches foresee, four rows of a panel at a time, whose sums wait for none of the others. What they foresee
/// ends with a page on some processors: there the next one is asked for, where a filter is more than the second cache holds.
/// </summary>
internal sealed unsafe class RowProduct<TLanes, TVector>(WindowShape shape, OutputRange range, KernelTarget target, int shares) : WindowKernel(shape, range, shares)
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats of the smallest page.</summary>
    private const int Page = 1024;

    private readonly bool isForeseen = !Processor.ReadsAhead && DenseFilter.PackedSize(shape, Panels) > target.CacheFloats;

    private static Panels Panels => new(TLanes.Count);

    /// <summary>A share has some of the panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (panel, end) = Part(Panels.Count(Shape.Filters), share);
        var weights = buffers.Packed + Panels.Offset(panel, Shape.Channels);
        for (; panel < end; panel++, weights += Panels.Width * (Shape.Channels + Panels.HeadRows))
        {
            var columns = Shape.Filters - (panel * Panels.Width);
            if (columns > TLanes.Count)
            {
                RunPanel<Two>(buffers, weights, panel * Panels.Width, columns);
            }
            else
            {
                RunPanel<One>(buffers, weights, panel * Panels.Width, columns);
            }
        }
    }

    /// <param name="columns">From the panel's first on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanel<TVectors>(in WindowBuffers buffers, float* panel, nint at, int columns)
        where TVectors : ICount
    {
        nint width = TVectors.Value * TLanes.Count, depth = Shape.Channels;
        TVector a0 = TLanes.Load(panel), a1 = Second<TVectors>(panel), b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* x = buffers.X, row = panel + (Panels.HeadRows * width);
        for (; depth >= 4; depth -= 4, x += 4, row += 4 * width)
        {
            if (isForeseen)
            {
                Foresee(row + Page, 4 * width);
            }

            Add<TVectors>(x, row, ref a0, ref a1);
            Add<TVectors>(x + 1, row + width, ref b0, ref b1);
            Add<TVectors>(x + 2, row + (2 * width), ref c0, ref c1);
            Add<TVectors>(x + 3, row + (3 * width), ref d0, ref d1);
        }

        for (; depth > 0; depth--, x++, row += width)
        {
            Add<TVectors>(x, row, ref a0, ref a1);
        }

        float* output = buffers.Y + at, addends = buffers.Addend == null ? null : buffers.Addend + at, slopes = panel + width;
        a0 = TLanes.Add(TLanes.Add(a0, b0), TLanes.Add(c0, d0));
        a1 = TVectors.Value > 1 ? TLanes.Add(TLanes.Add(a1, b1), TLanes.Add(c1, d1)) : a1;
        if (columns < width)
        {
            StorePart<TVectors>(a0, a1, columns, output, addends, slopes);
            return;
        }

        Outlet<TLanes, TVector>.Store(a0, output, addends, slopes, Range);
        if (TVectors.Value > 1)
        {
            Outlet<TLanes, TVector>.Store(a1, output + TLanes.Count, addends == null ? null : addends + TLanes.Count, slopes + TLanes.Count, Range);
        }
    }

    /// <summary>By way of the stack: columns that a vector cannot write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StorePart<TVectors>(TVector first, TVector second, int columns, float* output, float* addends, float* slopes)
        where TVectors : ICount
    {
        var sums = stackalloc float[2 * TLanes.Count];
        TLanes.Store(first, sums);
        TLanes.Store(second, sums + TLanes.Count);
        Outlet<TLanes, TVector>.StorePart(sums, 1, TVectors.Value * TLanes.Count, columns, output, 0, new(addends, 0, columns), slopes, Range);
    }

    /// <summary>Asks for so many floats, line by line of the first cache; nothing may be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Foresee(float* floats, nint count)
    {
        const int line = 16;
        if (Sse.IsSupported)
        {
            for (nint i = 0; i < count; i += line)
            {
                Sse.Prefetch0(floats + i);
            }
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
}
