using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The weights of a dense convolution as <see cref="IntegerTile{TLanes, TVector}"/> reads them, after a <see cref="Requantizer"/>: panels of
/// two vectors of columns, the last of one where that is enough. A panel begins with its columns' biases and scales; a step's weights of all
/// its columns follow each other, of each column as many as the step multiplies. Columns are in their <see cref="Requantizer.Place"/>, but for <see cref="ByteConvolution"/>. What is
/// beyond the matrix is zeros.
/// </summary>
/// <param name="shape">The window.</param>
/// <param name="weightBytes">Bytes of a packed weight.</param>
internal readonly struct IntegerFilter(WindowShape shape, KernelTarget target, int weightBytes)
{
    /// <summary>Bytes that a panel has before the weights for each of its columns.</summary>
    public const int HeadBytes = sizeof(int) + sizeof(float);

    public Panels Panels => target.Panels;

    /// <summary>Weights of a column.</summary>
    public int Depth => shape.Taps * shape.Channels;

    public int Steps => IsByLines
        ? shape.KernelHeight * (((shape.KernelWidth * shape.Channels) + target.Together - 1) / target.Together)
        : (Depth + target.Together - 1) / target.Together;

    public long Bytes => Offset(Panels.Count(shape.Filters) - 1) + PanelBytes(Panels.WidthOf(Panels.Count(shape.Filters) - 1, shape.Filters), weightBytes);

    /// <summary>Whether each line of the window begins with a step, and columns are as they are: what <see cref="ByteConvolution"/> reads.</summary>
    private bool IsByLines => target.HasByteTiles;

    /// <summary>Bytes before a panel.</summary>
    public long Offset(int panel) => Requantizer.Bytes + (panel * PanelBytes(Panels.Width, weightBytes));

    /// <summary>Bytes of a panel.</summary>
    /// <param name="bytes">Of a weight in it.</param>
    public long PanelBytes(int width, int bytes) => width * (HeadBytes + ((long)Steps * target.Together * bytes));

    /// <param name="packed">Zeros.</param>
    public void Pack(IntegerWeights weights, Span<byte> packed)
    {
        for (var panel = 0; panel < Panels.Count(shape.Filters); panel++)
        {
            var width = Panels.WidthOf(panel, shape.Filters);
            var bytes = packed[checked((int)Offset(panel))..];
            var biases = MemoryMarshal.Cast<byte, int>(bytes);
            var factors = MemoryMarshal.Cast<byte, float>(bytes)[width..];
            for (var column = 0; column < Math.Min(width, shape.Filters - (panel * Panels.Width)); column++)
            {
                var (place, f) = (Place(column, width), (panel * Panels.Width) + column);
                var elements = MemoryMarshal.Cast<byte, sbyte>(weights.Elements.Span[(f * weights.Strides.Filter)..]);
                var columns = bytes[(width * HeadBytes)..];
                var sum = weightBytes == 1
                    ? PackColumn(elements, weights, MemoryMarshal.Cast<byte, sbyte>(columns), width, place)
                    : PackColumn(elements, weights, MemoryMarshal.Cast<byte, short>(columns), width, place);
                biases[place] = unchecked(weights.Bias[f] - (weights.Requantization.InputZero * sum));
                factors[place] = weights.Scales[f];
            }
        }
    }

    private int Place(int column, int width) => IsByLines ? column : Requantizer.Place(column, width);

    /// <summary>
    /// Returns the sum of the weights: what the image's zero point adds to a result, outside of the image, too, as it is padded with it. Those
    /// of a <see cref="ByteConvolution"/> are packed as they are: their zero point is its own business.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PackColumn<T>(ReadOnlySpan<sbyte> source, IntegerWeights weights, Span<T> packed, int width, int place)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (_, channelStride, tapStride) = weights.Strides;
        int together = target.Together, packedZero = IsByLines ? 0 : weights.ZeroPoint, sum = 0, at = place * together, next = 0;
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                int element = source[(tap * tapStride) + (channel * channelStride)];
                sum += element - weights.ZeroPoint;
                packed[at + next] = T.CreateTruncating(element - packedZero);
                if (++next == together || (IsByLines && channel + 1 == shape.Channels && (tap + 1) % shape.KernelWidth == 0))
                {
                    (next, at) = (0, at + (width * together));
                }
            }
        }

        return sum;
    }
}
