using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>Quantized integers to real numbers and back: the only place, beside the family of that name, that knows scales and zero points.</summary>
internal static class Quantizer
{
    /// <summary>The real numbers that <paramref name="stored"/> stands for. Per-axis scales go to the axis, per-tensor ones to every element.</summary>
    public static MLOperand Dequantize(MLGraphBuilder builder, MLOperand stored, Quantization quantization, string label)
    {
        var shape = ParameterShape(quantization, stored.Shape, label);
        return builder.DequantizeLinear(
            stored,
            Scales(builder, quantization, shape),
            ZeroPoints(builder, quantization, stored.DataType, shape),
            label);
    }

    /// <summary><paramref name="real"/> as the integers of <paramref name="tensor"/>, which has one scale.</summary>
    public static MLOperand Quantize(MLGraphBuilder builder, MLOperand real, TensorInfo tensor, string label)
    {
        var quantization = tensor.Quantization!;
        RequireScale(tensor, label);
        var shape = ParameterShape(quantization, real.Shape, label);
        return builder.QuantizeLinear(
            real,
            Scales(builder, quantization, shape),
            ZeroPoints(builder, quantization, tensor.Type.DataType()!.Value, shape),
            label);
    }

    /// <summary>The tensor's only scale.</summary>
    /// <exception cref="UnsupportedException">It has several, or one that it cannot be divided by.</exception>
    public static float RequireScale(TensorInfo tensor, string label)
    {
        var scales = tensor.Quantization!.Scales;
        if (scales.Length != 1)
        {
            throw new UnsupportedException($"{label}: '{tensor.Name}' has {scales.Length} scales; expected one");
        }

        // Inside TFLite the processor takes a denormal float for zero, by which this would divide.
        return float.IsSubnormal(scales[0])
            ? throw new UnsupportedException($"{label}: '{tensor.Name}' has the scale {scales[0].ToString(CultureInfo.InvariantCulture)}, a denormal float")
            : scales[0];
    }

    /// <summary>The bounds that an activation puts on a quantized tensor, in its integers; null where the type's own range is at least as tight.</summary>
    public static MLClampOptions? ActivationBounds(TfLiteFusedActivation activation, TensorInfo tensor)
    {
        var (low, high) = activation switch
        {
            TfLiteFusedActivation.None => ((float?)null, (float?)null),
            TfLiteFusedActivation.Relu => (0, null),
            TfLiteFusedActivation.Relu6 => (0, 6),
            TfLiteFusedActivation.ReluN1To1 => (-1, 1),
            _ => throw new UnsupportedException($"fused activation {activation} on a quantized output; TFLite's kernels have none"),
        };
        return Bounds(tensor, low, high);
    }

    /// <summary>Real bounds in a tensor's integers, rounded as TFLite does; null where neither cuts.</summary>
    public static MLClampOptions? Bounds(TensorInfo tensor, float? low, float? high)
    {
        var (scale, zeroPoint) = (tensor.Quantization!.Scales[0], tensor.Quantization.ZeroPoints[0]);
        var (smallest, largest) = tensor.Range();
        var minimum = Bound(low) is { } l && l > smallest ? Math.Min(l, largest) : (int?)null;
        var maximum = Bound(high) is { } h && h < largest ? Math.Max(h, smallest) : (int?)null;
        return minimum is null && maximum is null ? null : new MLClampOptions { MinValue = minimum, MaxValue = maximum };

        int? Bound(float? real) =>
            real is { } value ? (int)Math.Clamp(zeroPoint + MathF.Round(value / scale, MidpointRounding.AwayFromZero), -1e6f, 1e6f) : null;
    }

    /// <summary>A constant's real numbers, as float32 bytes.</summary>
    /// <exception cref="UnsupportedException">The constant is of another type, or has no quantization.</exception>
    public static ReadOnlyMemory<byte> Fold(TensorInfo tensor)
    {
        const int Large = 1 << 16;
        var elements = tensor.Data!.Value.Length / (tensor.Type is TfLiteType.Float16 or TfLiteType.Int16 ? sizeof(short) : sizeof(byte));
        if (elements < Large || elements > int.MaxValue / sizeof(float))
        {
            return FoldNow(tensor);
        }

        var folded = new FoldedConstant(elements * sizeof(float), () => FoldNow(tensor));
        if (tensor.Type != TfLiteType.Float16)
        {
            // Halves always fold; scales may not fit, which shows here.
            folded.GetSpan();
        }

        return folded.Memory;
    }

    private static byte[] FoldNow(TensorInfo tensor)
    {
        var data = tensor.Data!.Value.Span;
        return tensor.Type switch
        {
            TfLiteType.Float16 => Widen(MemoryMarshal.Cast<byte, Half>(data)),
            TfLiteType.Int8 => Fold(tensor, MemoryMarshal.Cast<byte, sbyte>(data), static value => value),
            TfLiteType.UInt8 => Fold(tensor, data, static value => value),
            TfLiteType.Int16 => Fold(tensor, MemoryMarshal.Cast<byte, short>(data), static value => value),
            _ => throw new UnsupportedException($"constant '{tensor.Name}' is {tensor.Type}; expected f16, int8, uint8 or int16"),
        };
    }

    private static byte[] Widen(ReadOnlySpan<Half> halves)
    {
        var bytes = new byte[halves.Length * sizeof(float)];
        var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (var i = 0; i < halves.Length; i++)
        {
            floats[i] = (float)halves[i];
        }

        return bytes;
    }

    private static byte[] Fold<T>(TensorInfo tensor, ReadOnlySpan<T> stored, Func<T, int> widen)
    {
        var quantization = tensor.Quantization
            ?? throw new UnsupportedException($"constant '{tensor.Name}' is {tensor.Type} without quantization");
        var channels = quantization.Scales.Length;
        var axis = quantization.PerTensor ? tensor.Shape.Length : quantization.Axis;
        var inner = 1;
        foreach (var dimension in tensor.Shape.AsSpan()[Math.Min(axis + 1, tensor.Shape.Length)..])
        {
            inner *= dimension;
        }

        var bytes = new byte[stored.Length * sizeof(float)];
        var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (var i = 0; i < stored.Length; i++)
        {
            var channel = channels == 1 ? 0 : i / inner % channels;
            floats[i] = (widen(stored[i]) - quantization.ZeroPoints[channel]) * quantization.Scales[channel];
        }

        return bytes;
    }

    /// <summary>All ones but for the axis that has scales of its own; of blocks one for each.</summary>
    private static int[] ParameterShape(Quantization quantization, ImmutableArray<int> shape, string label)
    {
        if (quantization.BlockSize > 0)
        {
            return [.. shape[..^1], shape[^1] / quantization.BlockSize];
        }

        var result = new int[shape.Length];
        Array.Fill(result, 1);
        if (!quantization.PerTensor)
        {
            if (quantization.Axis >= shape.Length || shape[quantization.Axis] != quantization.Scales.Length)
            {
                throw new UnsupportedException(
                    $"{label}: {quantization.Scales.Length} scales along axis {quantization.Axis} of [{string.Join(',', shape)}]");
            }

            result[quantization.Axis] = quantization.Scales.Length;
        }

        return result;
    }

    private static MLOperand Scales(MLGraphBuilder builder, Quantization quantization, int[] shape) =>
        builder.Constant(
            new MLOperandDescriptor(MLOperandDataType.Float32, shape),
            MemoryMarshal.AsBytes(quantization.Scales.AsSpan()).ToArray());

    private static MLOperand ZeroPoints(MLGraphBuilder builder, Quantization quantization, MLOperandDataType type, int[] shape) =>
        builder.Constant(
            new MLOperandDescriptor(type, shape),
            type == MLOperandDataType.Int32
                ? MemoryMarshal.AsBytes(quantization.ZeroPoints.AsSpan()).ToArray()
                : Array.ConvertAll(quantization.ZeroPoints.ToArray(), static zeroPoint => unchecked((byte)zeroPoint)));
}
