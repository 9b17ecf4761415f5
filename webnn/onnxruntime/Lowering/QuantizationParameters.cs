using System.Numerics;
using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>
/// The constant scale and zero point of a quantizeLinear or dequantizeLinear, per tensor or along one axis:
/// <c>real = (q - ZeroPoints[i]) * Scales[i]</c>.
/// </summary>
/// <param name="Type">The integers' type.</param>
/// <param name="Axis">The axis along which the pairs vary; -1 where there is one pair.</param>
internal sealed record QuantizationParameters(MLOperandDataType Type, float[] Scales, long[] ZeroPoints, int Axis)
{
    public bool PerTensor => Axis < 0;

    public float Scale => Scales[0];

    public long ZeroPoint => ZeroPoints[0];

    /// <summary>The zero point of the u8 tensor that stands for an int8 or a uint8 one inside ONNX Runtime.</summary>
    public long StoredZeroPoint => Type is MLOperandDataType.Int8 ? ZeroPoint + 128 : ZeroPoint;

    /// <summary>
    /// Reads them off the node: constants, or what reshapes, expansions and casts make of constants. Null where they are computed otherwise,
    /// blockwise, or vary along several axes.
    /// </summary>
    public static QuantizationParameters? Of(MLNode node)
    {
        var (scale, zeroPoint) = (node.Input(1), node.Input(2));
        if (scale.DataType is not MLOperandDataType.Float32)
        {
            return null;
        }

        var axis = AxisOf(scale, node.Input(0));
        if (axis is null || (zeroPoint.Descriptor.ElementCount != 1 && AxisOf(zeroPoint, node.Input(0)) != axis)
            || !HostConstant.TryResolveParameter(scale, out var scaleData) || !HostConstant.TryResolveParameter(zeroPoint, out var zeroPointData))
        {
            return null;
        }

        var scales = MemoryMarshal.Cast<byte, float>(scaleData.Bytes.Span).ToArray();
        var zeroPoints = ZeroPointsOf(zeroPoint.DataType, zeroPointData.Bytes.Span);
        if (zeroPoints.Length != scales.Length)
        {
            var shared = zeroPoints[0];
            zeroPoints = new long[scales.Length];
            Array.Fill(zeroPoints, shared);
        }

        return new(zeroPoint.DataType, scales, zeroPoints, axis.Value);
    }

    /// <summary>True where both map the same integers to the same reals.</summary>
    public bool Matches(QuantizationParameters other) => PerTensor && other.PerTensor && Type == other.Type && Scale == other.Scale && ZeroPoint == other.ZeroPoint;

    /// <summary>True where the u8 tensors that stand for both hold the same bytes for the same reals: int8 and uint8 128 apart do.</summary>
    public bool MatchesStored(QuantizationParameters other) => PerTensor && other.PerTensor && Scale == other.Scale && StoredZeroPoint == other.StoredZeroPoint;

    /// <summary>The one axis with more than one element, -1 for none; null where there are several, or blocks.</summary>
    private static int? AxisOf(MLOperand parameter, MLOperand tensor)
    {
        var axis = -1;
        for (var i = 0; i < parameter.Rank; i++)
        {
            if (parameter.Shape[i] == 1)
            {
                continue;
            }

            if (axis >= 0 || parameter.Shape[i] != tensor.Shape[i])
            {
                return null;
            }

            axis = i;
        }

        return axis;
    }

    private static long[] ZeroPointsOf(MLOperandDataType type, ReadOnlySpan<byte> bytes) => type switch
    {
        MLOperandDataType.Int8 => Widened(MemoryMarshal.Cast<byte, sbyte>(bytes)),
        MLOperandDataType.Uint8 => Widened(bytes),
        MLOperandDataType.Uint32 => Widened(MemoryMarshal.Cast<byte, uint>(bytes)),
        _ => Widened(MemoryMarshal.Cast<byte, int>(bytes)),
    };

    private static long[] Widened<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        var widened = new long[values.Length];
        for (var i = 0; i < widened.Length; i++)
        {
            widened[i] = long.CreateTruncating(values[i]);
        }

        return widened;
    }
}
