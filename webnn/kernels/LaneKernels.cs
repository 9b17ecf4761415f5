using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>The kernels for one width of vectors.</summary>
internal static class LaneKernels<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    public static WindowKernel Create(WindowOperation operation, WindowStage stage, WindowStage expansion, KernelTarget target, int shares) => operation switch
    {
        WindowOperation.Maximum => Pool<Maximum>(stage, shares),
        WindowOperation.Average => Pool<Average>(stage, shares),
        WindowOperation.ExpandedConvolution => new ExpandedDepthwise<TLanes, TVector>(stage, expansion, target, shares),
        WindowOperation.Limit => new Elementwise<Same, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Add => new Elementwise<Sum, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Subtract => new Elementwise<Difference, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Multiply => new Elementwise<Product, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Divide => new Elementwise<Quotient, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Larger => new Elementwise<Larger, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Smaller => new Elementwise<Smaller, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Sigmoid => new Elementwise<Sigmoid, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.HardSwish => new Elementwise<HardSwish, TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Softmax => new Softmax<TLanes, TVector>(stage.Shape, stage.Range, shares),
        WindowOperation.Copy => new ByteCopy(stage.Shape, shares),
        WindowOperation.Transpose => Transposition.Create(stage.Shape, shares),
        WindowOperation.Pad => new Padding(stage.Shape, shares),
        WindowOperation.Place => new RowPlacement(stage.Shape, shares),
        WindowOperation.LookUp => new RowLookup(stage.Shape, shares),
        WindowOperation.RowSums => new RowSums<TLanes, TVector>(stage.Shape, shares),
        _ when stage.Shape.Depthwise => Depthwise(stage, shares),
        _ when stage.Shape is { IsPointwise: true, Pixels: 1 } => new RowProduct<TLanes, TVector>(stage.Shape, stage.Range, target, shares),
        _ when !Winograd.Pays(stage.Shape, target.Panels) => new DenseConvolution<TLanes, TVector>(stage.Shape, stage.Range, target, shares),
        _ when Winograd.HasLongLines(stage.Shape) => new WinogradConvolution<LongLine, TLanes, TVector>(stage.Shape, stage.Range, shares),
        _ => new WinogradConvolution<ShortLine, TLanes, TVector>(stage.Shape, stage.Range, shares),
    };

    /// <summary>With shorter vectors where there are fewer channels than a vector has floats.</summary>
    public static DepthwiseConvolution Depthwise(WindowStage stage, int shares) => stage.Shape.Channels >= TLanes.Count
        ? new DepthwiseConvolution<TLanes, TVector>(stage.Shape, stage.Range, shares)
        : new DepthwiseConvolution<EightLanes, Vector256<float>>(stage.Shape, stage.Range, shares);

    private static WindowKernel Pool<TRule>(WindowStage stage, int shares)
        where TRule : IPoolingRule => stage.Shape.Channels >= TLanes.Count
        ? new Pooling<TRule, TLanes, TVector>(stage.Shape, stage.Range, shares)
        : new Pooling<TRule, EightLanes, Vector256<float>>(stage.Shape, stage.Range, shares);
}
