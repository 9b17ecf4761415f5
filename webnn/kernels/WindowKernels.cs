using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels;

/// <summary>Which kernel slides the window. Shapes and packed filters belong together: the choice depends on the shape and the width of vectors alone.</summary>
internal static class WindowKernels
{
    /// <summary>The widest vectors that kernels here are fast with on a processor with these features; null where they are fast with none.</summary>
    public static VectorWidth? Widest(ProcessorFeatures features) =>
        features.HasFlag(ProcessorFeatures.Avx512) && AreFast(VectorWidth.Bits512) ? VectorWidth.Bits512
        : features.HasFlag(ProcessorFeatures.Avx2) && AreFast(VectorWidth.Bits256) ? VectorWidth.Bits256
        : null;

    /// <summary>Whether there is a kernel, and it is no slower than another's.</summary>
    public static bool Support(WindowOperation operation, WindowShape shape) =>
        shape.IsWithinReach && operation is WindowOperation.Convolution && !shape.Depthwise
            ? shape.Taps <= DenseFilter.MostTaps
            : shape.IsWithinReach && shape.Filters == shape.Channels && shape.Channels >= PixelBlocks.FewestChannels;

    /// <summary>
    /// Whether a window's kernel adds an image of fewer channels than its results have, in less time than it takes to give it as many: where
    /// they end with a panel, or in one that goes by way of the stack all the same.
    /// </summary>
    public static bool AddFewerChannels(WindowShape shape, int channels, KernelTarget target)
    {
        var (panel, rest) = Math.DivRem(channels, target.Panels.Width);
        var columns = Math.Min(target.Panels.Width, shape.Filters - (panel * target.Panels.Width));
        return !shape.Depthwise && !(shape.IsPointwise && shape.Pixels == 1) && !Winograd.Pays(shape, target.Panels)
            && (rest == 0 || columns % Panels.ColumnStep != 0);
    }

    /// <summary>Whether a convolution and the depthwise one that alone reads it are faster as one: the image between the two fills the second cache.</summary>
    public static bool Expand(WindowShape dense, WindowShape depthwise, KernelTarget target) =>
        !dense.Depthwise && !Winograd.Pays(dense, target.Panels)
        && depthwise.Depthwise && (long)depthwise.Height * depthwise.Width * depthwise.Channels >= target.CacheFloats;

    /// <param name="expansion">The first convolution of an expanded one.</param>
    /// <param name="shares">Into how many parts the work is cut: what several threads run at a time.</param>
    /// <exception cref="ArgumentException">The code here was compiled ahead of time without such vectors, and there is no library.</exception>
    public static WindowKernel Create(WindowOperation operation, WindowStage stage, WindowStage expansion, KernelTarget target, int shares)
    {
        if (KernelLibrary.Width is { } width)
        {
            return target.Width <= width
                ? new LibraryKernel(operation, stage, expansion, target, shares)
                : throw new ArgumentException($"the library of kernels is for vectors of {(int)width} bits, not of {(int)target.Width}", nameof(target));
        }

        if (operation is (>= WindowOperation.IntegerConvolution and <= WindowOperation.Quantize) or WindowOperation.IntegerTable or WindowOperation.IntegerProduct)
        {
            return IntegerKernels.Create(operation, stage.Shape, target, shares);
        }

        // Each condition is known when code is compiled ahead of time, which then has no kernels that nothing can run.
        if (target.Width is VectorWidth.Bits512 && (Processor.HasLongVectors || RuntimeFeature.IsDynamicCodeCompiled))
        {
            return LaneKernels<SixteenLanes, Vector512<float>>.Create(operation, stage, expansion, target, shares);
        }

        return target.Width is VectorWidth.Bits256 && (Vector256.IsHardwareAccelerated || RuntimeFeature.IsDynamicCodeCompiled)
            ? LaneKernels<EightLanes, Vector256<float>>.Create(operation, stage, expansion, target, shares)
            : throw new ArgumentException($"there are no kernels for vectors of {(int)target.Width} bits without their library", nameof(target));
    }

    /// <summary>The floats that <see cref="Pack"/> writes.</summary>
    public static long PackedSize(WindowShape shape, KernelTarget target) =>
        shape.Depthwise ? DepthwiseConvolution.PackedSize(shape)
        : Winograd.Pays(shape, target.Panels) ? Winograd.PackedSize(shape, target.Panels)
        : DenseFilter.PackedSize(shape, target.Panels);

    /// <summary>Writes a convolution's filter and what belongs to it in the order in which the kernel for this shape reads them.</summary>
    /// <param name="bias">One per filter; empty for zeros.</param>
    /// <param name="slopes">One per filter: what negative results are multiplied with; empty where they stay.</param>
    /// <param name="packed">All of it is written.</param>
    public static void Pack(
        WindowShape shape, KernelTarget target, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        if (shape.Depthwise)
        {
            DepthwiseConvolution.Pack(shape, filter, bias, slopes, packed);
        }
        else if (Winograd.Pays(shape, target.Panels))
        {
            Winograd.Pack(shape, target.Panels, filter, bias, slopes, packed);
        }
        else
        {
            DenseFilter.Pack(shape, target.Panels, filter, bias, slopes, packed);
        }
    }

    /// <summary>Whether the kernels use such vectors, here or in <see cref="KernelLibrary"/>. Elsewhere they work, slowly.</summary>
    private static bool AreFast(VectorWidth width) => KernelLibrary.Width is { } widest
        ? width <= widest
        : width is VectorWidth.Bits512 ? Processor.HasLongVectors : Vector256.IsHardwareAccelerated;
}
