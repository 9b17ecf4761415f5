using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>Numbers that an operation of single bytes reads in the place of a filter.</summary>
internal static class ByteParameters
{
    public static float[] Quantization(float scale, byte zero) => [scale, zero];
}

/// <summary>What becomes of eight bytes or floats at a time, to which operand and result point.</summary>
internal unsafe interface IByteRule
{
    /// <summary>Bytes of an element of the operand.</summary>
    static abstract int OperandBytes { get; }

    /// <summary>Bytes of an element of the result.</summary>
    static abstract int ResultBytes { get; }

    static abstract void Apply(byte* x, byte* y, float* parameters);
}

/// <summary>Bytes as the numbers that they stand for.</summary>
internal readonly unsafe struct Dequantization : IByteRule
{
    public static int OperandBytes => sizeof(byte);

    public static int ResultBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(byte* x, byte* y, float* parameters) =>
        ((Bytes.Floats(x) - Vector256.Create(parameters[1])) * parameters[0]).Store((float*)y);
}

/// <summary>Numbers as the nearest bytes, halves as even ones.</summary>
internal readonly unsafe struct Quantization : IByteRule
{
    public static int OperandBytes => sizeof(float);

    public static int ResultBytes => sizeof(byte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(byte* x, byte* y, float* parameters)
    {
        Vector256<float> zero = Vector256.Create(parameters[1]), steps = Vector256.Load((float*)x) / Vector256.Create(parameters[0]);

        // A NaN becomes the lowest byte, as it does in ONNX Runtime.
        steps = Avx.Min(Avx.Max(steps, -zero), Vector256.Create((float)byte.MaxValue) - zero);
        Bytes.Store(Avx.ConvertToVector256Int32(steps) + Avx.ConvertToVector256Int32(zero), y);
    }
}

/// <summary>Eight bytes.</summary>
internal static unsafe class Bytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Floats(byte* source) => Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(source));

    /// <summary>The nearest bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> values, byte* target)
    {
        var words = Sse2.PackSignedSaturate(values.GetLower(), values.GetUpper());
        *(long*)target = Sse2.PackUnsignedSaturate(words, words).AsInt64().ToScalar();
    }
}

/// <summary>An operation of each of <c>Channels</c> elements by itself, bytes on one side or on both.</summary>
internal sealed unsafe class ByteElements<TRule>(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
    where TRule : IByteRule
{
    private const int Lanes = 8;

    /// <summary>A share has some of the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Channels, share);
        byte* x = buffers.XBytes, y = buffers.YBytes;
        if (end - first < Lanes)
        {
            RunFew(x, y, first, end - first, buffers.Packed);
            return;
        }

        // The last eight may overlap those before them.
        for (nint i = first; i < end; i += Lanes)
        {
            var at = Math.Min(i, end - Lanes);
            TRule.Apply(x + (at * TRule.OperandBytes), y + (at * TRule.ResultBytes), buffers.Packed);
        }
    }

    /// <summary>By way of the stack: fewer than are computed at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunFew(byte* x, byte* y, nint first, nint count, float* parameters)
    {
        var few = stackalloc byte[Lanes * sizeof(float)];
        NativeMemory.Clear(few, Lanes * sizeof(float));
        Copy(x + (first * TRule.OperandBytes), few, count * TRule.OperandBytes);
        TRule.Apply(few, few, parameters);
        Copy(few, y + (first * TRule.ResultBytes), count * TRule.ResultBytes);
    }

    private static void Copy(byte* source, byte* target, nint bytes) => Buffer.MemoryCopy(source, target, bytes, bytes);
}
