using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>A convolution of unsigned bytes with constant weights.</summary>
/// <param name="IsWide">Weights have a zero point, without which 8 bits do not hold them.</param>
internal readonly record struct IntegerWindow(WindowShape Shape, bool IsWide)
{
    public WindowOperation Operation => IsWide && !Shape.Depthwise ? WindowOperation.WideIntegerConvolution : WindowOperation.IntegerConvolution;
}

/// <summary>What a window's results are made with.</summary>
/// <param name="Filter">[filters, kernel height, kernel width, channels], or [kernel height, kernel width, channels] where each channel has one: weights without their zero point.</param>
/// <param name="Bias">One per filter, in units of the products.</param>
/// <param name="Scales">One per filter: the scale of the products in units of the output's.</param>
internal sealed record IntegerWeights(short[] Filter, int[] Bias, float[] Scales, Requantization Requantization);

/// <summary>Which kernel runs a window of integers, and how its weights are packed.</summary>
internal static class IntegerKernels
{
    /// <summary>Whether there is a kernel.</summary>
    public static bool Support(IntegerWindow window, KernelTarget target) => window.Shape is var shape
        && shape.IsWithinReach
        && shape.Taps <= DenseFilter.MostTaps
        && (shape.Depthwise
            ? shape.Filters == shape.Channels && shape.Channels >= PixelBlocks.FewestChannels
            : target.Together == 2 || !window.IsWide);

    /// <summary>Whether the code here, or the library's, has the instructions that it is written in.</summary>
    public static bool CanRun => Avx2.IsSupported || KernelLibrary.Width is not null;

    /// <summary>
    /// What kernels are made for on a processor with these features; null where they are not wanted. By default they are where they were
    /// measured, on AVX2 without VNNI: the others are as exact, but nobody knows yet whether they are faster than ONNX Runtime's.
    /// </summary>
    /// <param name="wanted">Null for the default; true wherever there are kernels.</param>
    /// <param name="cacheFloats">See <see cref="KernelTarget"/>.</param>
    public static KernelTarget? Target(ProcessorFeatures features, bool? wanted, int cacheFloats)
    {
        var isMeasured = (features & ProcessorFeatures.All) == ProcessorFeatures.Avx2;
        if (!CanRun || !features.HasFlag(ProcessorFeatures.Avx2) || !(wanted ?? isMeasured))
        {
            return null;
        }

        return features.HasFlag(ProcessorFeatures.Vnni) && AvxVnni.IsSupported ? new(VectorWidth.Bits256, cacheFloats, Together: 4)
            : new(WindowKernels.Widest(features) ?? VectorWidth.Bits256, cacheFloats);
    }

    /// <exception cref="ArgumentException">There is no such kernel, or not on this processor.</exception>
    public static WindowKernel Create(WindowOperation operation, WindowShape shape, KernelTarget target, int shares) => (operation, target) switch
    {
        _ when !Avx2.IsSupported => throw new ArgumentException("kernels of integers need AVX2", nameof(operation)),
        (WindowOperation.IntegerConvolution, _) when shape.Depthwise => new IntegerDepthwise(shape, shares),
        (WindowOperation.IntegerConvolution, { Width: VectorWidth.Bits256, Together: 4 }) =>
            new IntegerConvolution<EightFours, Vector256<int>>(shape, target, shares),
        (WindowOperation.IntegerConvolution, { Width: VectorWidth.Bits256, Together: 2 }) =>
            new IntegerConvolution<EightPairs<sbyte>, Vector256<int>>(shape, target, shares),
        (WindowOperation.WideIntegerConvolution, { Width: VectorWidth.Bits256, Together: 2 }) =>
            new IntegerConvolution<EightPairs<short>, Vector256<int>>(shape, target, shares),
        (WindowOperation.IntegerConvolution, { Width: VectorWidth.Bits512, Together: 2 }) when HasLongVectors =>
            new IntegerConvolution<SixteenPairs<sbyte>, Vector512<int>>(shape, target, shares),
        (WindowOperation.WideIntegerConvolution, { Width: VectorWidth.Bits512, Together: 2 }) when HasLongVectors =>
            new IntegerConvolution<SixteenPairs<short>, Vector512<int>>(shape, target, shares),
        _ => throw new ArgumentException($"there is no {operation} for {target}", nameof(operation)),
    };

    /// <summary>The bytes that <see cref="Pack"/> writes.</summary>
    public static long PackedBytes(IntegerWindow window, KernelTarget target) =>
        window.Shape.Depthwise ? DepthwiseFilter.Bytes(window.Shape) : Filter(window, target).Bytes;

    /// <summary>Writes weights and what belongs to them in the order in which the kernel for this window reads them.</summary>
    /// <param name="packed">Zeros.</param>
    public static void Pack(IntegerWindow window, IntegerWeights weights, KernelTarget target, Span<byte> packed)
    {
        var bias = Bias(window.Shape, weights);
        Requantizer.Pack(weights.Requantization, packed);
        if (window.Shape.Depthwise)
        {
            DepthwiseFilter.Pack(window.Shape, weights.Filter, bias, weights.Scales, packed);
        }
        else
        {
            Filter(window, target).Pack(weights.Filter, bias, weights.Scales, packed);
        }
    }

    /// <summary>Known when code is compiled ahead of time, which then has no kernels that nothing can run.</summary>
    private static bool HasLongVectors => Vector512.IsHardwareAccelerated || RuntimeFeature.IsDynamicCodeCompiled;

    private static IntegerFilter Filter(IntegerWindow window, KernelTarget target) => new(window.Shape, target, window.IsWide ? sizeof(short) : sizeof(sbyte));

    /// <summary>The biases, less what the image's zero point adds to each sum: outside of the image, too, as it is padded with it.</summary>
    private static int[] Bias(WindowShape shape, IntegerWeights weights)
    {
        var (bias, filter) = ((int[])weights.Bias.Clone(), weights.Filter);
        var depth = filter.Length / shape.Filters;
        for (var i = 0; i < bias.Length; i++)
        {
            var sum = 0;
            for (var k = 0; k < depth; k++)
            {
                sum += filter[shape.Depthwise ? (k * shape.Channels) + i : (i * depth) + k];
            }

            bias[i] = unchecked(bias[i] - (weights.Requantization.InputZero * sum));
        }

        return bias;
    }
}
