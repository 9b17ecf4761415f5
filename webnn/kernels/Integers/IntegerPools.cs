using System.Runtime.Intrinsics;

namespace WebNN.Kernels.Integers;

/// <summary>Which kernel makes a pixel of bytes of several: with shorter vectors where there are fewer channels than a vector has bytes.</summary>
internal static class IntegerPools
{
    /// <summary>Columns whose sum 16 bits hold.</summary>
    private const int MostColumns = 256;

    /// <summary>Pixels whose sum 32 bits hold.</summary>
    private const int MostTaps = 1 << 22;

    /// <summary>Whether there is a kernel.</summary>
    public static bool Support(WindowShape shape) => shape.IsWithinReach
        && shape.Filters == shape.Channels && shape.Channels >= PixelBlocks.FewestChannels
        && shape.KernelWidth <= MostColumns && shape.KernelHeight <= MostTaps / shape.KernelWidth;

    public static WindowKernel Maximum(WindowShape shape, VectorWidth width, int shares) => shape.Channels switch
    {
        >= 64 when width is VectorWidth.Bits512 && IntegerKernels.HasLongVectors => new IntegerMaximum<SixtyFourBytes, Vector512<byte>>(shape, shares),
        >= 32 => new IntegerMaximum<ThirtyTwoBytes, Vector256<byte>>(shape, shares),
        >= 16 => new IntegerMaximum<SixteenBytes, Vector128<byte>>(shape, shares),
        _ => new IntegerMaximum<EightBytes, Vector128<byte>>(shape, shares),
    };

    public static WindowKernel Average(WindowShape shape, VectorWidth width, int shares) => shape.Channels switch
    {
        >= 32 when width is VectorWidth.Bits512 && IntegerKernels.HasLongVectors => new IntegerAverage<ThirtyTwoWords, Vector512<short>>(shape, shares),
        >= 16 => new IntegerAverage<SixteenWords, Vector256<short>>(shape, shares),
        _ => new IntegerAverage<EightWords, Vector128<short>>(shape, shares),
    };
}
