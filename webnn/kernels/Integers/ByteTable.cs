using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>What a table has for each byte: any operation of single quantized elements. A share has some of the elements.</summary>
internal sealed unsafe class ByteTable(WindowShape shape, KernelTarget target, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
{
    /// <summary>The table's, in the place of a filter.</summary>
    public const int Bytes = 256;

    /// <summary>Whether a vector of bytes is looked up at a time, with AVX-512 and VBMI.</summary>
    private readonly bool isPermuted = target.Width is VectorWidth.Bits512 && Processor.PermutesBytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(checked(Shape.Pixels * Shape.Filters), share);
        byte* x = buffers.XBytes + first, y = buffers.YBytes + first, table = buffers.PackedBytes;
        var count = (nint)end - first;
        if (isPermuted && count >= Vector512<byte>.Count)
        {
            Permute(x, y, count, table);
            return;
        }

        for (nint i = 0; i < count; i++)
        {
            y[i] = table[x[i]];
        }
    }

    /// <summary>A vector at a time, of which the last may overlap the one before it: its seven low bits choose among each half of the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Permute(byte* x, byte* y, nint count, byte* table)
    {
        var lanes = Vector512<byte>.Count;
        Vector512<byte> a = Vector512.Load(table), b = Vector512.Load(table + lanes), c = Vector512.Load(table + (2 * lanes)), d = Vector512.Load(table + (3 * lanes));
        for (nint i = 0; i < count; i += lanes)
        {
            var at = nint.Min(i, count - lanes);
            var bytes = Vector512.Load(x + at);
            Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(a, bytes, b), high = Avx512Vbmi.PermuteVar64x8x2(c, bytes, d);
            Avx512BW.BlendVariable(low, high, bytes).Store(y + at);
        }
    }
}
