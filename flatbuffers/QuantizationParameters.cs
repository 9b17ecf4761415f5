using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

/// <summary>How integers stand for real numbers: <c>real = (q - ZeroPoints[i]) * Scales[i]</c>.</summary>
/// <param name="Scales">One for the tensor, or one for each index along <paramref name="QuantizedDimension"/>.</param>
/// <param name="ZeroPoints">As many as there are scales.</param>
public sealed record QuantizationParameters(ImmutableArray<float> Scales, ImmutableArray<long> ZeroPoints, int QuantizedDimension = 0)
{
    public static QuantizationParameters PerTensor(float scale, long zeroPoint = 0) => new([scale], [zeroPoint]);

    /// <summary>Symmetric, as TFLite asks of per-channel weights: all zero points are 0.</summary>
    public static QuantizationParameters PerChannel(ReadOnlySpan<float> scales, int quantizedDimension) =>
        new([.. scales], [.. new long[scales.Length]], quantizedDimension);
}
