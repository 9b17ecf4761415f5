using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>Which kernel slides the window. Shapes and packed filters belong together: the choice depends on the shape alone.</summary>
internal static class WindowKernels
{
    /// <summary>
    /// Whether there are vectors of 512 bits, for which the kernels are written: in this code, or in <see cref="KernelLibrary"/>. Elsewhere
    /// they work, slowly.
    /// </summary>
    public static bool AreFast => Vector512.IsHardwareAccelerated || KernelLibrary.IsLoaded;

    /// <summary>Whether there is a kernel, and it is no slower than another's.</summary>
    public static bool Support(WindowOperation operation, WindowShape shape) => shape.IsWithinReach && operation is WindowOperation.Convolution && !shape.Depthwise
        ? shape.Taps <= DenseConvolution.MostTaps && !DenseConvolution.OnlyReads(shape)
        : shape.IsWithinReach && shape.Filters == shape.Channels
            && shape.Channels >= (operation is WindowOperation.Convolution ? PixelBlocks.FewestLanes : PixelBlocks.Lanes);

    /// <summary>Whether a convolution and the depthwise one that alone reads it are faster as one.</summary>
    public static bool Expand(WindowShape dense, WindowShape depthwise) => ExpandedDepthwise.Pays(dense, depthwise);

    /// <param name="expansion">The first convolution of an expanded one.</param>
    /// <param name="shares">Into how many parts the work is cut: what several threads run at a time.</param>
    /// <exception cref="ArgumentException">The code here was compiled ahead of time without such vectors, and there is no library.</exception>
    public static WindowKernel Create(WindowOperation operation, WindowStage stage, WindowStage expansion, int shares)
    {
        if (KernelLibrary.IsLoaded)
        {
            return new LibraryKernel(operation, stage, expansion, shares);
        }

        // Both are known when code is compiled ahead of time, which then has no kernels at all.
        return Vector512.IsHardwareAccelerated || RuntimeFeature.IsDynamicCodeCompiled
            ? CreateHere(operation, stage, expansion, shares)
            : throw new ArgumentException($"there are no kernels without {KernelLibrary.FileName}", nameof(operation));
    }

    /// <summary>The floats that <see cref="Pack"/> writes.</summary>
    public static long PackedSize(WindowShape shape) =>
        shape.Depthwise ? DepthwiseConvolution.PackedSize(shape)
        : Winograd.Pays(shape) ? Winograd.PackedSize(shape)
        : DenseConvolution.PackedSize(shape);

    /// <summary>Writes a convolution's filter and what belongs to it in the order in which the kernel for this shape reads them.</summary>
    /// <param name="bias">One per filter; empty for zeros.</param>
    /// <param name="slopes">One per filter: what negative results are multiplied with; empty where they stay.</param>
    /// <param name="packed">Zeros.</param>
    public static void Pack(WindowShape shape, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, Span<float> packed)
    {
        if (shape.Depthwise)
        {
            DepthwiseConvolution.Pack(shape, filter, bias, slopes, packed);
        }
        else if (Winograd.Pays(shape))
        {
            Winograd.Pack(shape, filter, bias, slopes, packed);
        }
        else
        {
            DenseConvolution.Pack(shape, filter, bias, slopes, packed);
        }
    }

    private static WindowKernel CreateHere(WindowOperation operation, WindowStage stage, WindowStage expansion, int shares) => operation switch
    {
        WindowOperation.Maximum => new Pooling<Maximum>(stage.Shape, stage.Range, shares),
        WindowOperation.Average => new Pooling<Average>(stage.Shape, stage.Range, shares),
        WindowOperation.ExpandedConvolution => new ExpandedDepthwise(stage, expansion, shares),
        _ when stage.Shape.Depthwise => new DepthwiseConvolution(stage.Shape, stage.Range, shares),
        _ when Winograd.Pays(stage.Shape) => Winograd.Create(stage, shares),
        _ => new DenseConvolution(stage.Shape, stage.Range, shares),
    };
}
