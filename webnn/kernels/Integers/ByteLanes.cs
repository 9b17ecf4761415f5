using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels.Integers;

/// <summary>So many channels of a pixel at a time, a byte each: the largest of pixels is written once, for any width of vectors.</summary>
internal unsafe interface IByteLanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(byte* pixel);

    static abstract void Store(TVector bytes, byte* target);

    static abstract TVector Maximum(TVector a, TVector b);
}

internal readonly unsafe struct EightBytes : IByteLanes<Vector128<byte>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* pixel) => Vector128.CreateScalar(*(long*)pixel).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> bytes, byte* target) => *(long*)target = bytes.AsInt64().ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Maximum(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a, b);
}

internal readonly unsafe struct SixteenBytes : IByteLanes<Vector128<byte>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* pixel) => Vector128.Load(pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> bytes, byte* target) => bytes.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Maximum(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a, b);
}

internal readonly unsafe struct ThirtyTwoBytes : IByteLanes<Vector256<byte>>
{
    public static int Count => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* pixel) => Vector256.Load(pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> bytes, byte* target) => bytes.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Maximum(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a, b);
}

internal readonly unsafe struct SixtyFourBytes : IByteLanes<Vector512<byte>>
{
    public static int Count => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(byte* pixel) => Vector512.Load(pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<byte> bytes, byte* target) => bytes.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Maximum(Vector512<byte> a, Vector512<byte> b) => Vector512.Max(a, b);
}
