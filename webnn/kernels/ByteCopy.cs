namespace WebNN.Kernels;

/// <summary><c>Channels</c> bytes as they are.</summary>
internal sealed unsafe class ByteCopy(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
{
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Channels, share);
        Buffer.MemoryCopy(buffers.XBytes + first, buffers.YBytes + first, end - first, end - first);
    }
}
