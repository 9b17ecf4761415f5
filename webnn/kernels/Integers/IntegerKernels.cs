using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>A convolution of unsigned bytes with constant weights, and which kernel runs it.</summary>
internal readonly record struct IntegerWindow(WindowShape Shape, WindowOperation Operation)
{
    /// <summary>
    /// The kernel for a window. Weights of a dense one are packed in 16 bits where they have a zero point, without which 8 bits do not hold
    /// them, and where the second cache holds them all the same: they need not be widened for each pass then. <see cref="ByteConvolution"/> takes
    /// them as they are. How those of a depthwise one are packed is its kernel's own matter.
    /// </summary>
    public static IntegerWindow Of(WindowShape shape, bool hasZeroPoint, KernelTarget target) => new(
        shape,
        shape.Depthwise ? WindowOperation.IntegerConvolution
        : !hasZeroPoint && WinogradWeights.Pays(shape, target) ? WindowOperation.IntegerWinograd
        : (hasZeroPoint && !target.HasByteTiles) || IsSmall(shape, target) ? WindowOperation.WideIntegerConvolution
        : WindowOperation.IntegerConvolution);

    private static bool IsSmall(WindowShape shape, KernelTarget target) =>
        target.Together == 2 && (long)shape.Filters * shape.Taps * shape.Channels * sizeof(short) <= target.WorkingFloats * (long)sizeof(float);
}

/// <summary>What a window's results are made with.</summary>
/// <param name="Elements">Signed bytes.</param>
/// <param name="Strides">Elements from a filter to the next, from a channel, and from a tap; a depthwise window's filters are its channels.</param>
/// <param name="ZeroPoint">Of the elements.</param>
/// <param name="Bias">One per filter, in units of the products.</param>
/// <param name="Scales">One per filter: the scale of the products in units of the output's.</param>
/// <param name="Sum">What is made of a result and an element of another image; null where that is nothing.</param>
internal sealed record IntegerWeights(
    ReadOnlyMemory<byte> Elements,
    (int Filter, int Channel, int Tap) Strides,
    int ZeroPoint,
    int[] Bias,
    float[] Scales,
    Requantization Requantization,
    ImageSum? Sum = null);

/// <summary>Which kernel runs a window of integers, and how its weights are packed.</summary>
internal static class IntegerKernels
{
    /// <summary>Of an image whose weights no cache holds.</summary>
    private const int FewestPixels = 40;

    /// <summary>Known when code is compiled ahead of time, which then has no kernels that nothing can run.</summary>
    internal static bool HasLongVectors => Processor.HasLongVectors || RuntimeFeature.IsDynamicCodeCompiled;

    /// <summary>Whether there is a kernel, and it is no slower than another's.</summary>
    public static bool Support(IntegerWindow window, KernelTarget target) => window.Shape is var shape
        && shape.IsWithinReach
        && shape.Taps <= DenseFilter.MostTaps
        && PackedBytes(window, target) <= Array.MaxLength / 2
        && (shape.Depthwise
            ? shape.Filters == shape.Channels && shape.Channels >= PixelBlocks.FewestChannels
            : !target.IsDepthwiseOnly && (target.Together == 2 || window.Operation is WindowOperation.IntegerConvolution) && !OnlyReads(window, target));

    /// <summary>
    /// What kernels are made for on a processor with these features; null where they are not wanted. By default they are where they were
    /// measured to be faster than ONNX Runtime's: all without VNNI, and with it where they run in machine code; elsewhere those of depthwise
    /// windows, for ONNX Runtime's dense products take half the time there. The others are as exact.
    /// </summary>
    /// <param name="wanted">Null for the default; true wherever there are kernels.</param>
    /// <param name="cacheFloats">See <see cref="KernelTarget"/>.</param>
    public static KernelTarget? Target(ProcessorFeatures features, bool? wanted, int cacheFloats)
    {
        var hasVnni = features.HasFlag(ProcessorFeatures.Vnni);
        return WindowKernels.Widest(features) is not { } width || wanted is false ? null
            : hasVnni && width is VectorWidth.Bits512 && ByteTileCode.IsAvailable ? new(width, cacheFloats, Together: 4)
            : hasVnni && Processor.MultipliesBytes ? new(VectorWidth.Bits256, cacheFloats, Together: 4, IsDepthwiseOnly: wanted is null)
            : new(width, cacheFloats, IsDepthwiseOnly: hasVnni && wanted is null);
    }

    /// <exception cref="ArgumentException">There is no such kernel, or not on this processor.</exception>
    public static WindowKernel Create(WindowOperation operation, WindowShape shape, KernelTarget target, int shares) => (operation, target) switch
    {
        _ when !Vector256.IsHardwareAccelerated => throw new ArgumentException("kernels of integers need AVX2", nameof(operation)),
        (WindowOperation.IntegerMaximum, _) => IntegerPools.Maximum(shape, target.Width, shares),
        (WindowOperation.IntegerAverage, _) => IntegerPools.Average(shape, target.Width, shares),
        (WindowOperation.IntegerSum, _) => new ImagePairs<ByteSums>(shape, shares),
        (WindowOperation.IntegerProduct, { Width: VectorWidth.Bits512 }) when Processor.HasLongVectors => new ImagePairs<LongProducts>(shape, shares),
        (WindowOperation.IntegerProduct, _) => new ImagePairs<ShortProducts>(shape, shares),
        (WindowOperation.IntegerTable, _) => new ByteTable(shape, target, shares),
        (WindowOperation.Dequantize, _) => new ByteElements<Dequantization>(shape, shares),
        (WindowOperation.Quantize, _) => new ByteElements<Quantization>(shape, shares),
        (WindowOperation.IntegerConvolution, _) when ByteDepthwise.Supports(shape, target) => new ByteDepthwise(shape, shares),
        (WindowOperation.IntegerConvolution, _) when shape.Depthwise => new IntegerDepthwise(shape, shares),
        (WindowOperation.IntegerWinograd, { Width: VectorWidth.Bits256 }) => new IntegerWinograd<EightPairs, Vector256<int>>(shape, target, shares),
        (WindowOperation.IntegerWinograd, { Width: VectorWidth.Bits512 }) when HasLongVectors =>
            new IntegerWinograd<SixteenPairs, Vector512<int>>(shape, target, shares),
        (WindowOperation.IntegerConvolution, { Width: VectorWidth.Bits256, Together: 4 }) =>
            new IntegerConvolution<EightFours, Vector256<int>>(shape, target, sizeof(sbyte), shares),
        (WindowOperation.IntegerConvolution, { HasByteTiles: true }) => new ByteConvolution(shape, target, shares),
        (WindowOperation.IntegerConvolution or WindowOperation.WideIntegerConvolution, { Width: VectorWidth.Bits256, Together: 2 }) =>
            new IntegerConvolution<EightPairs, Vector256<int>>(shape, target, WeightBytes(operation), shares),
        (WindowOperation.IntegerConvolution or WindowOperation.WideIntegerConvolution, { Width: VectorWidth.Bits512, Together: 2 }) when HasLongVectors =>
            new IntegerConvolution<SixteenPairs, Vector512<int>>(shape, target, WeightBytes(operation), shares),
        _ => throw new ArgumentException($"there is no {operation} for {target}", nameof(operation)),
    };

    /// <summary>The bytes that <see cref="Pack"/> writes.</summary>
    public static long PackedBytes(IntegerWindow window, KernelTarget target) =>
        IsByteDepthwise(window, target) ? ByteDepthwise.PackedBytes(window.Shape)
        : window.Shape.Depthwise ? DepthwiseFilter.Bytes(window.Shape)
        : window.Operation is WindowOperation.IntegerWinograd ? new WinogradWeights(window.Shape, target).Bytes
        : Filter(window, target).Bytes;

    /// <summary>Writes weights and what belongs to them in the order in which the kernel for this window reads them.</summary>
    /// <param name="packed">Zeros.</param>
    public static void Pack(IntegerWindow window, IntegerWeights weights, KernelTarget target, Span<byte> packed)
    {
        Requantizer.Pack(weights.Requantization, weights.Sum, weights.Scales, packed, target.HasByteTiles && !window.Shape.Depthwise ? weights.ZeroPoint : 0);
        if (IsByteDepthwise(window, target))
        {
            ByteDepthwise.Pack(window.Shape, weights, packed);
        }
        else if (window.Shape.Depthwise)
        {
            DepthwiseFilter.Pack(window.Shape, weights, packed);
        }
        else if (window.Operation is WindowOperation.IntegerWinograd)
        {
            new WinogradWeights(window.Shape, target).Pack(weights, packed);
        }
        else
        {
            Filter(window, target).Pack(weights, packed);
        }
    }

    /// <summary>
    /// Whether the time goes to reading weights that the second cache does not hold, and to widening them, for few pixels. Where four products
    /// are added at a time, nothing is widened.
    /// </summary>
    private static bool OnlyReads(IntegerWindow window, KernelTarget target) =>
        target.Together == 2 && window.Shape.Pixels < FewestPixels && PackedBytes(window, target) > target.WorkingFloats * (long)sizeof(float);

    private static bool IsByteDepthwise(IntegerWindow window, KernelTarget target) =>
        window.Operation is WindowOperation.IntegerConvolution && ByteDepthwise.Supports(window.Shape, target);

    private static IntegerFilter Filter(IntegerWindow window, KernelTarget target) => new(window.Shape, target, WeightBytes(window.Operation));

    private static int WeightBytes(WindowOperation operation) => operation is WindowOperation.WideIntegerConvolution ? sizeof(short) : sizeof(sbyte);
}
