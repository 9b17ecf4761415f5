using System.Runtime.InteropServices;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The weights of a dense convolution as <see cref="IntegerTile{TLanes, TVector}"/> reads them, after a <see cref="Requantizer"/>: panels of
/// two vectors of columns, the last of one where that is enough. A panel begins with its columns' biases and scales; a step's weights of all
/// its columns follow each other, of each column as many as the step multiplies. What is beyond the matrix is zeros.
/// </summary>
/// <param name="shape">The window; a filter is [filters, kernel height, kernel width, channels].</param>
/// <param name="weightBytes">Bytes of a packed weight.</param>
internal readonly struct IntegerFilter(WindowShape shape, KernelTarget target, int weightBytes)
{
    /// <summary>Bytes that a panel has before the weights for each of its columns.</summary>
    public const int HeadBytes = sizeof(int) + sizeof(float);

    public Panels Panels => target.Panels;

    /// <summary>Weights of a column.</summary>
    public int Depth => shape.Taps * shape.Channels;

    public int Steps => (Depth + target.Together - 1) / target.Together;

    public long Bytes => Offset(Panels.Count(shape.Filters) - 1) + PanelBytes(Panels.WidthOf(Panels.Count(shape.Filters) - 1, shape.Filters));

    /// <summary>Bytes before a panel.</summary>
    public long Offset(int panel) => Requantizer.Bytes + (panel * PanelBytes(Panels.Width));

    /// <param name="filter">Weights without their zero point.</param>
    /// <param name="bias">One per filter, of what the image's zero point adds, too.</param>
    /// <param name="scales">One per filter.</param>
    /// <param name="packed">Zeros.</param>
    public void Pack(ReadOnlySpan<short> filter, ReadOnlySpan<int> bias, ReadOnlySpan<float> scales, Span<byte> packed)
    {
        for (var panel = 0; panel < Panels.Count(shape.Filters); panel++)
        {
            var width = Panels.WidthOf(panel, shape.Filters);
            var first = panel * Panels.Width;
            var columns = Math.Min(width, shape.Filters - first);
            var bytes = packed[checked((int)Offset(panel))..];
            bias.Slice(first, columns).CopyTo(MemoryMarshal.Cast<byte, int>(bytes));
            scales.Slice(first, columns).CopyTo(MemoryMarshal.Cast<byte, float>(bytes[(width * sizeof(int))..]));
            var weights = bytes[(width * HeadBytes)..];
            for (var column = 0; column < columns; column++)
            {
                PackColumn(filter.Slice((first + column) * Depth, Depth), weights, width, column);
            }
        }
    }

    private long PanelBytes(int width) => width * (HeadBytes + ((long)Steps * target.Together * weightBytes));

    private void PackColumn(ReadOnlySpan<short> source, Span<byte> weights, int width, int column)
    {
        var together = target.Together;
        var words = MemoryMarshal.Cast<byte, short>(weights);
        for (var k = 0; k < source.Length; k++)
        {
            var at = (((k / together * width) + column) * together) + (k % together);
            if (weightBytes == 1)
            {
                weights[at] = (byte)(sbyte)source[k];
            }
            else
            {
                words[at] = source[k];
            }
        }
    }
}
