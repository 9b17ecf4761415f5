using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// Rows as parts of longer ones: <c>Batch</c> rows of <c>Channels</c> bytes, each <c>PadLeft</c> bytes from the beginning of a row of
/// <c>Filters</c> bytes. What else there is of the longer rows stays.
/// </summary>
internal sealed unsafe class RowPlacement(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
{
    /// <param name="bytes">Of a row.</param>
    /// <param name="place">Where it begins in the longer one.</param>
    public static WindowShape Of(int rows, int bytes, int place, int longerBytes) => new()
    {
        Batch = rows, Height = 1, Width = 1, Channels = bytes, OutputHeight = 1, OutputWidth = 1, Filters = longerBytes, PadLeft = place,
    };

    /// <summary>A share has some of the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (row, end) = Part(Shape.Batch, share);
        nint bytes = Shape.Channels, step = Shape.Filters;
        byte* x = buffers.XBytes + (row * bytes), y = buffers.YBytes + Shape.PadLeft + (row * step);
        for (; row < end; row++, x += bytes, y += step)
        {
            ByteRun.Copy(x, y, bytes);
        }
    }
}
