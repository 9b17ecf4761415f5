using System.Runtime.InteropServices;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// Quantized int16, which WebNN lacks: int32 where elements are moved, and floats where they are computed with, whose 24 bits hold every step.
/// The real number of a float of steps is one product away, and a result is rounded to steps and limited to 16 bits after each node.
/// </summary>
internal static class WideIntegers
{
    /// <summary>A constant's bytes as int32.</summary>
    public static ReadOnlyMemory<byte> Widen(ReadOnlySpan<byte> data) =>
        MemoryMarshal.AsBytes<int>(Array.ConvertAll(MemoryMarshal.Cast<byte, short>(data).ToArray(), value => (int)value)).ToArray();

    /// <param name="steps">The tensor's integers, as floats.</param>
    public static MLOperand Dequantize(MLGraphBuilder builder, MLOperand steps, TensorInfo tensor)
    {
        var label = $"'{tensor.Name}'";
        return builder.Mul(steps, Scalar(builder, Quantizer.RequireScale(tensor, label)), label);
    }

    /// <summary>The steps of <paramref name="real"/>, as floats, a half rounded to even.</summary>
    /// <param name="bounds">Of the steps, beside those of 16 bits.</param>
    public static MLOperand Quantize(MLGraphBuilder builder, MLOperand real, TensorInfo tensor, MLClampOptions? bounds, string label)
    {
        var (smallest, largest) = tensor.Range();
        var steps = builder.RoundEven(builder.Div(real, Scalar(builder, Quantizer.RequireScale(tensor, label)), label), label);
        return builder.Clamp(steps, new() { MinValue = bounds?.MinValue ?? smallest, MaxValue = bounds?.MaxValue ?? largest }, label);
    }

    private static MLOperand Scalar(MLGraphBuilder builder, float value) =>
        builder.Constant(new MLOperandDescriptor(MLOperandDataType.Float32), BitConverter.GetBytes(value));
}
