using System.Collections.Immutable;

namespace WebNN.Kernels;

/// <summary>What kernels are made for.</summary>
/// <param name="CacheFloats">The floats that a core's second cache holds.</param>
/// <param name="Together">Products of integers that a step adds to a sum: two, or four where the processor has VNNI.</param>
/// <param name="IsDepthwiseOnly">Whether dense windows of integers, pools and sums are left to others; decides what becomes a node, not how a kernel is made.</param>
internal readonly record struct KernelTarget(VectorWidth Width, int CacheFloats, int Together = 2, bool IsDepthwiseOnly = false)
{
    /// <summary>Integers that stand for a target.</summary>
    public const int Fields = 3;

    public const int FewestCacheFloats = 1024;
    public const int MostCacheFloats = 1 << 26;

    /// <summary>Floats of a vector.</summary>
    public int Lanes => Width is VectorWidth.Bits512 ? 16 : 8;

    public Panels Panels => new(Lanes);

    /// <summary>Whether dense windows of bytes are <see cref="Integers.ByteConvolution"/>s.</summary>
    public bool HasByteTiles => this is { Width: VectorWidth.Bits512, Together: 4 };

    /// <summary>What a kernel may work on at a time so that it stays in the second cache, with room for other things.</summary>
    public int WorkingFloats => CacheFloats / 8 * 3;

    /// <summary>As a node's attribute carries it.</summary>
    public ImmutableArray<long> ToIntegers() => [(long)Width, CacheFloats, Together];

    /// <exception cref="ArgumentException">They are not what <see cref="ToIntegers"/> gives.</exception>
    public static KernelTarget FromIntegers(ReadOnlySpan<long> values) =>
        values is [(long)VectorWidth.Bits256 or (long)VectorWidth.Bits512, >= FewestCacheFloats and <= MostCacheFloats, 2 or 4]
            ? new((VectorWidth)values[0], (int)values[1], (int)values[2])
            : throw new ArgumentException($"expected a width in bits, the floats of a cache, and two or four products, found [{string.Join(", ", values.ToArray())}]", nameof(values));
}
