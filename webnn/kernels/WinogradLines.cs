using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>
/// Winograd's products along one axis, for a filter of three taps: as many points as a line of the input has, at each of which the filter,
/// taken as a polynomial, is multiplied with the input's transform (Toom and Cook). A vector of channels at a time.
/// </summary>
internal unsafe interface IWinogradLine
{
    /// <summary>Results of a line.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Floats of a line that it takes, and points: <see cref="OutputSize"/> + 2.</summary>
    static abstract int InputSize { get; }

    /// <summary>The polynomial a + b x + c x² at each point, divided by what the interpolation through the points divides by.</summary>
    /// <param name="values">Two at each point: filters are transformed where sessions are made, in code that may have no longer vectors.</param>
    static abstract void Filter(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double>* values);

    static abstract void Input<TLanes, TVector>(float* line, nint stride, float* target, nint targetStride)
        where TLanes : ILanes<TVector>
        where TVector : struct;

    /// <summary>Of the products at the points the results, to which a bias is added, within limits.</summary>
    static abstract void Output<TLanes, TVector>(float* line, nint stride, float* target, nint targetStride, TVector bias, TVector low, TVector high)
        where TLanes : ILanes<TVector>
        where TVector : struct;
}

/// <summary>Two results from the points 0, ±1 and infinity: nearer to the exact ones than plain sums are.</summary>
internal readonly unsafe struct ShortLine : IWinogradLine
{
    public static int OutputSize => 2;

    public static int InputSize => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double>* values)
    {
        values[0] = a;
        var even = a + c;
        values[1] = (even + b) * 0.5;
        values[2] = (even - b) * 0.5;
        values[3] = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TLanes, TVector>(float* line, nint stride, float* target, nint targetStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector d0 = TLanes.Load(line), d1 = TLanes.Load(line + stride), d2 = TLanes.Load(line + (2 * stride)), d3 = TLanes.Load(line + (3 * stride));
        TLanes.Store(TLanes.Subtract(d0, d2), target);
        TLanes.Store(TLanes.Add(d2, d1), target + targetStride);
        TLanes.Store(TLanes.Subtract(d2, d1), target + (2 * targetStride));
        TLanes.Store(TLanes.Subtract(d3, d1), target + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TLanes, TVector>(float* line, nint stride, float* target, nint targetStride, TVector bias, TVector low, TVector high)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector m0 = TLanes.Load(line), m1 = TLanes.Load(line + stride), m2 = TLanes.Load(line + (2 * stride)), m3 = TLanes.Load(line + (3 * stride));
        TVector first = TLanes.Add(m0, TLanes.Add(m1, m2)), second = TLanes.Add(TLanes.Subtract(m1, m2), m3);
        TLanes.Store(Outlet<TLanes, TVector>.Limit(TLanes.Add(first, bias), low, high), target);
        TLanes.Store(Outlet<TLanes, TVector>.Limit(TLanes.Add(second, bias), low, high), target + targetStride);
    }
}

/// <summary>
/// Four results from the points 0, ±√½, ±√2 and infinity: about twice as far from the exact ones as plain sums are. From the usual points,
/// 0, ±1, ±2, they would be several times further.
/// </summary>
internal readonly unsafe struct LongLine : IWinogradLine
{
    // The points, their squares and cubes. The squares' product is 1.
    private const float P = 0.70710678f;
    private const float Q = 1.41421356f;
    private const float PSquare = 0.5f;
    private const float QSquare = 2;
    private const float PCube = P * PSquare;
    private const float QCube = Q * QSquare;
    private const float SquareSum = PSquare + QSquare;

    public static int OutputSize => 4;

    public static int InputSize => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double>* values)
    {
        // What is divided by at 0 is the squares' product, 1.
        const double first = 1 / (2 * (double)PSquare * (PSquare - QSquare));
        const double second = 1 / (2 * (double)QSquare * (QSquare - PSquare));
        Vector128<double> pEven = a + (c * (double)PSquare), pOdd = b * (double)P, qEven = a + (c * (double)QSquare), qOdd = b * (double)Q;
        values[0] = a;
        values[1] = (pEven + pOdd) * first;
        values[2] = (pEven - pOdd) * first;
        values[3] = (qEven + qOdd) * second;
        values[4] = (qEven - qOdd) * second;
        values[5] = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TLanes, TVector>(float* line, nint stride, float* target, nint targetStride)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector d0 = TLanes.Load(line), d1 = TLanes.Load(line + stride), d2 = TLanes.Load(line + (2 * stride));
        TVector d3 = TLanes.Load(line + (3 * stride)), d4 = TLanes.Load(line + (4 * stride)), d5 = TLanes.Load(line + (5 * stride));
        TVector p = TLanes.Broadcast(P), q = TLanes.Broadcast(Q), minusP = TLanes.Broadcast(-P), minusQ = TLanes.Broadcast(-Q);
        TVector squares = TLanes.Broadcast(-SquareSum), pSquare = TLanes.Broadcast(-PSquare), qSquare = TLanes.Broadcast(-QSquare);
        TLanes.Store(TLanes.Add(d0, TLanes.MultiplyAdd(d2, squares, d4)), target);
        TVector even = TLanes.MultiplyAdd(d2, qSquare, d4), odd = TLanes.MultiplyAdd(d1, qSquare, d3);
        TLanes.Store(TLanes.MultiplyAdd(odd, p, even), target + targetStride);
        TLanes.Store(TLanes.MultiplyAdd(odd, minusP, even), target + (2 * targetStride));
        (even, odd) = (TLanes.MultiplyAdd(d2, pSquare, d4), TLanes.MultiplyAdd(d1, pSquare, d3));
        TLanes.Store(TLanes.MultiplyAdd(odd, q, even), target + (3 * targetStride));
        TLanes.Store(TLanes.MultiplyAdd(odd, minusQ, even), target + (4 * targetStride));
        TLanes.Store(TLanes.Add(d1, TLanes.MultiplyAdd(d3, squares, d5)), target + (5 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TLanes, TVector>(float* line, nint stride, float* target, nint targetStride, TVector bias, TVector low, TVector high)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        TVector m0 = TLanes.Load(line), m1 = TLanes.Load(line + stride), m2 = TLanes.Load(line + (2 * stride));
        TVector m3 = TLanes.Load(line + (3 * stride)), m4 = TLanes.Load(line + (4 * stride)), m5 = TLanes.Load(line + (5 * stride));
        TVector pEven = TLanes.Add(m1, m2), pOdd = TLanes.Subtract(m1, m2), qEven = TLanes.Add(m3, m4), qOdd = TLanes.Subtract(m3, m4);
        var first = TLanes.Add(TLanes.Add(m0, pEven), qEven);
        var second = TLanes.MultiplyAdd(pOdd, TLanes.Broadcast(P), TLanes.Multiply(qOdd, TLanes.Broadcast(Q)));
        var third = TLanes.MultiplyAdd(pEven, TLanes.Broadcast(PSquare), TLanes.Multiply(qEven, TLanes.Broadcast(QSquare)));
        var fourth = TLanes.MultiplyAdd(pOdd, TLanes.Broadcast(PCube), TLanes.MultiplyAdd(qOdd, TLanes.Broadcast(QCube), m5));
        TLanes.Store(Outlet<TLanes, TVector>.Limit(TLanes.Add(first, bias), low, high), target);
        TLanes.Store(Outlet<TLanes, TVector>.Limit(TLanes.Add(second, bias), low, high), target + targetStride);
        TLanes.Store(Outlet<TLanes, TVector>.Limit(TLanes.Add(third, bias), low, high), target + (2 * targetStride));
        TLanes.Store(Outlet<TLanes, TVector>.Limit(TLanes.Add(fourth, bias), low, high), target + (3 * targetStride));
    }
}
