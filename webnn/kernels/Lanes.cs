using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels;

/// <summary>So many floats at a time: kernels are written once, for any <see cref="VectorWidth"/>.</summary>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    /// <summary>The rows of a <see cref="RegisterTile{TLanes, TVector}"/> of two vectors whose sums the registers hold.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(float* source);

    /// <summary>The first eight floats; the others are anything.</summary>
    static abstract TVector LoadEight(float* source);

    static abstract void Store(TVector value, float* target);

    /// <summary>The first eight floats.</summary>
    static abstract void StoreEight(TVector value, float* target);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    static abstract TVector MultiplyAdd(TVector value, TVector factor, TVector addend);

    /// <summary>The first eight; the others are anything. Half a vector takes half the time.</summary>
    static abstract TVector MultiplyAddEight(TVector value, TVector factor, TVector addend);

    /// <summary>The smaller one, and the second where one is a NaN, as x64's instructions have it.</summary>
    static abstract TVector Minimum(TVector left, TVector right);

    /// <summary>The larger one, and the second where one is a NaN.</summary>
    static abstract TVector Maximum(TVector left, TVector right);

    /// <summary>The larger one, and a NaN where one is.</summary>
    static abstract TVector Larger(TVector left, TVector right);

    /// <summary>The smaller one, and a NaN where one is.</summary>
    static abstract TVector Smaller(TVector left, TVector right);

    /// <summary>The nearest whole number, of two the even one.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>Floats about 1 times two to the power of whole numbers up to 127; below the normal floats zero, or what is nearest.</summary>
    static abstract TVector Scale(TVector value, TVector exponent);

    /// <summary>Whether <see cref="Fraction"/> is an instruction, and <see cref="Scale"/> goes by the whole number below an exponent.</summary>
    static abstract bool HasFractions { get; }

    /// <summary>Two to the power of k / 32, k being the last five bits of an element.</summary>
    static abstract TVector Fraction(TVector steps);
}

internal readonly unsafe struct SixteenLanes : ILanes<Vector512<float>>
{
    public static int Count => 16;

    public static int TileRows => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadEight(float* source) => Vector256.Load(source).ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEight(Vector512<float> value, float* target) => value.GetLower().Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> value, Vector512<float> factor, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(value, factor, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAddEight(Vector512<float> value, Vector512<float> factor, Vector512<float> addend) =>
        Vector256.FusedMultiplyAdd(value.GetLower(), factor.GetLower(), addend.GetLower()).ToVector512Unsafe();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Minimum(Vector512<float> left, Vector512<float> right) => Vector512.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> left, Vector512<float> right) => Vector512.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> left, Vector512<float> right) => Vector512.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Smaller(Vector512<float> left, Vector512<float> right) => Vector512.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> value) => Vector512.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(Vector512<float> value, Vector512<float> exponent) => Processor.HasLongVectors
        ? Avx512F.Scale(value, exponent)
        : value * (Vector512.Max(Vector512.ConvertToInt32Native(exponent) + Vector512.Create(127), Vector512<int>.Zero) << 23).AsSingle();

    public static bool HasFractions => Processor.HasLongVectors;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fraction(Vector512<float> steps) => Avx512F.PermuteVar16x32x2(
        Vector512.Create(
            1f, 1.0218972f, 1.0442737f, 1.0671405f, 1.0905077f, 1.1143868f, 1.1387886f, 1.1637249f,
            1.1892071f, 1.2152474f, 1.2418578f, 1.269051f, 1.2968396f, 1.3252367f, 1.3542556f, 1.38391f),
        steps.AsInt32(),
        Vector512.Create(
            1.4142135f, 1.4451808f, 1.4768262f, 1.5091645f, 1.5422108f, 1.5759809f, 1.6104903f, 1.6457555f,
            1.6817929f, 1.7186193f, 1.7562522f, 1.7947091f, 1.8340081f, 1.8741677f, 1.9152066f, 1.9571441f));
}

internal readonly unsafe struct EightLanes : ILanes<Vector256<float>>
{
    public static int Count => 8;

    public static int TileRows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadEight(float* source) => Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEight(Vector256<float> value, float* target) => Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> value, Vector256<float> factor, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(value, factor, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAddEight(Vector256<float> value, Vector256<float> factor, Vector256<float> addend) =>
        MultiplyAdd(value, factor, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Minimum(Vector256<float> left, Vector256<float> right) => Vector256.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> left, Vector256<float> right) => Vector256.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Larger(Vector256<float> left, Vector256<float> right) => Vector256.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Smaller(Vector256<float> left, Vector256<float> right) => Vector256.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => Vector256.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> value, Vector256<float> exponent) =>
        value * (Vector256.Max(Vector256.ConvertToInt32Native(exponent) + Vector256.Create(127), Vector256<int>.Zero) << 23).AsSingle();

    public static bool HasFractions => false;

    public static Vector256<float> Fraction(Vector256<float> steps) => throw new NotSupportedException();
}
