using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Mutations;

/// <summary>Small models to start from: windows, products, shapes and integers.</summary>
public static class SeedModels
{
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["windows"] = Windows(),
        ["quantized"] = Quantized(),
        ["shapes"] = Shapes(),
        ["joining"] = Joining(),
    };

    /// <summary>f32[1,6,6,2]: convolutions, pools, resizes and a classifier.</summary>
    private static byte[] Windows()
    {
        var writer = new ModelWriter("windows");
        var input = Float(writer, "image", 1, 6, 6, 2);
        var convolved = Float(writer, "convolved", 1, 6, 6, 4);
        writer.AddOperator(BuiltinOperator.Conv2D, [input, Weights(writer, "filter", 4, 3, 3, 2), Weights(writer, "bias", 4)], [convolved], new Conv2DOptions(Padding.Same, 1, 1, Activation.Relu));
        var deep = Float(writer, "deep", 1, 4, 4, 4);
        writer.AddOperator(BuiltinOperator.DepthwiseConv2D, [convolved, Weights(writer, "depthwise", 1, 3, 3, 4), Weights(writer, "bias2", 4)], [deep], new DepthwiseConv2DOptions(Padding.Valid, 1, 1));
        var pooled = Float(writer, "pooled", 1, 2, 2, 4);
        writer.AddOperator(BuiltinOperator.MaxPool2D, [deep], [pooled], new Pool2DOptions(Padding.Same, 2, 2, 2, 2));
        var large = Float(writer, "large", 1, 5, 5, 4);
        writer.AddOperator(BuiltinOperator.ResizeBilinear, [pooled, Integers(writer, "size", 5, 5)], [large], new ResizeBilinearOptions(HalfPixelCenters: true));
        var root = Float(writer, "root", 1, 3, 3, 4);
        writer.AddOperator(BuiltinOperator.L2Pool2D, [large], [root], new Pool2DOptions(Padding.Valid, 1, 1, 3, 3));
        var average = Float(writer, "average", 1, 1, 1, 4);
        writer.AddOperator(BuiltinOperator.AveragePool2D, [root], [average], new Pool2DOptions(Padding.Valid, 1, 1, 3, 3));
        var scores = Float(writer, "scores", 1, 3);
        writer.AddOperator(BuiltinOperator.FullyConnected, [average, Weights(writer, "weights", 3, 4), Weights(writer, "bias3", 3)], [scores], new FullyConnectedOptions());
        var output = Float(writer, "output", 1, 3);
        writer.AddOperator(BuiltinOperator.Softmax, [scores], [output], new SoftmaxOptions());
        return Finish(writer, [input], [output]);
    }

    /// <summary>int8[1,4,4,2]: an integer convolution, a sum, an activation. Its output stays int8, in which a rounding is a step.</summary>
    private static byte[] Quantized()
    {
        var writer = new ModelWriter("quantized");
        var input = Int8(writer, "image", 0.1f, 3, 1, 4, 4, 2);
        var filter = writer.AddTensor("filter", TensorType.Int8, [2, 3, 3, 2], QuantizationParameters.PerChannel([0.02f, 0.03f], 0), Bytes(36));
        var bias = writer.AddTensor("bias", TensorType.Int32, [2], QuantizationParameters.PerChannel([0.002f, 0.003f], 0), MemoryMarshal.AsBytes<int>([40, -7]).ToArray());
        var convolved = Int8(writer, "convolved", 0.2f, -4, 1, 4, 4, 2);
        writer.AddOperator(BuiltinOperator.Conv2D, [input, filter, bias], [convolved], new Conv2DOptions(Padding.Same, 1, 1), version: 3);
        var sum = Int8(writer, "sum", 0.3f, 1, 1, 4, 4, 2);
        writer.AddOperator(BuiltinOperator.Add, [convolved, input], [sum], new AddOptions(), version: 2);
        var gate = Int8(writer, "gate", 1 / 256f, -128, 1, 4, 4, 2);
        writer.AddOperator(BuiltinOperator.Logistic, [sum], [gate], version: 2);
        var product = Int8(writer, "product", 0.2f, 0, 1, 4, 4, 2);
        writer.AddOperator(BuiltinOperator.Mul, [gate, sum], [product], new MulOptions(), version: 2);
        return Finish(writer, [input], [product]);
    }

    /// <summary>f32[2,3,4]: operators that take numbers from constants.</summary>
    private static byte[] Shapes()
    {
        var writer = new ModelWriter("shapes");
        var input = Float(writer, "input", 2, 3, 4);
        var padded = Float(writer, "padded", 2, 5, 4);
        writer.AddOperator(BuiltinOperator.Pad, [input, writer.AddTensor("paddings", TensorType.Int32, [3, 2], data: Bytes<int>(0, 0, 1, 1, 0, 0))], [padded]);
        var sliced = Float(writer, "sliced", 2, 2, 4);
        writer.AddOperator(
            BuiltinOperator.StridedSlice,
            [padded, Integers(writer, "begin", 0, 1, 0), Integers(writer, "end", 2, 5, 4), Integers(writer, "strides", 1, 2, 1)],
            [sliced],
            new StridedSliceOptions(0, 0, 0, 0, 0));
        var turned = Float(writer, "turned", 2, 4, 2);
        writer.AddOperator(BuiltinOperator.Transpose, [sliced, Integers(writer, "permutation", 0, 2, 1)], [turned]);
        var tiled = Float(writer, "tiled", 2, 4, 4);
        writer.AddOperator(BuiltinOperator.Tile, [turned, Integers(writer, "multiples", 1, 1, 2)], [tiled]);
        var mean = Float(writer, "mean", 2, 4);
        writer.AddOperator(BuiltinOperator.Mean, [tiled, Integers(writer, "axes", 2)], [mean], new ReducerOptions());
        var output = Float(writer, "output", 4, 2);
        writer.AddOperator(BuiltinOperator.Reshape, [mean, Integers(writer, "shape", 4, 2)], [output], new ReshapeOptions([4, 2]));
        return Finish(writer, [input], [output]);
    }

    /// <summary>f32[3,4] and i32[2]: parts that are taken, joined and chosen.</summary>
    private static byte[] Joining()
    {
        var writer = new ModelWriter("joining");
        var input = Float(writer, "input", 3, 4);
        var indices = writer.AddTensor("indices", TensorType.Int32, [2]);
        var (left, right) = (Float(writer, "left", 3, 2), Float(writer, "right", 3, 2));
        writer.AddOperator(BuiltinOperator.Split, [writer.AddTensor("axis", TensorType.Int32, [], data: Bytes<int>(1)), input], [left, right], new SplitOptions(2));
        var joined = Float(writer, "joined", 3, 6);
        writer.AddOperator(BuiltinOperator.Concatenation, [left, right, left], [joined], new ConcatenationOptions(1));
        var rows = Float(writer, "rows", 2, 6);
        writer.AddOperator(BuiltinOperator.Gather, [joined, indices], [rows], new GatherOptions(0));
        var (first, second) = (Float(writer, "first", 6), Float(writer, "second", 6));
        writer.AddOperator(BuiltinOperator.Unpack, [rows], [first, second], new UnpackOptions(2, 0));
        var product = Float(writer, "product", 6);
        writer.AddOperator(BuiltinOperator.Sub, [first, second], [product], new SubOptions());
        var largest = writer.AddTensor("largest", TensorType.Int32, []);
        writer.AddOperator(BuiltinOperator.ArgMax, [product, writer.AddTensor("axis0", TensorType.Int32, [], data: Bytes<int>(0))], [largest], new ArgMaxOptions(TensorType.Int32));
        return Finish(writer, [input, indices], [product, largest]);
    }

    private static int Float(ModelWriter writer, string name, params int[] shape) => writer.AddTensor(name, TensorType.Float32, shape);

    private static int Int8(ModelWriter writer, string name, float scale, int zeroPoint, params int[] shape) =>
        writer.AddTensor(name, TensorType.Int8, shape, QuantizationParameters.PerTensor(scale, zeroPoint));

    private static int Weights(ModelWriter writer, string name, params int[] shape)
    {
        var count = shape.Aggregate(1, (product, dimension) => product * dimension);
        return writer.AddTensor(name, TensorType.Float32, shape, data: Bytes([.. Enumerable.Range(0, count).Select(i => ((i * 37 % 19) - 9) / 16f)]));
    }

    private static int Integers(ModelWriter writer, string name, params int[] values) =>
        writer.AddTensor(name, TensorType.Int32, [values.Length], data: Bytes(values));

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * 53) - 90))];

    private static byte[] Finish(ModelWriter writer, int[] inputs, int[] outputs)
    {
        writer.SetInputs(inputs);
        writer.SetOutputs(outputs);
        return writer.ToArray();
    }
}
