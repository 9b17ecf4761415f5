using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>What happens to a sum on its way out: <c>clamp(round(sum * scale) + OutputZero, Low, High)</c>.</summary>
/// <param name="InputZero">The zero point of the image that is read, with which it is padded.</param>
/// <param name="OutputZero">The zero point of the image that is written.</param>
/// <param name="Low">The limits of a result, an activation's among them.</param>
internal readonly record struct Requantization(byte InputZero, byte OutputZero, byte Low = byte.MinValue, byte High = byte.MaxValue);

/// <summary>
/// A <see cref="Requantization"/> as it stands before packed weights, and behind it an <see cref="ImageAdder"/>: each number as often as a
/// vector holds it, so that instructions read it from memory. A sum becomes a float, is multiplied by its scale, and rounded to the nearest,
/// halves to the even one, as ONNX Runtime's kernels do it: results are the same bit for bit.
/// </summary>
internal readonly unsafe struct Requantizer(byte* constants)
{
    public const int Bytes = Adders + ImageAdder.Bytes;

    public const int Zeros = Line;
    public const int Lows = 2 * Line;
    public const int Highs = 3 * Line;

    /// <summary>More than any result needs, and few enough for 32 bits.</summary>
    public const float Most = 1 << 30;

    private const int Line = 64;
    private const int Adders = 4 * Line;

    public byte InputZero => constants[0];

    /// <summary>The weights' zero point, where they are packed with it.</summary>
    public int WeightZero => (sbyte)constants[2];

    /// <summary>What results are added to then, where that is something.</summary>
    public ImageAdder Adder => new(constants + Adders);

    /// <summary>What results need in <see cref="MachineCode.ResultCode"/>.</summary>
    public ResultForm Form => (ResultForm)constants[1];

    /// <param name="scales">Those of sums of 32 bits.</param>
    public static void Pack(Requantization from, ImageSum? sum, ReadOnlySpan<float> scales, Span<byte> constants, int weightZero = 0)
    {
        constants[0] = from.InputZero;
        constants[1] = (byte)(FormOf(from, scales) | (weightZero == 0 ? ResultForm.None : ResultForm.HasTerms));
        constants[2] = (byte)checked((sbyte)weightZero);
        MemoryMarshal.Cast<byte, short>(constants.Slice(Zeros, Line)).Fill(from.OutputZero);
        constants.Slice(Lows, Line).Fill(from.Low);
        constants.Slice(Highs, Line).Fill(from.High);
        if (sum is { } added)
        {
            ImageAdder.Pack(added, constants[Adders..]);
        }
    }

    private static ResultForm FormOf(Requantization from, ReadOnlySpan<float> scales)
    {
        // Products with these are within 2^30 for all sums of 32 bits.
        const float greatest = 0.5f;
        var form = from.OutputZero == 0 ? ResultForm.None : ResultForm.Shifted;
        form |= from is { Low: byte.MinValue, High: byte.MaxValue } ? ResultForm.None : ResultForm.Limited;
        foreach (var scale in scales)
        {
            form |= scale is >= 0 and <= greatest ? ResultForm.None : ResultForm.Far;
        }

        return form;
    }

    /// <summary>
    /// Where the sum of a column is among those of a vector, or of two: instructions that pack and interleave do so in halves of a vector, for
    /// which of 16 sums those of the second quarter and those of the third change places.
    /// </summary>
    /// <param name="columns">That are computed together: 8, or a multiple of 16.</param>
    public static int Place(int column, int columns) => columns < 16 || (column & 12) is 0 or 12 ? column : column ^ 12;

    /// <summary>The results of sixteen sums in their <see cref="Place"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Sixteen(Vector256<int> sums0, Vector256<int> sums1, float* scales)
    {
        var words = Avx2.PackSignedSaturate(Scale(sums0, scales), Scale(sums1, scales + 8));
        words = Avx2.AddSaturate(words, Vector256.Load((short*)(constants + Zeros)));
        return Limit(Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()));
    }

    /// <summary>The results of eight sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Eight(Vector256<int> sums, float* scales)
    {
        var scaled = Scale(sums, scales);
        var words = Sse2.AddSaturate(Sse2.PackSignedSaturate(scaled.GetLower(), scaled.GetUpper()), Vector128.Load((short*)(constants + Zeros)));
        return Limit(Sse2.PackUnsignedSaturate(words, words)).AsInt64().ToScalar();
    }

    /// <summary>The result of one sum, by the definition.</summary>
    public byte One(int sum, float scale) =>
        (byte)Math.Clamp(MathF.Round(Math.Min(sum * scale, Most), MidpointRounding.ToEven) + constants[Zeros], constants[Lows], constants[Highs]);

    /// <summary>Below all integers, the instruction gives the lowest one; above all, it would do the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Round(Vector256<float> values) => Avx.ConvertToVector256Int32(Avx.Min(values, Vector256.Create(Most)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Scale(Vector256<int> sums, float* scales) => Round(Avx.ConvertToVector256Single(sums) * Vector256.Load(scales));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Limit(Vector128<byte> results) =>
        Sse2.Min(Sse2.Max(results, Vector128.Load(constants + Lows)), Vector128.Load(constants + Highs));
}
