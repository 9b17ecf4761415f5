using WebNN.FlatBuffers;

namespace WebNN.Cli.Inputs;

/// <summary>Values that tame random ones never meet.</summary>
internal enum EdgeKind
{
    /// <summary>Whole numbers, halves, quarters and tenths within the range: quotients and roundings fall on the border.</summary>
    Multiples,

    /// <summary>Integers whose sums and products leave 32 bits.</summary>
    Integers,

    /// <summary>The largest and smallest that the type has, infinities and denormals included.</summary>
    Extremes,

    /// <summary>Random values with not-a-numbers among them.</summary>
    Nan,
}

/// <summary>Fills inputs with edge values.</summary>
internal static class EdgeValues
{
    private static readonly double[] steps = [0.1, 0.25, 0.5, 1];

    private static readonly long[] integers =
    [
        int.MaxValue, int.MinValue, 2_000_000_000, -2_000_000_000, (1 << 24) + 1, -(1 << 24) - 1, 715_827_883, 65_537, -1,
    ];

    private static readonly long[] longIntegers = [.. integers, (1L << 53) + 1, -(1L << 53) - 1, long.MaxValue, long.MinValue];

    private static readonly double[] extremes =
    [
        float.MaxValue, -float.MaxValue, float.MaxValue / 2, double.PositiveInfinity, double.NegativeInfinity, float.Epsilon, -float.Epsilon,
        1.17549435e-38, 0, -0.0, 1, -1, 88.8, -104,
    ];

    /// <summary>Null where an input of this type, or use, has no such values.</summary>
    public static byte[]? Bytes(ModelProfile profile, int ordinal, int length, EdgeKind kind, Random random)
    {
        var type = profile.Input(ordinal).Type;
        var isFloat = Elements.IsFloat(type);
        return kind switch
        {
            EdgeKind.Multiples when isFloat => Multiples(profile, ordinal, length, random),
            EdgeKind.Integers when Elements.IsWideInteger(type) && profile.Uses.IsArithmetic(ordinal) =>
                Elements.FillIntegers(length, type, () => Pick(type is TensorType.Int64 or TensorType.UInt64 ? longIntegers : integers, random)),
            EdgeKind.Extremes when isFloat && profile.Uses.Bound(ordinal) is null =>
                Elements.Fill(length, type, () => Pick(extremes, random)),
            EdgeKind.Extremes => Ends(InputRange.Of(profile, ordinal), type, length, random),
            EdgeKind.Nan when isFloat => WithNaN(InputRange.Of(profile, ordinal), type, length, random),
            _ => null,
        };
    }

    private static byte[] Multiples(ModelProfile profile, int ordinal, int length, Random random)
    {
        var (range, isDivisor) = (InputRange.Of(profile, ordinal), profile.Uses.IsDivisor(ordinal));
        return Elements.Fill(length, profile.Input(ordinal).Type, () =>
        {
            var step = Pick(steps, random);
            var (least, most) = (Math.Ceiling(range.Minimum / step), Math.Floor(range.Maximum / step));
            var value = least > most ? range.Minimum : step * random.NextInt64((long)least, (long)most + 1);
            return value == 0 && isDivisor ? step : value;
        });
    }

    private static byte[]? Ends(InputRange range, TensorType type, int length, Random random)
    {
        if (Elements.IsFloat(type))
        {
            return Elements.Fill(length, type, () => random.Next(2) == 0 ? range.Minimum : range.Maximum);
        }

        long[] ends = [(long)range.Minimum, (long)range.Maximum, Math.Min((long)range.Minimum + 1, (long)range.Maximum)];
        return Elements.FillIntegers(length, type, () => Pick(ends, random));
    }

    private static byte[] WithNaN(InputRange range, TensorType type, int length, Random random) => Elements.Fill(
        length, type, () => random.Next(4) == 0 ? double.NaN : range.Minimum + ((range.Maximum - range.Minimum) * random.NextDouble()));

    private static T Pick<T>(T[] values, Random random) => values[random.Next(values.Length)];
}
