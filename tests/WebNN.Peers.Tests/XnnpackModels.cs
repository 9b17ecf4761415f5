using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Peers.Tests;

/// <summary>Small models for the peer of XNNPACK's operators.</summary>
internal static class XnnpackModels
{
    private const int Side = 8;
    private const int Channels = 24;

    /// <summary>Every kind of operator: padding before a convolution, depthwise, a sum with an activation, pools, a concatenation, a product, softmax.</summary>
    /// <param name="type">Of the activations: floats, or integers of 8 bits.</param>
    /// <param name="isPerChannel">Whether filters of int8 have a scale for each channel.</param>
    public static byte[] Network(TensorType type, bool isPerChannel = true)
    {
        var model = new Writer(type, isPerChannel);
        var x = model.Activation("x", [1, Side, Side, 3], 0.02f);
        var padded = model.Add(BuiltinOperator.Pad, [x, model.Integers([4, 2], [0, 0, 1, 0, 1, 0, 0, 0])], [1, Side + 1, Side + 1, 3], 0.02f, new EmptyOptions(BuiltinOptionsType.Pad));
        var a = model.Add(
            BuiltinOperator.Conv2D, [padded, model.Filter([Channels, 3, 3, 3], 0), model.Bias(Channels, 0.02f)], [1, 4, 4, Channels], 0.03f,
            new Conv2DOptions(Padding.Valid, 2, 2, Activation.Relu6));
        var b = model.Add(
            BuiltinOperator.DepthwiseConv2D, [a, model.Filter([1, 3, 3, Channels], 3), model.Bias(Channels, 0.03f)], [1, 4, 4, Channels], 0.03f,
            new DepthwiseConv2DOptions(Padding.Same, 1, 1));
        var sum = model.Add(BuiltinOperator.Add, [a, b], [1, 4, 4, Channels], 0.04f, new AddOptions(Activation.Relu));
        var pool = model.Add(BuiltinOperator.MaxPool2D, [sum], [1, 2, 2, Channels], 0.04f, new Pool2DOptions(Padding.Same, 2, 2, 3, 3));

        // TensorFlow Lite joins int8 of one scale alone.
        var other = type == TensorType.Int8
            ? model.Add(BuiltinOperator.HardSwish, [pool], [1, 2, 2, Channels], 0.04f)
            : model.Add(BuiltinOperator.Logistic, [pool], [1, 2, 2, Channels], 1 / 256f);
        var joined = model.Add(BuiltinOperator.Concatenation, [pool, other], [1, 2, 2, 2 * Channels], 0.04f, new ConcatenationOptions(-1));
        var mean = model.Add(BuiltinOperator.Mean, [joined, model.Integers([2], [1, 2])], [1, 2 * Channels], 0.03f, new ReducerOptions(KeepDims: false));
        var flat = model.Add(BuiltinOperator.Reshape, [mean, model.Integers([2], [2, Channels])], [2, Channels], 0.03f, new EmptyOptions(BuiltinOptionsType.Reshape));
        var logits = model.Add(BuiltinOperator.FullyConnected, [flat, model.Filter([20, Channels], -1), model.Bias(20, 0.03f)], [2, 20], 0.05f, new FullyConnectedOptions());
        return model.Model(x, model.Add(BuiltinOperator.Softmax, [logits], [2, 20], 1 / 256f, new SoftmaxOptions()));
    }

    /// <summary>One node of an operator that XNNPACK's exports do not have.</summary>
    public static byte[] Unknown()
    {
        var model = new Writer(TensorType.Float32, isPerChannel: false);
        var x = model.Activation("x", [1, 4, 4, 2], 1);
        return model.Model(x, model.Add(BuiltinOperator.ResizeBilinear, [x, model.Integers([2], [8, 8])], [1, 8, 8, 2], 1, new ResizeBilinearOptions(false, false)));
    }

    private sealed class Writer(TensorType type, bool isPerChannel)
    {
        private const float WeightScale = 0.01f;

        private readonly ModelWriter writer = new();
        private readonly Random random = new(7);

        public int Activation(string name, int[] shape, float scale) => writer.AddTensor(name, type, shape, Quantization(scale));

        public int Add(BuiltinOperator code, int[] inputs, int[] shape, float scale, BuiltinOptions? options = null)
        {
            var output = Activation($"{code}", shape, scale);
            writer.AddOperator(code, inputs, [output], options);
            return output;
        }

        public int Integers(int[] shape, int[] values) => writer.AddTensor("integers", TensorType.Int32, shape, data: MemoryMarshal.AsBytes<int>(values).ToArray());

        /// <param name="axis">Of the channels; -1 where there is one scale.</param>
        public int Filter(int[] shape, int axis)
        {
            var bytes = new byte[shape.Aggregate(1, (all, dimension) => all * dimension)];
            random.NextBytes(bytes);
            if (type == TensorType.Float32)
            {
                return writer.AddTensor("filter", type, shape, data: MemoryMarshal.AsBytes<float>(Array.ConvertAll(bytes, value => ((sbyte)value) * WeightScale)).ToArray());
            }

            var quantization = type == TensorType.Int8 && isPerChannel && axis >= 0
                ? QuantizationParameters.PerChannel([.. Enumerable.Range(1, shape[axis]).Select(i => WeightScale * i / shape[axis])], axis)
                : QuantizationParameters.PerTensor(WeightScale, type == TensorType.UInt8 ? 120 : 0);
            return writer.AddTensor("filter", type, shape, quantization, type == TensorType.Int8 ? Array.ConvertAll(bytes, value => value == 0x80 ? (byte)0 : value) : bytes);
        }

        public int Bias(int count, float inputScale)
        {
            int[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(-500, 500))];
            return type == TensorType.Float32
                ? writer.AddTensor("bias", type, [count], data: MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, value => value * 1e-3f)).ToArray())
                : writer.AddTensor("bias", TensorType.Int32, [count], QuantizationParameters.PerTensor(inputScale * WeightScale), MemoryMarshal.AsBytes<int>(values).ToArray());
        }

        public byte[] Model(int input, int output)
        {
            writer.SetInputs([input]);
            writer.SetOutputs([output]);
            return writer.ToArray();
        }

        private QuantizationParameters? Quantization(float scale) => type switch
        {
            TensorType.Int8 => QuantizationParameters.PerTensor(scale, scale == 1 / 256f ? -128 : -20),
            TensorType.UInt8 => QuantizationParameters.PerTensor(scale, scale == 1 / 256f ? 0 : 108),
            _ => null,
        };
    }
}
