using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>
/// The bounds of a relu or a clamp in the steps of the u8 tensor that its result is quantized to: to bound and then to quantize is to quantize
/// and then to bound, since quantizing keeps the order.
/// </summary>
internal readonly record struct QuantizedBounds(int Lowest, int Highest)
{
    public static readonly QuantizedBounds None = new(byte.MinValue, byte.MaxValue);

    /// <summary>Those of an operator that does nothing but bound; null for any other.</summary>
    public static QuantizedBounds? Of(MLNode node, QuantizationParameters output) => (node.Operator, node.Options) switch
    {
        ("relu", _) => new(Step(0, output), byte.MaxValue),
        ("clamp", MLClampOptions clamp) => new(
            Step(clamp.MinValue?.ToDouble() ?? double.NegativeInfinity, output), Step(clamp.MaxValue?.ToDouble() ?? double.PositiveInfinity, output)),
        _ => null,
    };

    public QuantizedBounds Within(QuantizedBounds other) =>
        new(Math.Clamp(Lowest, other.Lowest, other.Highest), Math.Clamp(Highest, other.Lowest, other.Highest));

    public OnnxValue Apply(OperatorContext op, OnnxValue value) => this == None
        ? value
        : op.EmitLike("Clip", [value, op.Graph.Scalar(OrtElementType.UInt8, Lowest), op.Graph.Scalar(OrtElementType.UInt8, Highest)]) with { Shifted = value.Shifted };

    private static int Step(double real, QuantizationParameters output) =>
        (int)Math.Clamp(Math.Round(real / output.Scale) + output.StoredZeroPoint, byte.MinValue, byte.MaxValue);
}
