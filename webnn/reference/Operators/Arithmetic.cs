namespace WebNN.Reference.Operators;

/// <summary>Elementwise arithmetic: add, sub, mul, div, max, min, pow, and operators of one operand.</summary>
internal static class Arithmetic
{
    public static readonly OperatorRow[] Rows =
    [
        new("add", call => Elementwise.Zip(call, (a, b) => a + b, (a, b) => a + b)),
        new("sub", call => Elementwise.Zip(call, (a, b) => a - b, (a, b) => a - b)),
        new("mul", call => Elementwise.Zip(call, (a, b) => a * b, (a, b) => a * b)),
        new("div", call => Elementwise.Zip(call, (a, b) => a / b, Quotient)),
        new("max", call => Elementwise.Zip(call, Math.Max, Int128.Max)),
        new("min", call => Elementwise.Zip(call, Math.Min, Int128.Min)),
        new("pow", call => Elementwise.Zip(call, Math.Pow, Power)),
        new("abs", call => Elementwise.Map(call, Math.Abs, x => x < 0 ? -x : x)),
        new("ceil", call => Elementwise.Map(call, Math.Ceiling)),
        new("cos", call => Elementwise.Map(call, Math.Cos)),
        new("erf", call => Elementwise.Map(call, Numbers.Erf)),
        new("exp", call => Elementwise.Map(call, Math.Exp)),
        new("floor", call => Elementwise.Map(call, Math.Floor)),
        new("identity", call => call.Input(0)),
        new("log", call => Elementwise.Map(call, Math.Log)),
        new("neg", call => Elementwise.Map(call, x => -x, x => -x)),
        new("reciprocal", call => Elementwise.Map(call, x => 1 / x)),
        new("roundEven", call => Elementwise.Map(call, x => Math.Round(x, MidpointRounding.ToEven))),
        new("sign", call => Elementwise.Map(call, x => x > 0 ? 1 : x < 0 ? -1 : 0, x => Int128.Sign(x))),
        new("sin", call => Elementwise.Map(call, Math.Sin)),
        new("sqrt", call => Elementwise.Map(call, Math.Sqrt)),
        new("tan", call => Elementwise.Map(call, Math.Tan)),
    ];

    /// <summary>Towards zero. The specification leaves open what a division by 0 gives; here it is 0.</summary>
    private static Int128 Quotient(Int128 a, Int128 b) => b == 0 ? 0 : a / b;

    /// <summary>Exact, wrapped around; where the exponent is negative the quotient 1 / power, towards zero.</summary>
    private static Int128 Power(Int128 value, Int128 exponent)
    {
        if (exponent < 0)
        {
            return value == 1 || (value == -1 && Int128.IsEvenInteger(exponent)) ? 1 : value == -1 ? -1 : 0;
        }

        Int128 power = 1;
        for (var factor = value; exponent > 0; exponent >>= 1)
        {
            power = Int128.IsOddInteger(exponent) ? unchecked(power * factor) : power;
            factor = unchecked(factor * factor);
        }

        return power;
    }
}
