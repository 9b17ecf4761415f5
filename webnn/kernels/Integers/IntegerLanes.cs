using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>Pairs of products of 16 bits (AVX2): exact for every element and every weight.</summary>
internal readonly unsafe struct EightPairs : IIntegerLanes<Vector256<int>>
{
    public static int Count => 8;

    public static int TileRows => 6;

    public static int Together => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(byte* sums) => Vector256.Load((int*)sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, byte* target) => sums.Store((int*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(byte* elements) => Vector256.Create(*(int*)elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> elements, Vector256<int> weights, Vector256<int> sums) =>
        sums + Avx2.MultiplyAddAdjacent(elements.AsInt16(), weights.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums0, Vector256<int> sums1, float* scales, Requantizer requantizer, byte* target) =>
        requantizer.Sixteen(sums0, sums1, scales).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, float* scales, Requantizer requantizer, byte* target) => *(long*)target = requantizer.Eight(sums, scales);
}

/// <summary>The same with vectors of 512 bits (AVX-512); put together out of shorter ones where there are none.</summary>
internal readonly unsafe struct SixteenPairs : IIntegerLanes<Vector512<int>>
{
    public static int Count => 16;

    public static int TileRows => 8;

    public static int Together => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(byte* sums) => Vector512.Load((int*)sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> sums, byte* target) => sums.Store((int*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(byte* elements) => Vector512.Create(*(int*)elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> elements, Vector512<int> weights, Vector512<int> sums) => Processor.HasLongVectors
        ? sums + Avx512BW.MultiplyAddAdjacent(elements.AsInt16(), weights.AsInt16())
        : Vector512.Create(
            EightPairs.MultiplyAdd(elements.GetLower(), weights.GetLower(), sums.GetLower()),
            EightPairs.MultiplyAdd(elements.GetUpper(), weights.GetUpper(), sums.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> sums0, Vector512<int> sums1, float* scales, Requantizer requantizer, byte* target)
    {
        Store(sums0, scales, requantizer, target);
        Store(sums1, scales + Count, requantizer, target + Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> sums, float* scales, Requantizer requantizer, byte* target) =>
        requantizer.Sixteen(sums.GetLower(), sums.GetUpper(), scales).Store(target);
}

/// <summary>
/// Four products of bytes (AVX-VNNI), for signed weights without a zero point; made of pairs where there is no such instruction. .NET 10 has
/// none for the longer vectors of AVX-512.
/// </summary>
internal readonly unsafe struct EightFours : IIntegerLanes<Vector256<int>>
{
    public static int Count => 8;

    public static int TileRows => 6;

    public static int Together => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(byte* sums) => Vector256.Load((int*)sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, byte* target) => sums.Store((int*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(byte* elements) => Vector256.Create(*(int*)elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> elements, Vector256<int> weights, Vector256<int> sums)
    {
        if (Processor.MultipliesBytes)
        {
            return AvxVnni.MultiplyWideningAndAdd(sums, elements.AsByte(), weights.AsSByte());
        }

        // Of each 16 bits, the products of the lower bytes and of the upper ones.
        var (x, w) = (elements.AsInt16(), weights.AsInt16());
        var lower = Avx2.MultiplyAddAdjacent(x & Vector256.Create((short)byte.MaxValue), Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogical(w, 8), 8));
        return sums + lower + Avx2.MultiplyAddAdjacent(Avx2.ShiftRightLogical(x, 8), Avx2.ShiftRightArithmetic(w, 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums0, Vector256<int> sums1, float* scales, Requantizer requantizer, byte* target) =>
        requantizer.Sixteen(sums0, sums1, scales).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, float* scales, Requantizer requantizer, byte* target) => *(long*)target = requantizer.Eight(sums, scales);
}
