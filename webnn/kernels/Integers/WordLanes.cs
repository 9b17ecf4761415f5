using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>Sums of bytes of so many channels, in 16 bits without a sign: the mean of pixels is written once, for any width of vectors.</summary>
internal unsafe interface IWordLanes<TVector>
    where TVector : struct
{
    /// <summary>Channels: 8, or a multiple of 16.</summary>
    static abstract int Count { get; }

    static abstract TVector Add(TVector sums, byte* pixel);

    /// <summary>Adds the sums to others of 32 bits, which are in their <see cref="Requantizer.Place"/>.</summary>
    static abstract void AddTo(int* totals, TVector sums);
}

internal readonly unsafe struct EightWords : IWordLanes<Vector128<short>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Add(Vector128<short> sums, byte* pixel) => sums + Sse41.ConvertToVector128Int16(pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(int* totals, Vector128<short> sums) =>
        (Vector256.Load(totals) + Avx2.ConvertToVector256Int32(sums.AsUInt16())).Store(totals);
}

internal readonly unsafe struct SixteenWords : IWordLanes<Vector256<short>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Add(Vector256<short> sums, byte* pixel) => sums + Avx2.ConvertToVector256Int16(pixel);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(int* totals, Vector256<short> sums)
    {
        (Vector256.Load(totals) + Avx2.UnpackLow(sums, default).AsInt32()).Store(totals);
        (Vector256.Load(totals + 8) + Avx2.UnpackHigh(sums, default).AsInt32()).Store(totals + 8);
    }
}

internal readonly unsafe struct ThirtyTwoWords : IWordLanes<Vector512<short>>
{
    public static int Count => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Add(Vector512<short> sums, byte* pixel) => Processor.HasLongVectors
        ? sums + Avx512BW.ConvertToVector512Int16(Vector256.Load(pixel))
        : Vector512.Create(SixteenWords.Add(sums.GetLower(), pixel), SixteenWords.Add(sums.GetUpper(), pixel + SixteenWords.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(int* totals, Vector512<short> sums)
    {
        SixteenWords.AddTo(totals, sums.GetLower());
        SixteenWords.AddTo(totals + SixteenWords.Count, sums.GetUpper());
    }
}
