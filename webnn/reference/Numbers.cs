using System.Globalization;

namespace WebNN.Reference;

/// <summary>Conversions between numbers, and functions that <see cref="Math"/> lacks or has only to fewer digits.</summary>
internal static class Numbers
{
    private const double FewTermsBelow = 2;

    /// <summary>The nearest number of a float type.</summary>
    public static double Round(MLOperandDataType type, double value) => type is MLOperandDataType.Float16 ? (double)(Half)value : (float)value;

    /// <summary>The low bits of an integer as a type reads them.</summary>
    public static Int128 Wrap(MLOperandDataType type, Int128 value) => type switch
    {
        MLOperandDataType.Int32 => unchecked((int)value),
        MLOperandDataType.Uint32 => unchecked((uint)value),
        MLOperandDataType.Int64 => unchecked((long)value),
        MLOperandDataType.Uint64 => unchecked((ulong)value),
        MLOperandDataType.Int8 => unchecked((sbyte)value),
        _ => unchecked((byte)value),
    };

    /// <summary>The least and the greatest integer of a type.</summary>
    public static (Int128 Least, Int128 Greatest) Range(MLOperandDataType type) => type switch
    {
        MLOperandDataType.Int32 => (int.MinValue, int.MaxValue),
        MLOperandDataType.Uint32 => (uint.MinValue, uint.MaxValue),
        MLOperandDataType.Int64 => (long.MinValue, long.MaxValue),
        MLOperandDataType.Uint64 => (ulong.MinValue, ulong.MaxValue),
        MLOperandDataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        _ => (byte.MinValue, byte.MaxValue),
    };

    /// <summary>Towards zero, ending at the type's limits; 0 for what is not a number.</summary>
    public static Int128 Truncate(MLOperandDataType type, double value)
    {
        var (least, greatest) = Range(type);
        return Int128.Clamp(Int128.CreateSaturating(value), least, greatest);
    }

    /// <summary>A number that was made an element of an integer type.</summary>
    public static Int128 Integer(MLNumber element) => Int128.Parse(element.ToString(), CultureInfo.InvariantCulture);

    /// <summary>
    /// A double that rounds to float32 or float16 as the integer itself would: where the integer has too many digits for a double, the last
    /// bit says that some were cut off.
    /// </summary>
    public static double Real(Int128 value)
    {
        var real = (double)value;
        var back = (Int128)real;
        if (back == value)
        {
            return real;
        }

        var cut = Int128.Abs(back) > Int128.Abs(value) ? Math.CopySign(Math.BitDecrement(Math.Abs(real)), real) : real;
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(cut) | 1);
    }

    /// <summary><c>exp(x) - 1</c> where exp(x) is close to 1, too.</summary>
    public static double ExpMinusOne(double x)
    {
        var power = Math.Exp(x);
        return power == 1 ? x
            : power - 1 == -1 ? -1
            : double.IsInfinity(power) ? power
            : (power - 1) * x / Math.Log(power);
    }

    /// <summary><c>log(1 + x)</c> where x is close to 0, too.</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Math.Log(sum) * x / (sum - 1);
    }

    public static double Erf(double x) => Math.Abs(x) < FewTermsBelow ? ErfSeries(x) : x > 0 ? 1 - ErfComplement(x) : ErfComplement(-x) - 1;

    /// <summary><c>1 - erf(x)</c>, with all its digits where erf(x) is close to 1.</summary>
    public static double ErfComplement(double x) =>
        x >= FewTermsBelow ? Math.Exp(-x * x) / Math.Sqrt(Math.PI) / Fraction(x) : x <= -FewTermsBelow ? 2 - ErfComplement(-x) : 1 - ErfSeries(x);

    /// <summary>DLMF 7.6.2: terms of one sign, so that nothing cancels.</summary>
    private static double ErfSeries(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-18; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>DLMF 7.9.1 for x of at least 2, from its end: x + (1/2)/(x + 1/(x + (3/2)/(x + …))).</summary>
    private static double Fraction(double x)
    {
        var fraction = x;
        for (var n = 100; n > 0; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return fraction;
    }
}
