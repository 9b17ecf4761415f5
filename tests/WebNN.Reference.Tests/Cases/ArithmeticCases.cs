using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

/// <summary>Operators that work element by element on numbers.</summary>
internal static class ArithmeticCases
{
    private const float Inf = float.PositiveInfinity;

    public static readonly LiteralCase[] All =
    [
        Of("add", b => b.Add(b.Row(1f, 2, float.MaxValue), b.Row(0.5f, -2, float.MaxValue)), 1.5f, 0, Inf),
        Of("add broadcasts", b => b.Add(b.Of([2, 1], 1, 2), b.Row(10, 20, 30)), 11, 21, 31, 12, 22, 32),
        Of("add rounds once", b => b.Add(b.Row(16777216f), b.Row(1f)), 16777216f),
        Of("add wraps int32", b => b.Add(b.Row(int.MaxValue), b.Row(1)), int.MinValue),
        Of("add wraps uint8", b => b.Add(b.Row<byte>(250), b.Row<byte>(10)), (byte)4),
        Of("add keeps int64", b => b.Add(b.Row(9007199254740993), b.Row(1L)), 9007199254740994),
        Of("add keeps uint64", b => b.Add(b.Row(18446744073709551614), b.Row(1UL)), 18446744073709551615),
        Of("add float16", b => b.Add(b.Row((Half)2048), b.Row((Half)1)), (Half)2048),
        Of("sub", b => b.Sub(b.Row(1f, Inf), b.Row(3f, Inf)), -2f, float.NaN),
        Of("sub wraps uint32", b => b.Sub(b.Row(0u), b.Row(1u)), uint.MaxValue),
        Of("mul", b => b.Mul(b.Row(3f, 0), b.Row(-2f, Inf)), -6f, float.NaN),
        Of("mul wraps int64", b => b.Mul(b.Row(long.MaxValue), b.Row(2L)), -2L),
        Of("div", b => b.Div(b.Row(7f, 1, 0), b.Row(2f, 0, 0)), 3.5f, Inf, float.NaN),
        Of("div truncates", b => b.Div(b.Row(7, -7, 7, -7), b.Row(2, 2, -2, -2)), 3, -3, -3, 3),
        Of("div wraps", b => b.Div(b.Row(int.MinValue), b.Row(-1)), int.MinValue),
        Of("max", b => b.Max(b.Row(1f, -2, float.NaN), b.Row(2f, -3, 0)), 2f, -2, float.NaN),
        Of("max uint64", b => b.Max(b.Row(ulong.MaxValue), b.Row(1UL)), ulong.MaxValue),
        Of("min", b => b.Min(b.Row(1f, -2, 0), b.Row(2f, -3, float.NaN)), 1f, -3, float.NaN),
        Of("pow", b => b.Pow(b.Row(2f, 4, 2, -8), b.Row(3f, 0.5f, -1, 2)), 8f, 2, 0.5f, 64),
        Of("pow int64", b => b.Pow(b.Row(3L, -2, 2, 1), b.Row(39L, 3, -1, -5)), 4052555153018976267, -8, 0, 1),
        Of("abs", b => b.Abs(b.Row(-1.5f, 0, -Inf)), 1.5f, 0, Inf),
        Of("abs int8", b => b.Abs(b.Row<sbyte>(-5, -128)), (sbyte)5, (sbyte)-128),
        Of("ceil", b => b.Ceil(b.Row(1.1f, -1.1f, 2)), 2f, -1, 2),
        Of("cos", b => b.Cos(b.Row(0f, 1)), 1f, (float)0.5403023058681398),
        Of("erf", b => b.Erf(b.Row(0f, 1, -1, 3, 0.5f, Inf)), 0f, (float)0.8427007929497149, (float)-0.8427007929497149, (float)0.9999779095030014, (float)0.5204998778130465, 1),
        Of("exp", b => b.Exp(b.Row(0f, 1, -1, 100, -Inf)), 1f, (float)2.718281828459045, (float)0.36787944117144233, Inf, 0),
        Of("floor", b => b.Floor(b.Row(1.9f, -1.1f)), 1f, -2),
        Of("identity", b => b.Identity(b.Row(long.MinValue)), long.MinValue),
        Of("log", b => b.Log(b.Row(1f, 10, 0, -1)), 0f, (float)2.302585092994046, -Inf, float.NaN),
        Of("neg", b => b.Neg(b.Row(1f, -2)), -1f, 2),
        Of("neg int32", b => b.Neg(b.Row(5, int.MinValue)), -5, int.MinValue),
        Of("reciprocal", b => b.Reciprocal(b.Row(4f, 0, -Inf)), 0.25f, Inf, -0f),
        Of("roundEven", b => b.RoundEven(b.Row(0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 2.6f)), 0f, 2, 2, -0f, -2, 3),
        Of("sign", b => b.Sign(b.Row(2.5f, 0, -Inf, float.NaN)), 1f, 0, -1, 0),
        Of("sign int64", b => b.Sign(b.Row(2147483648, 0, long.MinValue)), 1L, 0, -1),
        Of("sin", b => b.Sin(b.Row(0f, 1)), 0f, (float)0.8414709848078965),
        Of("sqrt", b => b.Sqrt(b.Row(2f, 9, -1)), (float)1.4142135623730951, 3, float.NaN),
        Of("tan", b => b.Tan(b.Row(0f, 1)), 0f, (float)1.5574077246549023),
        Of("cast truncates", b => b.Cast(b.Row(1.9f, -1.9f, 127), MLOperandDataType.Int8), (sbyte)1, (sbyte)-1, (sbyte)127),
        Of("cast ends at limits", b => b.Cast(b.Row(300f, -300, float.NaN), MLOperandDataType.Uint8), (byte)255, (byte)0, (byte)0),
        Of("cast rounds once", b => b.Cast(b.Row(9007199791611905), MLOperandDataType.Float32), 9007200328482816f),
        Of("cast wraps", b => b.Cast(b.Row(257, -1), MLOperandDataType.Uint8), (byte)1, (byte)255),
        Of("cast keeps uint64", b => b.Cast(b.Row(ulong.MaxValue), MLOperandDataType.Int64), -1L),
        Of("cast float16", b => b.Cast(b.Row(65519f, 65520f, 0.1f), MLOperandDataType.Float16), Half.MaxValue, Half.PositiveInfinity, (Half)0.1f),
    ];
}
