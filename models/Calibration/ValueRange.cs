using WebNN.FlatBuffers;

namespace WebNN.Models.Calibration;

/// <summary>
/// The values that a tensor took, which its int8 steps have to cover. Tensors that TFLite wants in the same steps (a pool's input and
/// output, everything that is concatenated) share one range.
/// </summary>
internal sealed class ValueRange
{
    private const int Steps = 255;
    private const int Lowest = -128;
    private const int Highest = 127;

    private readonly QuantizationParameters? prescribed;
    private ValueRange? parent;
    private float low;
    private float high;

    public ValueRange(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
    }

    private ValueRange(QuantizationParameters prescribed) => this.prescribed = prescribed;

    /// <summary>0 to 1 in steps of 1/256, which TFLite prescribes for SOFTMAX.</summary>
    public static ValueRange Probability { get; } = new(QuantizationParameters.PerTensor(1f / 256, Lowest));

    /// <summary>The steps of a tensor with this range, zero being one of them.</summary>
    public QuantizationParameters Quantization
    {
        get
        {
            if (parent is not null) return parent.Quantization;
            if (prescribed is not null) return prescribed;
            var scale = Math.Max(high - low, float.Epsilon * Steps) / Steps;
            var zeroPoint = Math.Clamp(Math.Round(Lowest - (low / (double)scale)), Lowest, Highest);
            return QuantizationParameters.PerTensor(scale, (long)zeroPoint);
        }
    }

    /// <summary>From now on both are one range that covers both.</summary>
    public void Share(ValueRange other)
    {
        var (mine, theirs) = (Root, other.Root);
        if (mine == theirs) return;
        if (mine.prescribed is not null || theirs.prescribed is not null)
        {
            throw new InvalidOperationException("a prescribed range cannot be shared");
        }
        mine.low = Math.Min(mine.low, theirs.low);
        mine.high = Math.Max(mine.high, theirs.high);
        theirs.parent = mine;
    }

    private ValueRange Root => parent?.Root ?? this;
}
