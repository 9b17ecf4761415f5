namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// What TensorFlow Lite's kernels of int16 make of each of the 65,536 integers: LOGISTIC and TANH of one table of 256 sigmoids, SOFTMAX of tables
/// of 512 exponentials and reciprocals, between whose entries they draw straight lines.
/// </summary>
internal static class WideTables
{
    /// <summary>How many integers there are, from <see cref="short.MinValue"/> on.</summary>
    public const int Length = 1 << 16;

    /// <summary>
    /// Of multiples of 1/24, as multiples of 2^-16, moved by half of what the line to the next one is off in its middle; the last is what there is
    /// beyond.
    /// </summary>
    private static readonly int[] sigmoids =
    [
        .. Enumerable.Range(0, 255).Select(i => (int)Rounded(Sigmoid(i) - ((((Sigmoid(i) + Sigmoid(i + 1)) / 2) - Sigmoid(i + 0.5)) / 2))),
        ushort.MaxValue,
    ];

    private const int LinesBits = 7;
    private const int Lines = 512;

    /// <summary>Of multiples of <paramref name="scale"/>, in multiples of 2^-15.</summary>
    public static int[] Sigmoids(float scale)
    {
        // The numbers of recurrent kernels have the fixed point of those.
        var (multiplier, shift) = Multiplier(scale);
        return scale == 1f / (1 << 12) ? Table(x => GateTables.Sigmoid(x)) : Table(x =>
        {
            var position = Position(x, multiplier, shift);
            var line = SigmoidLine(Math.Abs(position), bits: 9, beyond: 0x7FFF << 10);
            return ((position < 0 ? (1 << 25) - line - 1 : line) + (1 << 9)) >> 10;
        });
    }

    /// <summary>Of multiples of <paramref name="scale"/>, in multiples of 2^-15: twice the sigmoid of twice the number, less 1.</summary>
    public static int[] Tanhs(float scale)
    {
        var (multiplier, shift) = Multiplier(scale);
        return scale switch
        {
            1f / (1 << 12) => Table(x => GateTables.Tanh(x, 3)),
            1f / (1 << 11) => Table(x => GateTables.Tanh((short)Math.Clamp(2 * x, short.MinValue, short.MaxValue), 3)),
            _ => Table(x =>
            {
                var position = Position(x, multiplier, shift);
                var line = SigmoidLine(Math.Abs(position), bits: 8, beyond: 0xFFFF << 8);
                return ((position < 0 ? (1 << 23) - line - 1 : line - (1 << 23)) + (1 << 7)) >> 8;
            }),
        };
    }

    /// <summary>e^x in multiples of 2^-15, of the differences of two integers from -65535 to 0; each is <paramref name="scale"/>.</summary>
    public static int[] Exponentials(double scale)
    {
        // Differences become 65,535 parts of what the table is for.
        var lines = LinesOf(Math.Exp, -10, 0);
        var exponent = Math.ILogB(scale * 6553.5) + 1;
        var multiplier = (int)Math.Min(Math.Round(Math.ScaleB(scale * 6553.5, 31 - exponent), MidpointRounding.AwayFromZero), int.MaxValue);
        return Table(x =>
        {
            var difference = Math.Max(Math.ScaleB(x - short.MaxValue, Math.Max(exponent, 0)), int.MinValue);
            var parts = FixedPointScale.Scale((int)difference, multiplier, Math.Clamp(-exponent, 0, 31));
            return Line(lines, (int)Math.Clamp(parts + (long)short.MaxValue, short.MinValue, short.MaxValue));
        });
    }

    /// <summary>1 / (1 + x) in multiples of 2^-15, of 65,536 numbers from 0 to 1.</summary>
    public static int[] Reciprocals()
    {
        var lines = LinesOf(x => 1 / (1 + x), 0, 1);
        return Table(x => Line(lines, x));
    }

    private static int[] Table(Func<short, int> function) => [.. Enumerable.Range(short.MinValue, Length).Select(x => function((short)x))];

    /// <summary>Thrice the scale in multiples of 2^-12, as an integer of 15 bits to be shifted right.</summary>
    private static (int Multiplier, int Shift) Multiplier(float scale)
    {
        var (multiplier, shift) = (scale * 4096.0 * 3, 0);
        for (; multiplier <= short.MaxValue / 2.0 && shift <= 30; multiplier *= 2)
        {
            shift++;
        }

        return ((int)multiplier, shift);
    }

    private static int Position(short x, int multiplier, int shift) => unchecked((x * multiplier) + (shift > 0 ? 1 << (shift - 1) : 0)) >> shift;

    private static double Sigmoid(double position) => (1 << 16) / (1 + Math.Exp(-position / 24));

    /// <summary>Between two entries of the table.</summary>
    /// <param name="bits">Of the position between them.</param>
    /// <param name="beyond">What there is from the last entry on.</param>
    private static int SigmoidLine(int position, int bits, int beyond)
    {
        var (entry, fraction) = (position >> bits, position & ((1 << bits) - 1));
        return entry >= sigmoids.Length - 1 ? beyond : (sigmoids[entry] << bits) + (fraction * (sigmoids[entry + 1] - sigmoids[entry]));
    }

    /// <summary>A function's values at the ends of 512 straight lines, moved by half of what a line is off in its middle.</summary>
    private static int[] LinesOf(Func<double, double> function, double from, double to)
    {
        var step = (to - from) / Lines;
        double Value(double x) => function(x) * (1 << 15);
        int Limited(double value) => (int)Math.Clamp(value, short.MinValue, short.MaxValue);
        return
        [
            .. Enumerable.Range(0, Lines).Select(i =>
            {
                var x = from + (i * step);
                var own = Rounded(Value(x));
                var middle = Rounded((Value(from + ((i + 1) * step)) + own) / 2);
                return Limited(own - Rounded((middle - Rounded(Value(x + (step / 2)))) / 2));
            }),
            Limited(Rounded(Value(to))),
        ];
    }

    private static double Rounded(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    private static int Line(int[] lines, int x)
    {
        var (entry, fraction) = ((x >> LinesBits) + (Lines / 2), x & ((1 << LinesBits) - 1));
        return lines[entry] + ((((lines[entry + 1] - lines[entry]) * fraction) + (1 << (LinesBits - 1))) >> LinesBits);
    }
}
