namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// The sigmoid and tanh of TensorFlow Lite's 16-bit recurrent kernels, which compute them in fixed point: each of the 65,536 integers has one
/// result. Their arithmetic is saturating 16-bit multiplication, as ARM's SQRDMULH rounds.
/// </summary>
internal static class GateTables
{
    /// <summary>How many integers there are, from <see cref="short.MinValue"/> on.</summary>
    public const int Length = 1 << 16;

    private const int SigmoidIntegerBits = 3;
    private const short One = short.MaxValue;

    /// <summary>Of multiples of 2^-12, in multiples of 2^-15.</summary>
    public static short Sigmoid(short x)
    {
        if (x == 0)
        {
            return 1 << 14;
        }

        var ofMagnitude = Reciprocal(Exponential(Magnitude(x), SigmoidIntegerBits));
        return x > 0 ? ofMagnitude : (short)(One - ofMagnitude);
    }

    /// <summary>Of integers with so many integer bits and a sign, in multiples of 2^-15.</summary>
    public static short Tanh(short x, int integerBits)
    {
        if (x == 0)
        {
            return 0;
        }

        // (1 - e^-2|x|) / (1 + e^-2|x|): the same integer with one integer bit more is the double.
        var ofMagnitude = OneMinusOverOnePlus(Exponential(Magnitude(x), integerBits + 1));
        return x > 0 ? ofMagnitude : (short)-ofMagnitude;
    }

    /// <summary>-|x|, for every integer has that.</summary>
    private static short Magnitude(short x) => x > 0 ? (short)-x : x;

    /// <summary>e^a of a from -2^integerBits to 0, in multiples of 2^-15.</summary>
    private static short Exponential(short a, int integerBits)
    {
        if (a == 0)
        {
            return One;
        }

        var fractionBits = 15 - integerBits;
        var quarter = fractionBits >= 2 ? 1 << (fractionBits - 2) : 0;
        var remainderOfQuarter = (a & (quarter - 1)) - quarter;
        var result = ExponentialNearZero(Saturate(remainderOfQuarter << integerBits));
        var remainder = remainderOfQuarter - a;
        ReadOnlySpan<int> multipliers = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];
        for (var i = 0; i < multipliers.Length; i++)
        {
            var exponent = i - 2;
            if (integerBits > exponent && (remainder & (1 << (fractionBits + exponent))) != 0)
            {
                result = Multiply(result, Constant(multipliers[i]));
            }
        }

        return integerBits > 5 && a < -(1 << (36 - integerBits - 16)) ? (short)0 : result;
    }

    /// <summary>A Taylor series around -1/8, of a from -1/4 to 0.</summary>
    private static short ExponentialNearZero(short a)
    {
        var constant = Constant(1895147668);
        var third = Constant(715827883);
        var x = (short)(a + (1 << 12));
        var square = Multiply(x, x);
        var cube = Multiply(square, x);
        var fourth = RoundingShift(Multiply(square, square), 2);
        var tail = RoundingShift(Saturate(Multiply(Saturate(fourth + cube), third) + square), 1);
        return Saturate(constant + Multiply(constant, Saturate(x + tail)));
    }

    /// <summary>1 / (1 + x).</summary>
    private static short Reciprocal(short x) => Saturate(NewtonReciprocal(x) << 1);

    /// <summary>(1 - x) / (1 + x).</summary>
    private static short OneMinusOverOnePlus(short x) => Saturate((NewtonReciprocal(x) - (1 << 13)) << 2);

    /// <summary>2 / (1 + x), in multiples of 2^-13: three steps of Newton's on half of the denominator.</summary>
    private static short NewtonReciprocal(short x)
    {
        var half = (short)((x + One + 1) >> 1);
        var estimate = (short)(Constant(1515870810) + Multiply(half, Constant(-1010580540)));
        for (var i = 0; i < 3; i++)
        {
            var error = (short)((1 << 13) - Multiply(half, estimate));
            estimate = Saturate(estimate + Saturate(Multiply(estimate, error) << 2));
        }

        return estimate;
    }

    /// <summary>The upper half of a constant of 32 bits, rounded.</summary>
    private static short Constant(int value) => (short)((value + (1 << 15)) >> 16);

    private static short Multiply(short a, short b)
    {
        if (a == short.MinValue && b == short.MinValue)
        {
            return short.MaxValue;
        }

        var product = a * b;
        return (short)((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }

    /// <summary>Half away from zero.</summary>
    private static short RoundingShift(short value, int bits)
    {
        var mask = (1 << bits) - 1;
        var threshold = (mask >> 1) + (value < 0 ? 1 : 0);
        return (short)((value >> bits) + ((value & mask) > threshold ? 1 : 0));
    }

    private static short Saturate(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
