using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The product of two images of bytes, <c>clamp(round(Scale * ((a - FirstZero) * (b - SecondZero)) + Zero), Low, High)</c>: of integers, then in
/// these floats and in this order, as ONNX Runtime's QLinearMul has it, so that results are the same bit for bit.
/// </summary>
/// <param name="Scale">Of the integers' product in units of the result's.</param>
/// <param name="Zero">The result's zero point.</param>
/// <param name="Low">The limits of a result.</param>
internal readonly record struct ImageProduct(byte FirstZero, byte SecondZero, float Scale, byte Zero, byte Low = byte.MinValue, byte High = byte.MaxValue)
{
    public const int Bytes = 6 * Line;

    /// <summary>A vector of 512 bits.</summary>
    private const int Line = 64;

    // Each number as often as a vector holds it, so that instructions read it from memory.
    internal const int SecondZeros = Line;
    internal const int Scales = 2 * Line;
    internal const int Zeros = 3 * Line;
    internal const int Lows = 4 * Line;
    internal const int Highs = 5 * Line;

    /// <summary>Of one step of the integers' product beyond all bytes, and of their largest product within 32 bits.</summary>
    private const float MostScale = 1 << 14;

    /// <summary>Of two images and their product: the scale and the zero point of each.</summary>
    public static ImageProduct Of((float Scale, byte Zero) a, (float Scale, byte Zero) b, (float Scale, byte Zero) product) =>
        new(a.Zero, b.Zero, Math.Clamp(a.Scale * b.Scale / product.Scale, -MostScale, MostScale), product.Zero);

    /// <summary>The product of two bytes.</summary>
    public byte Of(byte a, byte b) =>
        (byte)Math.Clamp(MathF.Round((Scale * ((a - FirstZero) * (b - SecondZero))) + Zero, MidpointRounding.ToEven), Low, High);

    /// <summary>Writes what the kernel reads beside the images.</summary>
    public void Pack(Span<byte> constants)
    {
        MemoryMarshal.Cast<byte, short>(constants[..Line]).Fill(FirstZero);
        MemoryMarshal.Cast<byte, short>(constants.Slice(SecondZeros, Line)).Fill(SecondZero);
        MemoryMarshal.Cast<byte, float>(constants.Slice(Scales, Line)).Fill(Scale);
        MemoryMarshal.Cast<byte, float>(constants.Slice(Zeros, Line)).Fill(Zero);
        constants.Slice(Lows, Line).Fill(Low);
        constants.Slice(Highs, Line).Fill(High);
    }
}

/// <summary>An <see cref="ImageProduct"/> of as many bytes of both images, with vectors of 256 bits.</summary>
internal readonly unsafe struct ShortProducts : IPairRule
{
    /// <summary>Bytes at a time.</summary>
    public const int Block = 16;

    /// <summary>The last bytes may overlap those before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(byte* x, byte* other, byte* y, nint count, byte* constants)
    {
        if (count < Block)
        {
            byte* few = stackalloc byte[2 * Block];
            NativeMemory.Copy(x, few, (nuint)count);
            NativeMemory.Copy(other, few + Block, (nuint)count);
            Multiply(few, few + Block, few, constants);
            NativeMemory.Copy(few, y, (nuint)count);
            return;
        }

        for (nint i = 0; i < count; i += Block)
        {
            var at = nint.Min(i, count - Block);
            Multiply(x + at, other + at, y + at, constants);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(byte* x, byte* other, byte* y, byte* constants)
    {
        var a = Avx2.ConvertToVector256Int16(x) - Vector256.Load((short*)constants);
        var b = Avx2.ConvertToVector256Int16(other) - Vector256.Load((short*)(constants + ImageProduct.SecondZeros));
        Vector256<short> low = Avx2.MultiplyLow(a, b), high = Avx2.MultiplyHigh(a, b);
        var words = Avx2.PackSignedSaturate(Scale(Avx2.UnpackLow(low, high), constants), Scale(Avx2.UnpackHigh(low, high), constants));
        var bytes = Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
        Sse2.Min(Sse2.Max(bytes, Vector128.Load(constants + ImageProduct.Lows)), Vector128.Load(constants + ImageProduct.Highs)).Store(y);
    }

    /// <summary>Not multiplied and added to in one step: the product is rounded first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Scale(Vector256<short> products, byte* constants) => Avx.ConvertToVector256Int32(
        (Avx.ConvertToVector256Single(products.AsInt32()) * Vector256.Load((float*)(constants + ImageProduct.Scales)))
        + Vector256.Load((float*)(constants + ImageProduct.Zeros)));
}

/// <summary>The same with vectors of 512 bits (AVX-512).</summary>
internal readonly unsafe struct LongProducts : IPairRule
{
    private const int Block = 64;

    /// <summary>A rest that shorter vectors take less time for.</summary>
    private const int ShortRest = 32;

    /// <summary>The last bytes may overlap those before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(byte* x, byte* other, byte* y, nint count, byte* constants)
    {
        nint i = 0;
        for (; count - i >= Block; i += Block)
        {
            Multiply(x + i, other + i, y + i, constants);
        }

        if (i < count)
        {
            var isLong = i > 0 && count - i > ShortRest;
            var at = isLong ? count - Block : nint.Min(i, nint.Max(0, count - ShortProducts.Block));
            if (isLong)
            {
                Multiply(x + at, other + at, y + at, constants);
            }
            else
            {
                ShortProducts.Apply(x + at, other + at, y + at, count - at, constants);
            }
        }
    }

    /// <summary>Within each 128 bits, what is unpacked is packed again in its order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(byte* x, byte* other, byte* y, byte* constants)
    {
        Vector512<byte> a = Vector512.Load(x), b = Vector512.Load(other);
        var bytes = Avx512BW.PackUnsignedSaturate(
            Multiply(Avx512BW.UnpackLow(a, default), Avx512BW.UnpackLow(b, default), constants),
            Multiply(Avx512BW.UnpackHigh(a, default), Avx512BW.UnpackHigh(b, default), constants));
        Avx512BW.Min(Avx512BW.Max(bytes, Vector512.Load(constants + ImageProduct.Lows)), Vector512.Load(constants + ImageProduct.Highs)).Store(y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Multiply(Vector512<byte> first, Vector512<byte> second, byte* constants)
    {
        var a = first.AsInt16() - Vector512.Load((short*)constants);
        var b = second.AsInt16() - Vector512.Load((short*)(constants + ImageProduct.SecondZeros));
        Vector512<short> low = Avx512BW.MultiplyLow(a, b), high = Avx512BW.MultiplyHigh(a, b);
        return Avx512BW.PackSignedSaturate(Scale(Avx512BW.UnpackLow(low, high), constants), Scale(Avx512BW.UnpackHigh(low, high), constants));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Scale(Vector512<short> products, byte* constants) => Avx512F.ConvertToVector512Int32(
        (Avx512F.ConvertToVector512Single(products.AsInt32()) * Vector512.Load((float*)(constants + ImageProduct.Scales)))
        + Vector512.Load((float*)(constants + ImageProduct.Zeros)));
}
