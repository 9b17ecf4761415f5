using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// Rows of a table by their numbers: <c>Batch</c> integers of 32 bits, of which those below zero count from the end of the <c>Height</c> rows of
/// <c>Channels</c> bytes that stand in the place of a filter. Numbers beyond both ends are those of the first row and the last.
/// </summary>
internal sealed unsafe class RowLookup(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
{
    /// <param name="bytes">Of a row.</param>
    public static WindowShape Of(int numbers, int rows, int bytes) => new()
    {
        Batch = numbers, Height = rows, Width = 1, Channels = bytes, OutputHeight = 1, OutputWidth = 1, Filters = bytes,
    };

    /// <summary>A share has some of the numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (at, end) = Part(Shape.Batch, share);
        nint bytes = Shape.Channels;
        var rows = Shape.Height;
        var numbers = (int*)buffers.Input;
        for (var y = buffers.YBytes + (at * bytes); at < end; at++, y += bytes)
        {
            var row = Math.Clamp(numbers[at], -rows, rows - 1);
            ByteRun.Copy(buffers.PackedBytes + ((row < 0 ? row + rows : row) * bytes), y, bytes);
        }
    }
}
