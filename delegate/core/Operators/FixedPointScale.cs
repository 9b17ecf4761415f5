using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// What TFLite's comparisons make of 8-bit integers: 256 times the real number, rounded twice. Two integers may become one where the
/// scale is small, so equality of the results is not equality of the real numbers.
/// </summary>
internal sealed class FixedPointScale
{
    private const int LeftShift = 8;
    private const int Fraction = 31;

    private readonly ImmutableArray<int> results;
    private readonly int lowest;

    private FixedPointScale(ImmutableArray<int> results, int lowest) => (this.results, this.lowest) = (results, lowest);

    /// <summary>Whether no two integers become one: their own order is then that of the results.</summary>
    public bool KeepsApart
    {
        get
        {
            for (var i = 1; i < results.Length; i++)
            {
                if (results[i] <= results[i - 1])
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Null for a scale from 1 on, where TFLite ends the process, and for one that is no positive number.</summary>
    public static FixedPointScale? Of(TensorInfo tensor)
    {
        if (tensor.Quantization is not { PerTensor: true } quantization || quantization.Scales[0] is not (> 0 and < 1))
        {
            return null;
        }

        var lowest = tensor.Type == TfLiteType.Int8 ? sbyte.MinValue : 0;
        var (multiplier, exponent) = Split(quantization.Scales[0]);
        return new([.. Enumerable.Range(lowest, 256).Select(stored => Scale((stored - quantization.ZeroPoints[0]) << LeftShift, multiplier, exponent))], lowest);
    }

    /// <summary>The results for an input's elements, as int32.</summary>
    public MLOperand Apply(OperatorContext op, int input)
    {
        var tensor = op.InputTensor(input);
        if (tensor.Data is { } data)
        {
            var constant = new int[data.Length];
            for (var i = 0; i < constant.Length; i++)
            {
                constant[i] = results[(lowest < 0 ? (sbyte)data.Span[i] : data.Span[i]) - lowest];
            }

            return op.Constant(constant, tensor.Shape.AsSpan());
        }

        var index = op.Builder.Cast(op.Stored(input), MLOperandDataType.Int32, op.Label);
        index = lowest == 0 ? index : op.Builder.Sub(index, op.Scalar(index, lowest), op.Label);
        return op.Builder.Gather(op.Constant([.. results], results.Length), index, 0, op.Label);
    }

    /// <summary>The scale as a 31-bit fraction from one half on, and how far right that is shifted.</summary>
    private static (int Multiplier, int Exponent) Split(double scale)
    {
        var exponent = 0;
        for (; scale < 0.5; scale *= 2)
        {
            exponent++;
        }

        return exponent > Fraction ? (0, 0) : ((int)(scale * (1L << Fraction)), exponent);
    }

    /// <summary>The upper half of the doubled product, a half rounded up; then shifted right, a half rounded away from zero.</summary>
    public static int Scale(int value, int multiplier, int exponent)
    {
        var product = (long)value * multiplier;
        var high = (int)((product + (product >= 0 ? 1 << 30 : 1 - (1 << 30))) / (1L << Fraction));
        var mask = (int)((1L << exponent) - 1);
        var threshold = (mask >> 1) + (high < 0 ? 1 : 0);
        return (high >> exponent) + ((high & mask) > threshold ? 1 : 0);
    }
}
