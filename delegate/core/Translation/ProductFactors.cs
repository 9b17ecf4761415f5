namespace WebNN.TfLite.Delegation;

/// <summary>
/// What TFLite's kernels multiply sums of products of int16 with, to have them in steps of the output: the quotient of the scales, in 15 bits for
/// sums of 64 bits. At 32767 steps that is up to a step away from the quotient itself, so constant weights and bias stand for what gives the same.
/// </summary>
/// <param name="weights">With one scale, or one for each output.</param>
/// <param name="isShort">Whether the factor has 15 bits, or as many as matter.</param>
internal sealed class ProductFactors(Quantization input, Quantization weights, Quantization output, bool isShort)
{
    private const int Bits = 15;

    /// <summary>By how much results differ from those of the quotient itself, for weights with one scale.</summary>
    public double Correction => Factor(0) * output.Scales[0] / ((double)input.Scales[0] * weights.Scales[0]);

    /// <summary>The weights, as the bytes of floats.</summary>
    public ReadOnlyMemory<byte> Weights(TensorInfo tensor)
    {
        var scales = weights.Scales.Select((_, channel) => (float)(Factor(channel) * output.Scales[0] / input.Scales[0]));
        return Quantizer.Fold(tensor with { Quantization = weights with { Scales = [.. scales] } });
    }

    /// <summary>A constant of int32 or int64 in units of the sums, as floats.</summary>
    public float[] Bias(TensorInfo tensor) =>
        [.. CounterArithmetic.Values(tensor).Select((value, channel) => (float)(value * Factor(weights.PerTensor ? 0 : channel) * output.Scales[0]))];

    /// <summary>A fraction from one half on times a power of 2, the fraction rounded to 31 bits, then to 15.</summary>
    private double Factor(int channel)
    {
        var quotient = (double)input.Scales[0] * weights.Scales[channel] / output.Scales[0];
        if (!isShort || quotient == 0 || !double.IsFinite(quotient))
        {
            return quotient;
        }

        var exponent = Math.ILogB(quotient) + 1;
        var fraction = (long)Math.Round(Math.ScaleB(quotient, 31 - exponent), MidpointRounding.AwayFromZero);
        var reduced = fraction == 1L << 31 ? 1 << Bits : Math.Min((fraction + (1 << (30 - Bits))) >> (31 - Bits), (1 << Bits) - 1);
        return Math.ScaleB(reduced, exponent - Bits);
    }
}
