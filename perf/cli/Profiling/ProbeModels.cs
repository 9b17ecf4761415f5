using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Profiling;

/// <summary>A model, and how much its node has to do.</summary>
/// <param name="Base">The same model without the node, whose time is not the node's; null for a model of nothing else.</param>
internal sealed record Probe(byte[] Model, double Work, byte[]? Base = null);

/// <summary>Models of a class of operators, by size.</summary>
internal sealed record ProbeSeries(OperatorClass Class, OperatorType Type, ImmutableArray<Probe> Probes);

/// <summary>The models that a machine profile is measured with, made up with seeded weights.</summary>
internal static class ProbeModels
{
    private const float Scale = 0.05f;
    private const int Seed = 7;

    public static ImmutableArray<ProbeSeries> All { get; } =
    [
        .. new[] { OperatorType.Float32, OperatorType.Int8, OperatorType.Hybrid }.SelectMany(Weighted),
        .. new[] { OperatorType.Float32, OperatorType.Int8 }.SelectMany(Unweighted),
        new(OperatorClass.Fused, OperatorType.Float32, [Sum(8, 16), Sum(28, 64)]),
        new(OperatorClass.View, OperatorType.Float32, [new(Reshape(), 0)]),
        new(OperatorClass.Convert, OperatorType.Float32, [Convert(8, 16), Convert(56, 64)]),
    ];

    /// <summary>ABS and NEG in turn over floats: nodes that cost little, in a row.</summary>
    public static byte[] Chain(int nodes, int elements)
    {
        var writer = new ModelWriter();
        var tensors = Enumerable.Range(0, nodes + 1).Select(i => writer.AddTensor($"t{i}", TensorType.Float32, [1, elements])).ToArray();
        for (var i = 0; i < nodes; i++)
        {
            var (code, type) = i % 2 == 0 ? (BuiltinOperator.Abs, BuiltinOptionsType.Abs) : (BuiltinOperator.Neg, BuiltinOptionsType.Neg);
            writer.AddOperator(code, [tensors[i]], [tensors[i + 1]], new EmptyOptions(type));
        }

        return Finish(writer, tensors[0], tensors[^1]);
    }

    private static IEnumerable<ProbeSeries> Weighted(OperatorType type) =>
    [
        new(OperatorClass.Convolution, type, [Convolution(type, 8, 16, 16, 3), Convolution(type, 14, 32, 32, 3), Convolution(type, 28, 64, 64, 3)]),
        new(OperatorClass.Pointwise, type, [Convolution(type, 8, 32, 32, 1), Convolution(type, 14, 64, 128, 1), Convolution(type, 28, 128, 128, 1)]),
        new(OperatorClass.Depthwise, type, [Depthwise(type, 8, 32), Depthwise(type, 28, 32), Depthwise(type, 56, 96)]),
        new(OperatorClass.Dense, type, [Dense(type, 32, 32), Dense(type, 128, 128), Dense(type, 512, 512)]),
    ];

    private static IEnumerable<ProbeSeries> Unweighted(OperatorType type) =>
    [
        new(OperatorClass.Elementwise, type, [Add(type, 8, 16), Add(type, 56, 64)]),
        new(OperatorClass.Function, type, [Logistic(type, 8, 16), Logistic(type, 56, 32)]),
        new(OperatorClass.Pool, type, [Pool(type, 8, 16), Pool(type, 56, 64)]),
        new(OperatorClass.Reduce, type, [Mean(type, 64, 16), Mean(type, 256, 64)]),
        new(OperatorClass.Move, type, [Pad(type, 8, 16), Pad(type, 56, 64)]),
        new(OperatorClass.Resize, type, [Resize(type, 8, 16), Resize(type, 28, 32)]),
    ];

    private static Probe Convolution(OperatorType type, int size, int channels, int filters, int kernel)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, size, size, channels]);
        var output = Activation(writer, "output", type, [1, size, size, filters]);
        var weights = Weights(writer, type, [filters, kernel, kernel, channels], 0);
        writer.AddOperator(
            BuiltinOperator.Conv2D, [input, weights, Bias(writer, type, filters)], [output], new Conv2DOptions(Padding.Same, 1, 1), version: Version(type));
        return new(Finish(writer, input, output), (double)size * size * kernel * kernel * channels * filters);
    }

    private static Probe Depthwise(OperatorType type, int size, int channels)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, size, size, channels]);
        var output = Activation(writer, "output", type, [1, size, size, channels]);
        var weights = Weights(writer, type, [1, 3, 3, channels], 3);
        writer.AddOperator(
            BuiltinOperator.DepthwiseConv2D, [input, weights, Bias(writer, type, channels)], [output], new DepthwiseConv2DOptions(Padding.Same, 1, 1, 1), version: Version(type));
        return new(Finish(writer, input, output), (double)size * size * channels * 9);
    }

    private static Probe Dense(OperatorType type, int depth, int units)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, depth]);
        var output = Activation(writer, "output", type, [1, units]);
        var weights = Weights(writer, type, [units, depth], null);
        writer.AddOperator(
            BuiltinOperator.FullyConnected, [input, weights, Bias(writer, type, units, perChannel: false)], [output], new FullyConnectedOptions(), version: type == OperatorType.Float32 ? 1 : type == OperatorType.Hybrid ? 3 : 4);
        return new(Finish(writer, input, output), (double)depth * units);
    }

    private static Probe Add(OperatorType type, int size, int channels)
    {
        var writer = new ModelWriter();
        int[] shape = [1, size, size, channels];
        var (a, b) = (Activation(writer, "a", type, shape), Activation(writer, "b", type, shape));
        var output = Activation(writer, "output", type, shape);
        writer.AddOperator(BuiltinOperator.Add, [a, b], [output], new AddOptions(), version: type == OperatorType.Int8 ? 2 : 1);
        writer.SetInputs([a, b]);
        writer.SetOutputs([output]);
        return new(writer.ToArray(), size * size * channels);
    }

    private static Probe Logistic(OperatorType type, int size, int channels)
    {
        var writer = new ModelWriter();
        int[] shape = [1, size, size, channels];
        var input = Activation(writer, "input", type, shape);
        var output = type == OperatorType.Int8
            ? writer.AddTensor("output", TensorType.Int8, shape, QuantizationParameters.PerTensor(1 / 256f, -128))
            : Activation(writer, "output", type, shape);
        writer.AddOperator(BuiltinOperator.Logistic, [input], [output], version: type == OperatorType.Int8 ? 2 : 1);
        return new(Finish(writer, input, output), size * size * channels);
    }

    private static Probe Pool(OperatorType type, int size, int channels)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, size, size, channels]);
        var output = Activation(writer, "output", type, [1, size / 2, size / 2, channels]);
        writer.AddOperator(
            BuiltinOperator.AveragePool2D, [input], [output], new Pool2DOptions(Padding.Valid, 2, 2, 2, 2), version: type == OperatorType.Int8 ? 2 : 1);
        return new(Finish(writer, input, output), size * size * channels);
    }

    private static Probe Mean(OperatorType type, int rows, int columns)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, rows, columns]);
        var output = Activation(writer, "output", type, [1, columns]);
        writer.AddOperator(
            BuiltinOperator.Mean, [input, Integers(writer, "axes", [1], 1)], [output], new ReducerOptions(KeepDims: false), version: type == OperatorType.Int8 ? 2 : 1);
        return new(Finish(writer, input, output), rows * columns);
    }

    /// <summary>The sum of a convolution and its input.</summary>
    private static Probe Sum(int size, int channels)
    {
        var alone = Convolution(OperatorType.Float32, size, channels, channels, 3);
        var writer = new ModelWriter();
        int[] shape = [1, size, size, channels];
        var input = Activation(writer, "input", OperatorType.Float32, shape);
        var hidden = Activation(writer, "hidden", OperatorType.Float32, shape);
        var output = Activation(writer, "output", OperatorType.Float32, shape);
        var weights = Weights(writer, OperatorType.Float32, [channels, 3, 3, channels], 0);
        writer.AddOperator(
            BuiltinOperator.Conv2D, [input, weights, Bias(writer, OperatorType.Float32, channels)], [hidden], new Conv2DOptions(Padding.Same, 1, 1));
        writer.AddOperator(BuiltinOperator.Add, [hidden, input], [output], new AddOptions());
        return new(Finish(writer, input, output), size * size * channels, alone.Model);
    }

    private static Probe Pad(OperatorType type, int size, int channels)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, size, size, channels]);
        var output = Activation(writer, "output", type, [1, size + 2, size + 2, channels]);
        var amounts = Integers(writer, "amounts", [4, 2], 0, 0, 1, 1, 1, 1, 0, 0);
        writer.AddOperator(
            BuiltinOperator.Pad, [input, amounts], [output], new EmptyOptions(BuiltinOptionsType.Pad), version: type == OperatorType.Int8 ? 2 : 1);
        return new(Finish(writer, input, output), (size + 2) * (size + 2) * channels);
    }

    private static Probe Resize(OperatorType type, int size, int channels)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", type, [1, size, size, channels]);
        var output = Activation(writer, "output", type, [1, 2 * size, 2 * size, channels]);
        writer.AddOperator(
            BuiltinOperator.ResizeBilinear,
            [input, Integers(writer, "size", [2], 2 * size, 2 * size)],
            [output],
            new ResizeBilinearOptions(HalfPixelCenters: true),
            version: 3);
        return new(Finish(writer, input, output), 4 * size * size * channels);
    }

    private static byte[] Reshape()
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", OperatorType.Float32, [1, 8, 8, 16]);
        var output = Activation(writer, "output", OperatorType.Float32, [1, 1024]);
        writer.AddOperator(BuiltinOperator.Reshape, [input, Integers(writer, "shape", [2], 1, 1024)], [output], new ReshapeOptions([1, 1024]));
        return Finish(writer, input, output);
    }

    private static Probe Convert(int size, int channels)
    {
        var writer = new ModelWriter();
        var input = Activation(writer, "input", OperatorType.Float32, [1, size, size, channels]);
        var output = Activation(writer, "output", OperatorType.Int8, [1, size, size, channels]);
        writer.AddOperator(BuiltinOperator.Quantize, [input], [output]);
        return new(Finish(writer, input, output), size * size * channels);
    }

    private static int Version(OperatorType type) => type == OperatorType.Float32 ? 1 : 3;

    private static int Activation(ModelWriter writer, string name, OperatorType type, int[] shape) => type == OperatorType.Int8
        ? writer.AddTensor(name, TensorType.Int8, shape, QuantizationParameters.PerTensor(Scale))
        : writer.AddTensor(name, TensorType.Float32, shape);

    /// <param name="axis">Of the channels, each with a scale of its own; null for one scale.</param>
    private static int Weights(ModelWriter writer, OperatorType type, int[] shape, int? axis)
    {
        var random = new Random(Seed);
        var count = shape.Aggregate(1, (product, dimension) => product * dimension);
        if (type == OperatorType.Float32)
        {
            var bytes = new byte[count * sizeof(float)];
            for (var i = 0; i < count; i++)
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(i * sizeof(float)), (random.NextSingle() * 2) - 1);
            }

            return writer.AddTensor("weights", TensorType.Float32, shape, null, bytes);
        }

        var integers = new byte[count];
        for (var i = 0; i < count; i++)
        {
            integers[i] = (byte)(sbyte)random.Next(-127, 128);
        }

        var quantization = axis is { } channel
            ? QuantizationParameters.PerChannel([.. Enumerable.Repeat(Scale, shape[channel])], channel)
            : QuantizationParameters.PerTensor(Scale);
        return writer.AddTensor("weights", TensorType.Int8, shape, quantization, integers);
    }

    private static int Bias(ModelWriter writer, OperatorType type, int channels, bool perChannel = true)
    {
        var bytes = new byte[channels * sizeof(int)];
        if (type != OperatorType.Int8)
        {
            return writer.AddTensor("bias", TensorType.Float32, [channels], null, bytes);
        }

        var quantization = perChannel
            ? QuantizationParameters.PerChannel([.. Enumerable.Repeat(Scale * Scale, channels)], 0)
            : QuantizationParameters.PerTensor(Scale * Scale);
        return writer.AddTensor("bias", TensorType.Int32, [channels], quantization, bytes);
    }

    private static int Integers(ModelWriter writer, string name, int[] shape, params int[] values) =>
        writer.AddTensor(name, TensorType.Int32, shape, null, values.SelectMany(BitConverter.GetBytes).ToArray());

    private static byte[] Finish(ModelWriter writer, int input, int output)
    {
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        return writer.ToArray();
    }
}
