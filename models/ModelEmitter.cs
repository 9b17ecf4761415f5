using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Models;

/// <summary>Writes a network as a float model, or as one whose tensors are int8 from input to output.</summary>
internal sealed class ModelEmitter(Network network, bool quantized)
{
    private const int LargestWeight = 127;

    private readonly ModelWriter writer = new($"{network.Name}, {(quantized ? "int8" : "float")}, random weights");
    private readonly Dictionary<int, float[]> weightScales = [];

    public byte[] Emit()
    {
        for (var i = 0; i < network.Tensors.Count; i++)
        {
            Tensor(i, network.Tensors[i]);
        }

        foreach (var layer in network.Operators)
        {
            writer.AddOperator(
                layer.Code, layer.Inputs, [layer.Output], layer.Options, quantized ? layer.QuantizedVersion : layer.FloatVersion);
        }

        var (input, output) = (network.InputNode!.Tensor, network.OutputNode!.Tensor);
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        writer.AddSignature("serving_default", [("input", input)], [("output", output)]);
        return writer.ToArray();
    }

    private void Tensor(int index, TensorSpec tensor)
    {
        switch (tensor)
        {
            case IndexSpec indices:
                writer.AddTensor(tensor.Name, TensorType.Int32, tensor.Shape, data: Bytes(indices.Values));
                break;
            case ActivationSpec activation when quantized:
                var parameters = activation.Range.Quantization;
                writer.AddTensor(tensor.Name, TensorType.Int8, tensor.Shape, parameters, Quantize(activation.Constant, parameters));
                break;
            case WeightSpec weights when quantized:
                Weights(index, weights);
                break;
            case BiasSpec bias when quantized:
                Bias(bias);
                break;
            default:
                writer.AddTensor(tensor.Name, TensorType.Float32, tensor.Shape, data: Bytes(Values(tensor)));
                break;
        }
    }

    private static float[] Values(TensorSpec tensor) => tensor switch
    {
        WeightSpec weights => weights.Values,
        BiasSpec bias => bias.Values,
        ActivationSpec activation => activation.Constant ?? [],
        _ => throw new ArgumentException($"{tensor.Name} has no real values", nameof(tensor)),
    };

    private void Weights(int index, WeightSpec weights)
    {
        var dimension = weights.ChannelDimension ?? 0;
        var channels = weights.ChannelDimension is null ? 1 : weights.Shape[dimension];
        var inner = weights.Shape[(dimension + 1)..].Aggregate(1, (a, b) => a * b);
        int Channel(int i) => i / inner % channels;
        var scales = new float[channels];
        for (var i = 0; i < weights.Values.Length; i++)
        {
            scales[Channel(i)] = Math.Max(scales[Channel(i)], Math.Abs(weights.Values[i]) / LargestWeight);
        }
        var data = new byte[weights.Values.Length];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(sbyte)Math.Clamp(MathF.Round(weights.Values[i] / scales[Channel(i)]), -LargestWeight, LargestWeight);
        }

        weightScales[index] = scales;
        writer.AddTensor(weights.Name, TensorType.Int8, weights.Shape, QuantizationParameters.PerChannel(scales, dimension), data);
    }

    private void Bias(BiasSpec bias)
    {
        var input = bias.Input.Range.Quantization.Scales[0];
        var scales = Array.ConvertAll(weightScales[bias.Weights], scale => input * scale);
        var values = new int[bias.Values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = (int)Math.Round(bias.Values[i] / (double)scales[i % scales.Length]);
        writer.AddTensor(bias.Name, TensorType.Int32, bias.Shape, QuantizationParameters.PerChannel(scales, 0), Bytes(values));
    }

    private static byte[] Quantize(float[]? values, QuantizationParameters parameters)
    {
        if (values is null) return [];
        var (scale, zeroPoint) = (parameters.Scales[0], parameters.ZeroPoints[0]);
        return Array.ConvertAll(
            values, value => (byte)(sbyte)Math.Clamp(Math.Round(value / (double)scale) + zeroPoint, sbyte.MinValue, sbyte.MaxValue));
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
