using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector512<float>;

namespace WebNN.Kernels;

/// <summary>
/// Winograd's products along one axis, for a filter of three taps: as many points as a line of the input has, at each of which the filter,
/// taken as a polynomial, is multiplied with the input's transform (Toom and Cook). 16 channels at a time.
/// </summary>
internal unsafe interface IWinogradLine
{
    /// <summary>Results of a line.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Floats of a line that it takes, and points: <see cref="OutputSize"/> + 2.</summary>
    static abstract int InputSize { get; }

    /// <summary>The polynomial a + b x + c x² at each point, divided by what the interpolation through the points divides by.</summary>
    static abstract void Filter(double a, double b, double c, Span<double> values);

    static abstract void Input(float* line, nint stride, float* target, nint targetStride);

    /// <summary>Of the products at the points the results, to which a bias is added, within limits.</summary>
    static abstract void Output(float* line, nint stride, float* target, nint targetStride, Vector bias, Vector low, Vector high);
}

/// <summary>Two results from the points 0, ±1 and infinity: nearer to the exact ones than plain sums are.</summary>
internal readonly unsafe struct ShortLine : IWinogradLine
{
    public static int OutputSize => 2;

    public static int InputSize => 4;

    public static void Filter(double a, double b, double c, Span<double> values)
    {
        values[0] = a;
        values[1] = (a + b + c) / 2;
        values[2] = (a - b + c) / 2;
        values[3] = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* line, nint stride, float* target, nint targetStride)
    {
        Vector d0 = Vector512.Load(line), d1 = Vector512.Load(line + stride), d2 = Vector512.Load(line + (2 * stride)), d3 = Vector512.Load(line + (3 * stride));
        (d0 - d2).Store(target);
        (d2 + d1).Store(target + targetStride);
        (d2 - d1).Store(target + (2 * targetStride));
        (d3 - d1).Store(target + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* line, nint stride, float* target, nint targetStride, Vector bias, Vector low, Vector high)
    {
        Vector m0 = Vector512.Load(line), m1 = Vector512.Load(line + stride), m2 = Vector512.Load(line + (2 * stride)), m3 = Vector512.Load(line + (3 * stride));
        Outlet.Limit(m0 + (m1 + m2) + bias, low, high).Store(target);
        Outlet.Limit(m1 - m2 + m3 + bias, low, high).Store(target + targetStride);
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

    public static void Filter(double a, double b, double c, Span<double> values)
    {
        const double first = 2 * (double)PSquare * (PSquare - QSquare);
        const double second = 2 * (double)QSquare * (QSquare - PSquare);
        values[0] = a / (PSquare * QSquare);
        values[1] = (a + (b * P) + (c * PSquare)) / first;
        values[2] = (a - (b * P) + (c * PSquare)) / first;
        values[3] = (a + (b * Q) + (c * QSquare)) / second;
        values[4] = (a - (b * Q) + (c * QSquare)) / second;
        values[5] = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* line, nint stride, float* target, nint targetStride)
    {
        Vector d0 = Vector512.Load(line), d1 = Vector512.Load(line + stride), d2 = Vector512.Load(line + (2 * stride));
        Vector d3 = Vector512.Load(line + (3 * stride)), d4 = Vector512.Load(line + (4 * stride)), d5 = Vector512.Load(line + (5 * stride));
        (d0 + MultiplyAdd(d2, -SquareSum, d4)).Store(target);
        Vector even = MultiplyAdd(d2, -QSquare, d4), odd = MultiplyAdd(d1, -QSquare, d3);
        MultiplyAdd(odd, P, even).Store(target + targetStride);
        MultiplyAdd(odd, -P, even).Store(target + (2 * targetStride));
        (even, odd) = (MultiplyAdd(d2, -PSquare, d4), MultiplyAdd(d1, -PSquare, d3));
        MultiplyAdd(odd, Q, even).Store(target + (3 * targetStride));
        MultiplyAdd(odd, -Q, even).Store(target + (4 * targetStride));
        (d1 + MultiplyAdd(d3, -SquareSum, d5)).Store(target + (5 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* line, nint stride, float* target, nint targetStride, Vector bias, Vector low, Vector high)
    {
        Vector m0 = Vector512.Load(line), m1 = Vector512.Load(line + stride), m2 = Vector512.Load(line + (2 * stride));
        Vector m3 = Vector512.Load(line + (3 * stride)), m4 = Vector512.Load(line + (4 * stride)), m5 = Vector512.Load(line + (5 * stride));
        Vector pEven = m1 + m2, pOdd = m1 - m2, qEven = m3 + m4, qOdd = m3 - m4;
        Outlet.Limit(m0 + pEven + qEven + bias, low, high).Store(target);
        Outlet.Limit(MultiplyAdd(pOdd, P, qOdd * Q) + bias, low, high).Store(target + targetStride);
        Outlet.Limit(MultiplyAdd(pEven, PSquare, qEven * QSquare) + bias, low, high).Store(target + (2 * targetStride));
        Outlet.Limit(MultiplyAdd(pOdd, PCube, MultiplyAdd(qOdd, QCube, m5)) + bias, low, high).Store(target + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector MultiplyAdd(Vector value, float factor, Vector addend) => Vector512.FusedMultiplyAdd(value, Vector512.Create(factor), addend);
}
