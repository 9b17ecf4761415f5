using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The weights of an <see cref="IntegerWinograd{TLanes, TVector}"/>, after a <see cref="Requantizer"/>: panels as those of an
/// <see cref="IntegerFilter"/>, each of 16 matrices [channels, columns] in turn. They are twice Winograd's in both directions, so that they are
/// integers: results are four times as large.
/// </summary>
internal readonly struct WinogradWeights(WindowShape shape, KernelTarget target)
{
    /// <summary>Products of a tile of 2x2 results.</summary>
    public const int Places = 16;

    private const int Together = 2;

    /// <summary>A multiple of the channels that are transformed, and of the columns that are written, at a time.</summary>
    private const int Block = 16;

    /// <summary>Up to here, four times a result is less than 2^31.</summary>
    private const int MostChannels = 1024;

    /// <summary>The fewest tiles that make up for reading 3.6 times as many bytes of weights.</summary>
    private const int FewestTiles = 12;

    public Panels Panels => target.Panels;

    public long Bytes => Offset(Panels.Count(shape.Filters) - 1) + PanelBytes(Panels.WidthOf(Panels.Count(shape.Filters) - 1, shape.Filters));

    /// <summary>Whether a window is one that this is faster for. Two products at a time is what the instruction has for such weights.</summary>
    public static bool Pays(WindowShape shape, KernelTarget target) =>
        target.Together == Together
        && shape is { KernelHeight: 3, KernelWidth: 3, StrideX: 1, StrideY: 1, DilationX: 1, DilationY: 1, Depthwise: false, Channels: <= MostChannels }
        && shape.Channels % Block == 0 && shape.Filters % Block == 0
        && Tiles(shape) >= FewestTiles;

    public static int Tiles(WindowShape shape) => shape.Batch * ((shape.OutputHeight + 1) / 2) * ((shape.OutputWidth + 1) / 2);

    /// <summary>Bytes before a panel.</summary>
    public long Offset(int panel) => Requantizer.Bytes + (panel * PanelBytes(Panels.Width));

    /// <summary>Bytes of one of a panel's matrices.</summary>
    public nint MatrixBytes(int width) => (nint)width * shape.Channels * sizeof(short);

    public void Pack(IntegerWeights weights, Span<byte> packed)
    {
        for (var panel = 0; panel < Panels.Count(shape.Filters); panel++)
        {
            var (width, first) = (Panels.WidthOf(panel, shape.Filters), panel * Panels.Width);
            var bytes = packed[checked((int)Offset(panel))..];
            var biases = MemoryMarshal.Cast<byte, int>(bytes);
            var factors = MemoryMarshal.Cast<byte, float>(bytes)[width..];
            for (var column = 0; column < width; column++)
            {
                var place = Requantizer.Place(column, width);
                (biases[place], factors[place]) = (weights.Bias[first + column], weights.Scales[first + column]);
            }

            PackMatrices(weights, first, width, biases, MemoryMarshal.Cast<byte, short>(bytes[(width * IntegerFilter.HeadBytes)..]));
        }
    }

    /// <summary>Two channels of all columns at a time, by way of the stack: the matrices lie so that a cache would hold few of them at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackMatrices(IntegerWeights weights, int first, int width, Span<int> biases, Span<short> matrices)
    {
        Span<int> transformed = stackalloc int[Places];
        Span<short> rows = stackalloc short[Places * Together * width];
        var elements = MemoryMarshal.Cast<byte, sbyte>(weights.Elements.Span);
        var (length, zero) = (Together * width, weights.Requantization.InputZero);
        for (var channel = 0; channel < shape.Channels; channel += Together)
        {
            for (var i = 0; i < length; i++)
            {
                var (column, next) = Math.DivRem(i, Together);
                var place = Requantizer.Place(column, width);
                var sum = Transform(elements[(((first + column) * weights.Strides.Filter) + ((channel + next) * weights.Strides.Channel))..], weights, transformed);
                biases[place] = unchecked(biases[place] - (zero * sum));
                for (var matrix = 0; matrix < Places; matrix++)
                {
                    rows[(matrix * length) + (place * Together) + next] = (short)transformed[matrix];
                }
            }

            for (var matrix = 0; matrix < Places; matrix++)
            {
                rows.Slice(matrix * length, length).CopyTo(matrices[((matrix * width * shape.Channels) + (channel * width))..]);
            }
        }
    }

    private long PanelBytes(int width) => (width * IntegerFilter.HeadBytes) + (Places * (long)MatrixBytes(width));

    /// <summary>Returns the sum of the weights.</summary>
    private static int Transform(ReadOnlySpan<sbyte> elements, IntegerWeights weights, Span<int> transformed)
    {
        // First down, then across: 2a, a + b + c, a - b + c, 2c.
        Span<int> columns = stackalloc int[12];
        var (stride, zero, sum) = (weights.Strides.Tap, weights.ZeroPoint, 0);
        for (var x = 0; x < 3; x++)
        {
            int a = elements[x * stride] - zero, b = elements[(3 + x) * stride] - zero, c = elements[(6 + x) * stride] - zero;
            sum += a + b + c;
            (columns[x], columns[3 + x], columns[6 + x], columns[9 + x]) = (2 * a, a + b + c, a - b + c, 2 * c);
        }

        for (var y = 0; y < 4; y++)
        {
            int a = columns[3 * y], b = columns[(3 * y) + 1], c = columns[(3 * y) + 2];
            (transformed[4 * y], transformed[(4 * y) + 1], transformed[(4 * y) + 2], transformed[(4 * y) + 3]) = (2 * a, a + b + c, a - b + c, 2 * c);
        }

        return sum;
    }
}
