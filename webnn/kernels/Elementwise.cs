using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// An operation of each element by itself: of <c>Batch</c> rows of <c>Channels</c> floats, with <c>Filters</c> floats of a second operand: as
/// many, one row, one float, or none.
/// </summary>
internal sealed unsafe class Elementwise<TRule, TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
    where TRule : IElementRule
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Vectors at a time.</summary>
    private const int Together = 4;

    private readonly bool isLimited = range != OutputRange.Unlimited;

    /// <summary>A share has some of the rows, or, where there is one row, some of its elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        nint count = (nint)Shape.Batch * Shape.Channels;
        if (Shape.Filters > 1 && Shape.Filters != count)
        {
            var (row, end) = Part(Shape.Batch, share);
            for (nint at = (nint)row * Shape.Channels; row < end; row++, at += Shape.Channels)
            {
                RunRow<Two>(buffers.X + at, buffers.Addend, buffers.Y + at, Shape.Channels);
            }

            return;
        }

        nint first = count * share / Shares, length = (count * (share + 1) / Shares) - first;
        switch (Shape.Filters)
        {
            case 0:
                RunRow<Zero>(buffers.X + first, null, buffers.Y + first, length);
                break;
            case 1:
                RunRow<One>(buffers.X + first, buffers.Addend, buffers.Y + first, length);
                break;
            default:
                RunRow<Two>(buffers.X + first, buffers.Addend + first, buffers.Y + first, length);
                break;
        }
    }

    /// <summary>Two instructions less where results have no limits: of a sigmoid every seventh of its time.</summary>
    private void RunRow<TSecond>(float* x, float* second, float* y, nint count)
        where TSecond : ICount
    {
        if (isLimited)
        {
            RunRow<TSecond, One>(x, second, y, count);
        }
        else
        {
            RunRow<TSecond, Zero>(x, second, y, count);
        }
    }

    /// <typeparam name="TSecond">What there is of a second operand: nothing, one float, or as many.</typeparam>
    /// <typeparam name="TLimits">Whether results have limits.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRow<TSecond, TLimits>(float* x, float* second, float* y, nint count)
        where TSecond : ICount
        where TLimits : ICount
    {
        TVector low = TLanes.Broadcast(Range.Low), high = TLanes.Broadcast(Range.High), one = TSecond.Value == 1 ? TLanes.Broadcast(*second) : default;
        if (count < TLanes.Count)
        {
            RunFew<TSecond, TLimits>(x, second, y, count, one, low, high);
            return;
        }

        nint i = 0;
        for (; i <= count - (Together * TLanes.Count); i += Together * TLanes.Count)
        {
            TVector a = Result<TSecond, TLimits>(x + i, second + i, one, low, high), b = Result<TSecond, TLimits>(x + i + TLanes.Count, second + i + TLanes.Count, one, low, high);
            TVector c = Result<TSecond, TLimits>(x + i + (2 * TLanes.Count), second + i + (2 * TLanes.Count), one, low, high);
            TVector d = Result<TSecond, TLimits>(x + i + (3 * TLanes.Count), second + i + (3 * TLanes.Count), one, low, high);
            TLanes.Store(a, y + i);
            TLanes.Store(b, y + i + TLanes.Count);
            TLanes.Store(c, y + i + (2 * TLanes.Count));
            TLanes.Store(d, y + i + (3 * TLanes.Count));
        }

        // The last vector may overlap the one before it.
        for (; i < count; i += TLanes.Count)
        {
            var at = Math.Min(i, count - TLanes.Count);
            TLanes.Store(Result<TSecond, TLimits>(x + at, second + at, one, low, high), y + at);
        }
    }

    /// <summary>By way of the stack: fewer than a vector has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunFew<TSecond, TLimits>(float* x, float* second, float* y, nint count, TVector one, TVector low, TVector high)
        where TSecond : ICount
        where TLimits : ICount
    {
        float* left = stackalloc float[TLanes.Count], right = stackalloc float[TLanes.Count];
        TLanes.Store(default, left);
        TLanes.Store(default, right);
        for (nint i = 0; i < count; i++)
        {
            left[i] = x[i];
            right[i] = TSecond.Value > 1 ? second[i] : 0;
        }

        TLanes.Store(Result<TSecond, TLimits>(left, right, one, low, high), left);
        for (nint i = 0; i < count; i++)
        {
            y[i] = left[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Result<TSecond, TLimits>(float* x, float* second, TVector one, TVector low, TVector high)
        where TSecond : ICount
        where TLimits : ICount
    {
        var result = TRule.Apply<TLanes, TVector>(TLanes.Load(x), TSecond.Value > 1 ? TLanes.Load(second) : one);
        return TLimits.Value > 0 ? Outlet<TLanes, TVector>.Limit(result, low, high) : result;
    }
}
