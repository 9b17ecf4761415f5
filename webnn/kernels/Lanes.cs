using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>So many channels at a time, for the kernels that come in two widths.</summary>
internal unsafe interface ILanes<TVector>
{
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Broadcast(float value);

    static abstract TVector MultiplyAdd(TVector value, TVector factor, TVector addend);

    /// <summary>See <see cref="Outlet"/>.</summary>
    static abstract void StoreLimited(TVector value, float* output, TVector low, TVector high);

    /// <summary>See <see cref="Outlet"/>.</summary>
    static abstract void Store(TVector value, float* output, float* sum, float* slopes, in OutputRange range);
}

internal readonly unsafe struct SixteenLanes : ILanes<Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLimited(Vector512<float> value, float* output, Vector512<float> low, Vector512<float> high) =>
        Outlet.Limit(value, low, high).Store(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> value, Vector512<float> factor, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(value, factor, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* output, float* sum, float* slopes, in OutputRange range) =>
        Outlet.Store(value, output, sum, slopes, range);
}

internal readonly unsafe struct EightLanes : ILanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLimited(Vector256<float> value, float* output, Vector256<float> low, Vector256<float> high) =>
        Outlet.Limit(value, low, high).Store(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> value, Vector256<float> factor, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(value, factor, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* output, float* sum, float* slopes, in OutputRange range) =>
        Outlet.Store(value, output, sum, slopes, range);
}
