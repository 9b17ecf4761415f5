using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    public int Steps => Lines * StepsOfLine;

    public long Bytes => Offset(Panels.Count(shape.Filters) - 1) + PanelBytes(Panels.WidthOf(Panels.Count(shape.Filters) - 1, shape.Filters), weightBytes);

    /// <summary>Whether each line of the window begins with a step, and columns are as they are: what <see cref="ByteConvolution"/> reads.</summary>
    private bool IsByLines => target.HasByteTiles;

    private int Lines => IsByLines ? shape.KernelHeight : 1;

    private int LineLength => Depth / Lines;

    private int StepsOfLine => (LineLength + target.Together - 1) / target.Together;

    /// <summary>Bytes before a panel.</summary>
    public long Offset(int panel) => Requantizer.Bytes + (panel * PanelBytes(Panels.Width, weightBytes));

    /// <summary>Bytes of a panel.</summary>
    /// <param name="bytes">Of a weight in it.</param>
    public long PanelBytes(int width, int bytes) => width * (HeadBytes + ((long)Steps * target.Together * bytes));

    /// <param name="packed">Zeros.</param>
    public void Pack(IntegerWeights weights, Span<byte> packed)
    {
        var line = IsInOrder(weights) ? [] : new sbyte[LineLength];
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
                    ? PackColumn(elements, weights, line, MemoryMarshal.Cast<byte, sbyte>(columns)[(place * target.Together)..], width)
                    : PackColumn(elements, weights, line, MemoryMarshal.Cast<byte, short>(columns)[(place * target.Together)..], width);
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
    /// <param name="line">Room for a line's weights; none where they are in order.</param>
    private int PackColumn<T>(ReadOnlySpan<sbyte> source, IntegerWeights weights, Span<sbyte> line, Span<T> packed, int width)
        where T : unmanaged, IBinaryInteger<T>
    {
        int sum = -weights.ZeroPoint * Depth, packedZero = IsByLines ? 0 : weights.ZeroPoint;
        for (var i = 0; i < Lines; i++)
        {
            var elements = line.IsEmpty ? source.Slice(i * LineLength, LineLength) : Gather(source, weights, i, line);
            sum += Sum(elements);
            PackLine(elements, packedZero, packed[(i * StepsOfLine * width * target.Together)..], width);
        }

        return sum;
    }

    /// <summary>Whether a filter's weights follow each other as they are packed.</summary>
    private bool IsInOrder(IntegerWeights weights) => weights.Strides.Channel == 1 && (shape.Taps == 1 || weights.Strides.Tap == shape.Channels);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<sbyte> Gather(ReadOnlySpan<sbyte> source, IntegerWeights weights, int line, Span<sbyte> elements)
    {
        var (_, channelStride, tapStride) = weights.Strides;
        var (first, next) = (line * (shape.Taps / Lines), 0);
        for (var tap = first; tap < first + (shape.Taps / Lines); tap++)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                elements[next++] = source[(tap * tapStride) + (channel * channelStride)];
            }
        }

        return elements;
    }

    /// <summary>Vectors of 128 bits, which code that is compiled ahead of time has everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum(ReadOnlySpan<sbyte> elements)
    {
        var (sums, i) = (Vector128<int>.Zero, 0);
        for (; i <= elements.Length - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(elements.Slice(i, Vector128<sbyte>.Count)));
            var (left, right) = Vector128.Widen(low + high);
            sums += left + right;
        }

        var sum = Vector128.Sum(sums);
        for (; i < elements.Length; i++)
        {
            sum += elements[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackLine<T>(ReadOnlySpan<sbyte> elements, int zero, Span<T> packed, int width)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (together, i) = (target.Together, 0);
        if (typeof(T) == typeof(sbyte) && together == sizeof(uint) && zero == 0)
        {
            // A step's weights at once, as they are.
            var steps = MemoryMarshal.Cast<sbyte, uint>(elements);
            var columns = MemoryMarshal.Cast<T, uint>(packed);
            for (; i < steps.Length; i++)
            {
                columns[i * width] = steps[i];
            }

            i *= together;
        }

        for (; i < elements.Length; i++)
        {
            packed[(i / together * width * together) + (i % together)] = T.CreateTruncating(elements[i] - zero);
        }
    }
}
