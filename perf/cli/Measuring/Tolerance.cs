using System.Globalization;

namespace WebNN.Cli.Measuring;

/// <summary>What <see cref="Tolerance.Limit"/> counts.</summary>
internal enum ToleranceKind
{
    /// <summary>The largest error by the largest value of the reference.</summary>
    Relative,

    /// <summary>The largest error.</summary>
    Absolute,

    /// <summary>Quantization steps at worst; almost all elements have to be within one.</summary>
    Steps,
}

/// <summary>How far an output may be from the reference.</summary>
internal sealed record Tolerance(ToleranceKind Kind, double Limit)
{
    /// <summary>Of the elements so many have to be within one step, where steps are counted.</summary>
    public const double ShareWithinOneStep = 0.999;

    /// <summary>A whole float model, where every node by itself is within <see cref="Float"/>: what their differences may add up to.</summary>
    public const double LargestOfFloatModels = 1e-4;

    /// <inheritdoc cref="LargestOfFloatModels"/>
    public const double LeastCosineOfFloatModels = 0.9999;

    /// <summary>Twice half a unit in the last place, the error of one sum of floats.</summary>
    private const double ErrorOfSum = 1.0 / (1 << 23);

    /// <summary>Floats: the same operations in another order.</summary>
    public static readonly Tolerance Float = new(ToleranceKind.Relative, 1e-5);

    /// <summary>Quantized models: a rounding that falls the other way, and what later layers make of it.</summary>
    public static readonly Tolerance Quantized = new(ToleranceKind.Steps, 3);

    /// <summary>
    /// Dynamic-range models: TFLite's hybrid kernels round each layer's activations to 8 bits at run time, WebNN computes with the
    /// dequantized weights in float. Measured on a keyword spotter of 13 nodes: up to 0.014.
    /// </summary>
    public static readonly Tolerance DynamicRange = new(ToleranceKind.Relative, 5e-2);

    /// <summary>Floats that are sums of so many: roundings add up like the steps of a random walk.</summary>
    public static Tolerance OfSums(long summands) => new(ToleranceKind.Relative, Math.Max(Float.Limit, ErrorOfSum * Math.Sqrt(summands)));

    public override string ToString() => Kind switch
    {
        ToleranceKind.Relative => string.Create(CultureInfo.InvariantCulture, $"max abs error <= {Limit:0.###e+0} of the largest |output|"),
        ToleranceKind.Absolute => string.Create(CultureInfo.InvariantCulture, $"max abs error <= {Limit:g4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ShareWithinOneStep:0.0%} within 1 step, worst <= {Limit:0.##} steps"),
    };

    public bool Allows(ErrorMetrics metrics)
    {
        if (metrics.NotComparable > 0)
        {
            return false;
        }

        return Kind switch
        {
            ToleranceKind.Relative => metrics.MaxAbsByLargest <= Limit,
            ToleranceKind.Absolute => metrics.MaxAbs <= Limit,
            _ => metrics.MaxSteps is { } steps
                ? steps <= Limit && metrics.MoreThanOneStep <= (1 - ShareWithinOneStep) * metrics.Elements
                : metrics.MaxAbs == 0,
        };
    }

    /// <summary>Reads <c>1e-4</c> (of the largest output), <c>abs:0.02</c> or <c>steps:3</c>; null where it is none of them.</summary>
    public static Tolerance? Parse(string text)
    {
        var (kind, number) = text.Split(':', 2) switch
        {
            ["abs", var value] => (ToleranceKind.Absolute, value),
            ["steps", var value] => (ToleranceKind.Steps, value),
            ["rel", var value] => (ToleranceKind.Relative, value),
            _ => (ToleranceKind.Relative, text),
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) && limit >= 0
            ? new(kind, limit)
            : null;
    }
}
