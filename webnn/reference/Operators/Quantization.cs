namespace WebNN.Reference.Operators;

/// <summary>quantizeLinear, dequantizeLinear, cast.</summary>
internal static class Quantization
{
    public static readonly OperatorRow[] Rows =
    [
        new("cast", Cast),
        new("dequantizeLinear", DequantizeLinear),
        new("quantizeLinear", QuantizeLinear),
    ];

    /// <summary>
    /// Floats are truncated. The specification leaves open what becomes of one that does not fit: here it ends at the type's limits, and what
    /// is not a number becomes 0. Integers keep their low bits.
    /// </summary>
    private static Tensor Cast(OperatorCall call)
    {
        var (x, type) = (call.Input(0), call.Output.DataType);
        return (x.IsReal, type.IsFloat()) switch
        {
            (true, true) => Tensor.Of(call.Output, [.. x.Reals]),
            (true, false) => Tensor.Of(call.Output, Array.ConvertAll(x.Reals, value => Numbers.Truncate(type, value))),
            (false, true) => Tensor.Of(call.Output, Array.ConvertAll(x.Integers, Numbers.Real)),
            _ => Tensor.Of(call.Output, [.. x.Integers]),
        };
    }

    /// <summary><c>(x - zeroPoint) * scale</c>; the difference is exact.</summary>
    private static Tensor DequantizeLinear(OperatorCall call)
    {
        var (x, scale, zeroPoint) = (call.Input(0), call.Input(1), call.Input(2));
        var blocks = Positions.Blocks(scale.Shape, x.Shape);
        var results = new double[x.Integers.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = (double)(x.Integers[i] - zeroPoint.Integers[blocks[i]]) * scale.Reals[blocks[i]];
        }

        return Tensor.Of(call.Output, results);
    }

    /// <summary><c>roundEven(x / scale) + zeroPoint</c>, ending at the type's limits; what is not a number becomes the zero point.</summary>
    private static Tensor QuantizeLinear(OperatorCall call)
    {
        var (x, scale, zeroPoint) = (call.Input(0), call.Input(1), call.Input(2));
        var blocks = Positions.Blocks(scale.Shape, x.Shape);
        var (least, greatest) = Numbers.Range(call.Output.DataType);
        var results = new Int128[x.Reals.Length];
        for (var i = 0; i < results.Length; i++)
        {
            // No sum that matters is beyond 64 bits, and with those none overflows.
            var steps = Numbers.Truncate(MLOperandDataType.Int64, Math.Round(x.Reals[i] / scale.Reals[blocks[i]], MidpointRounding.ToEven));
            results[i] = Int128.Clamp(steps + zeroPoint.Integers[blocks[i]], least, greatest);
        }

        return Tensor.Of(call.Output, results);
    }
}
