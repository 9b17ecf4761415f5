namespace WebNN.Kernels.Integers;

/// <summary>The <see cref="ImageSum"/> of two images of the same size. A share has some of the elements.</summary>
internal sealed unsafe class IntegerSum(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
{
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(checked(Shape.Pixels * Shape.Filters), share);
        new Requantizer(buffers.PackedBytes).Adder.Add(buffers.XBytes + first, (byte*)buffers.Sum + first, buffers.YBytes + first, end - first);
    }
}
