using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The sum of two images of bytes, <c>clamp(round(a * First + (b * Second + Offset)), Low, High)</c>, each product added to in one step: in these
/// floats and in this order, as ONNX Runtime's QLinearAdd has it for AVX2, so that results are the same bit for bit.
/// </summary>
/// <param name="First">The first image's scale in units of the result's.</param>
/// <param name="Second">The second's.</param>
/// <param name="Offset">What the three zero points add to a result.</param>
/// <param name="IsSecond">A kernel's own results are the second image; otherwise they are the first.</param>
/// <param name="Low">The limits of a result.</param>
internal readonly record struct ImageSum(float First, float Second, float Offset, bool IsSecond, byte Low = byte.MinValue, byte High = byte.MaxValue)
{
    /// <summary>Of two images and their sum: the scale and the zero point of each.</summary>
    public static ImageSum Of((float Scale, byte Zero) a, (float Scale, byte Zero) b, (float Scale, byte Zero) sum, bool isSecond)
    {
        var (first, second) = (a.Scale / sum.Scale, b.Scale / sum.Scale);
        return new(first, second, sum.Zero - MathF.FusedMultiplyAdd(first, a.Zero, second * b.Zero), isSecond);
    }

    /// <summary>The sum of two bytes.</summary>
    public byte Of(byte a, byte b) => (byte)Math.Clamp(
        MathF.Round(MathF.FusedMultiplyAdd(a, First, MathF.FusedMultiplyAdd(b, Second, Offset)), MidpointRounding.ToEven), Low, High);
}

/// <summary>An <see cref="ImageSum"/> of as many bytes of both images.</summary>
internal readonly unsafe struct ByteSums : IPairRule
{
    public static void Apply(byte* x, byte* other, byte* y, nint count, byte* constants)
    {
        var adder = new Requantizer(constants).Adder;
        var isSecond = adder.IsSecond;
        adder.Add(isSecond ? other : x, isSecond ? x : other, y, count);
    }
}

/// <summary>An <see cref="ImageSum"/> in the form that <see cref="Requantizer"/> has, behind which it stands.</summary>
internal readonly unsafe struct ImageAdder(byte* constants)
{
    public const int Bytes = 6 * Line;

    private const int Line = 64;
    private const int Firsts = Line;
    private const int Seconds = 2 * Line;
    private const int Offsets = 3 * Line;
    private const int Lows = 4 * Line;
    private const int Highs = 5 * Line;
    private const int Block = 16;

    /// <summary>See <see cref="ImageSum"/>.</summary>
    public bool IsSecond => constants[0] != 0;

    public static void Pack(ImageSum from, Span<byte> constants)
    {
        constants[0] = from.IsSecond ? (byte)1 : (byte)0;
        MemoryMarshal.Cast<byte, float>(constants.Slice(Firsts, Line)).Fill(from.First);
        MemoryMarshal.Cast<byte, float>(constants.Slice(Seconds, Line)).Fill(from.Second);
        MemoryMarshal.Cast<byte, float>(constants.Slice(Offsets, Line)).Fill(from.Offset);
        constants.Slice(Lows, Line).Fill(from.Low);
        constants.Slice(Highs, Line).Fill(from.High);
    }

    /// <summary>Adds to a kernel's results, where there is something to add, while caches hold them: as if the sum were a kernel of its own.</summary>
    /// <param name="first">The first of the results.</param>
    public static void AddTo(in WindowBuffers buffers, nint first, nint count)
    {
        if (buffers.Sum != 0)
        {
            byte* results = buffers.YBytes + first, others = (byte*)buffers.Sum + first;
            var adder = new Requantizer(buffers.PackedBytes).Adder;
            var isSecond = adder.IsSecond;
            adder.Add(isSecond ? others : results, isSecond ? results : others, results, count);
        }
    }

    /// <summary>The same for some columns of some pixels.</summary>
    /// <param name="first">The first pixel.</param>
    /// <param name="filters">Columns of a pixel.</param>
    public static void AddTo(in WindowBuffers buffers, int first, int count, int filters, int start, int end)
    {
        var (length, pieces) = end - start == filters ? (count * (nint)filters, 1) : (end - start, count);
        for (var i = 0; i < pieces; i++)
        {
            AddTo(buffers, ((nint)(first + i) * filters) + start, length);
        }
    }

    /// <summary>The same for sixteen results that are not written yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> AddTo(Vector128<byte> results, Vector128<byte> others)
    {
        var isSecond = IsSecond;
        return Add(isSecond ? others : results, isSecond ? results : others);
    }

    /// <param name="output">May be one of the images.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(byte* a, byte* b, byte* output, nint count)
    {
        if (Processor.HasLongVectors)
        {
            for (; count >= Line; count -= Line, a += Line, b += Line, output += Line)
            {
                AddLine(a, b).Store(output);
            }
        }

        for (; count >= Block; count -= Block, a += Block, b += Block, output += Block)
        {
            Add(Vector128.Load(a), Vector128.Load(b)).Store(output);
        }

        if (count > 0)
        {
            var rest = (int)count;
            byte* few = stackalloc byte[2 * Block];
            new ReadOnlySpan<byte>(a, rest).CopyTo(new(few, Block));
            new ReadOnlySpan<byte>(b, rest).CopyTo(new(few + Block, Block));
            Add(Vector128.Load(few), Vector128.Load(few + Block)).Store(few);
            new ReadOnlySpan<byte>(few, rest).CopyTo(new(output, rest));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Add(Vector128<byte> firsts, Vector128<byte> seconds)
    {
        Vector256<short> a = Avx2.ConvertToVector256Int16(firsts), b = Avx2.ConvertToVector256Int16(seconds);
        var words = Avx2.PackSignedSaturate(
            Add(Avx2.UnpackLow(a, default), Avx2.UnpackLow(b, default)), Add(Avx2.UnpackHigh(a, default), Avx2.UnpackHigh(b, default)));
        return Sse2.Min(
            Sse2.Max(Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()), Vector128.Load(constants + Lows)), Vector128.Load(constants + Highs));
    }

    /// <summary>The same with vectors of 512 bits, of 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<byte> AddLine(byte* a, byte* b)
    {
        var bytes = Avx512BW.PackUnsignedSaturate(
            Avx512BW.PackSignedSaturate(AddQuarter(a, b, 0), AddQuarter(a, b, 1)), Avx512BW.PackSignedSaturate(AddQuarter(a, b, 2), AddQuarter(a, b, 3)));

        // Four elements of each quarter of the line follow each other in a quarter of the vector.
        bytes = Avx512F.PermuteVar16x32(bytes.AsInt32(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsByte();
        return Avx512BW.Min(Avx512BW.Max(bytes, Vector512.Load(constants + Lows)), Vector512.Load(constants + Highs));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<int> AddQuarter(byte* first, byte* second, int quarter)
    {
        var a = Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector128.Load(first + (quarter * Block))));
        var b = Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector128.Load(second + (quarter * Block))));
        var sum = Avx512F.FusedMultiplyAdd(b, Vector512.Load((float*)(constants + Seconds)), Vector512.Load((float*)(constants + Offsets)));
        sum = Avx512F.FusedMultiplyAdd(a, Vector512.Load((float*)(constants + Firsts)), sum);
        return Avx512F.ConvertToVector512Int32(Avx512F.Min(sum, Vector512.Create(Requantizer.Most)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Add(Vector256<short> first, Vector256<short> second)
    {
        Vector256<float> a = Avx.ConvertToVector256Single(first.AsInt32()), b = Avx.ConvertToVector256Single(second.AsInt32());
        var sum = Fma.MultiplyAdd(b, Vector256.Load((float*)(constants + Seconds)), Vector256.Load((float*)(constants + Offsets)));
        return Requantizer.Round(Fma.MultiplyAdd(a, Vector256.Load((float*)(constants + Firsts)), sum));
    }
}
