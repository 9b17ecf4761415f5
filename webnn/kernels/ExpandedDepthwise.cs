namespace WebNN.Kernels;

/// <summary>
/// A dense convolution and the depthwise one that alone reads it, as MobileNets have them: the wide image between the two is never
/// whole. A few of its lines at a time are computed, and read while they are in the second cache.
/// </summary>
internal sealed unsafe class ExpandedDepthwise<TLanes, TVector> : WindowKernel
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    private readonly DenseConvolution<TLanes, TVector> expansion;
    private readonly DepthwiseConvolution depthwise;
    private readonly nint depthwiseFilter;
    private readonly nint lineSize;
    private readonly int capacity;
    private readonly AlignedMemory[] lines;

    /// <param name="stage">The depthwise convolution.</param>
    public ExpandedDepthwise(WindowStage stage, WindowStage expansion, KernelTarget target, int shares)
        : base(stage.Shape, stage.Range, shares)
    {
        this.expansion = new(expansion.Shape, expansion.Range, target, 1);
        depthwise = LaneKernels<TLanes, TVector>.Depthwise(stage, 1);
        depthwiseFilter = (nint)DenseFilter.PackedSize(expansion.Shape, target.Panels);
        lineSize = (nint)Shape.Width * Shape.Channels;
        capacity = (int)Math.Clamp(target.WorkingFloats / lineSize, ((Shape.KernelHeight - 1) * Shape.DilationY) + 1 + Shape.StrideY, Shape.Height + Shape.KernelHeight);
        lines = [.. Enumerable.Range(0, shares).Select(_ => new AlignedMemory(capacity * lineSize))];
    }

    public override void Prepare(in WindowBuffers buffers) => expansion.Prepare(buffers);

    /// <summary>A share has some of the lines of results; lines of the wide image that two shares read, both compute.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Batch * Shape.OutputHeight, share);
        var (image, window) = (-1, default((int First, int End)));
        for (; first < end; first++)
        {
            var (current, y) = Math.DivRem(first, Shape.OutputHeight);
            var top = (y * Shape.StrideY) - Shape.PadTop;
            var needed = Math.Min(Shape.Height, top + ((Shape.KernelHeight - 1) * Shape.DilationY) + 1);
            top = Math.Max(0, top);
            if (current != image)
            {
                (image, window) = (current, (top, top));
            }

            var memory = lines[share].Pointer;
            if (needed > window.End)
            {
                window = Advance(buffers, memory, image, window, top);
            }

            // The window's lines are where the image's would be, were the image to begin there.
            var origin = memory - ((((nint)image * Shape.Height) + window.First) * lineSize);
            depthwise.RunLines(buffers with { Input = (nint)origin, Filter = (nint)(buffers.Packed + depthwiseFilter) }, first, first + 1);
        }
    }

    private protected override void Release()
    {
        expansion.Dispose();
        depthwise.Dispose();
        Array.ForEach(lines, memory => memory.Dispose());
    }

    /// <summary>Moves the window down to a line, keeping what it has from there on, and computes as many lines as there is room for.</summary>
    private (int First, int End) Advance(in WindowBuffers buffers, float* memory, int image, (int First, int End) window, int top)
    {
        var kept = Math.Max(0, window.End - top);
        Buffer.MemoryCopy(
            memory + ((window.End - kept - window.First) * lineSize), memory, capacity * lineSize * sizeof(float), kept * lineSize * sizeof(float));
        var end = Math.Min(Shape.Height, top + capacity);
        var firstLine = (image * Shape.Height) + top;
        var output = memory - (firstLine * lineSize);
        expansion.RunPixels(buffers with { Sum = 0, Output = (nint)output }, (firstLine + kept) * Shape.Width, ((image * Shape.Height) + end) * Shape.Width);
        return (top, end);
    }
}
