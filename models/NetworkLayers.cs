using WebNN.FlatBuffers;
using WebNN.Models.Calibration;

namespace WebNN.Models;

/// <summary>The layers without weights.</summary>
internal sealed partial class Network
{
    /// <summary>A border of zeros around height and width.</summary>
    public Node Pad(Node input, int border)
    {
        var (height, width, channels) = (input.Shape[1], input.Shape[2], input.Channels);
        var amounts = Add(new IndexSpec(Unique("paddings"), [4, 2], [0, 0, border, border, border, border, 0, 0]));
        return Layer(
            "pad",
            BuiltinOperator.Pad,
            new EmptyOptions(BuiltinOptionsType.Pad),
            [input.Tensor, amounts],
            [1, height + (2 * border), width + (2 * border), channels],
            Kernels.Pad(input.Values, height, width, channels, border),
            input.Range);
    }

    public Node MaxPool(Node input, int size, int stride, Padding padding)
    {
        var (y, x) = Windows(input, size, stride, padding);
        return Layer(
            "max_pool",
            BuiltinOperator.MaxPool2D,
            new Pool2DOptions(padding, stride, stride, size, size),
            [input.Tensor],
            [1, y.Output, x.Output, input.Channels],
            Kernels.MaxPool(input.Values, input.Channels, y, x),
            input.Range);
    }

    /// <summary>The mean over height and width as AVERAGE_POOL_2D, which keeps the input's steps.</summary>
    public Node GlobalAveragePool(Node input)
    {
        var (height, width) = (input.Shape[1], input.Shape[2]);
        return Layer(
            "average_pool",
            BuiltinOperator.AveragePool2D,
            new Pool2DOptions(Padding.Valid, 1, 1, width, height),
            [input.Tensor],
            [1, 1, 1, input.Channels],
            Kernels.Mean(input.Values, height * width, input.Channels),
            input.Range);
    }

    /// <summary>The mean over height and width as MEAN, in steps of its own.</summary>
    public Node GlobalMean(Node input, bool keepDims)
    {
        var values = Kernels.Mean(input.Values, input.Shape[1] * input.Shape[2], input.Channels);
        int[] shape = keepDims ? [1, 1, 1, input.Channels] : [1, input.Channels];
        return Layer("mean", BuiltinOperator.Mean, new ReducerOptions(keepDims), [input.Tensor, Index("axes", 1, 2)], shape, values);
    }

    /// <summary>The mean over the rows of a matrix, as one row.</summary>
    public Node MeanOfRows(Node input) => Layer(
        "mean",
        BuiltinOperator.Mean,
        new ReducerOptions(KeepDims: true),
        [input.Tensor, Index("axes", 0)],
        [1, input.Channels],
        Kernels.Mean(input.Values, input.Shape[0], input.Channels));

    public Node Reshape(Node input, params int[] shape) => Layer(
        "reshape",
        BuiltinOperator.Reshape,
        new ReshapeOptions([.. shape]),
        [input.Tensor, Index("shape", shape)],
        shape,
        input.Values,
        input.Range,
        (1, 1));

    /// <summary>Swaps the axes of a matrix.</summary>
    public Node Transpose(Node input)
    {
        var (rows, columns) = (input.Shape[0], input.Shape[1]);
        return Layer(
            "transpose",
            BuiltinOperator.Transpose,
            new EmptyOptions(BuiltinOptionsType.Transpose),
            [input.Tensor, Index("permutation", 1, 0)],
            [columns, rows],
            Kernels.Transpose(input.Values, rows, columns),
            input.Range);
    }

    public Node Sum(Node a, Node b, Activation activation = Activation.None)
    {
        var values = Zip(a, b, (x, y) => x + y);
        Activate(values, activation);
        return Layer("add", BuiltinOperator.Add, new AddOptions(activation), [a.Tensor, b.Tensor], a.Shape, values);
    }

    /// <summary>The product with a tensor of the same shape, or with one value for each channel.</summary>
    public Node Product(Node a, Node b) =>
        Layer("mul", BuiltinOperator.Mul, new MulOptions(), [a.Tensor, b.Tensor], a.Shape, Zip(a, b, (x, y) => x * y));

    /// <summary>relu6(x + 3) / 6, in the three operators that a converter makes of it.</summary>
    public Node HardSigmoid(Node input)
    {
        var shifted = Array.ConvertAll(input.Values, value => value + 3);
        Activate(shifted, Activation.Relu6);
        var three = Constant("three", 3);
        var sixth = Constant("sixth", 1f / 6);
        var clamped = Layer("add", BuiltinOperator.Add, new AddOptions(Activation.Relu6), [input.Tensor, three], input.Shape, shifted);
        var values = Array.ConvertAll(shifted, value => value * (1f / 6));
        return Layer("mul", BuiltinOperator.Mul, new MulOptions(), [clamped.Tensor, sixth], input.Shape, values);
    }

    public Node HardSwish(Node input) => Layer(
        "hard_swish",
        BuiltinOperator.HardSwish,
        new EmptyOptions(BuiltinOptionsType.HardSwish),
        [input.Tensor],
        input.Shape,
        Array.ConvertAll(input.Values, value => value * Math.Clamp(value + 3, 0, 6) / 6),
        versions: (1, 1));

    /// <summary>Over the last axis.</summary>
    public Node Softmax(Node input) => Layer(
        "softmax",
        BuiltinOperator.Softmax,
        new SoftmaxOptions(),
        [input.Tensor],
        input.Shape,
        Kernels.Softmax(input.Values, input.Channels),
        ValueRange.Probability);

    /// <summary>Two images' channels side by side. TFLite wants all three tensors in the same int8 steps.</summary>
    public Node Concatenate(Node a, Node b)
    {
        var (first, second) = (a.Channels, b.Channels);
        var values = new float[a.Values.Length + b.Values.Length];
        for (var pixel = 0; pixel < a.Values.Length / first; pixel++)
        {
            a.Values.AsSpan(pixel * first, first).CopyTo(values.AsSpan(pixel * (first + second)));
            b.Values.AsSpan(pixel * second, second).CopyTo(values.AsSpan((pixel * (first + second)) + first));
        }

        a.Range.Share(b.Range);
        return Layer(
            "concat",
            BuiltinOperator.Concatenation,
            new ConcatenationOptions(3),
            [a.Tensor, b.Tensor],
            [.. a.Shape[..^1], first + second],
            values,
            a.Range);
    }

    private int Constant(string kind, float value) =>
        Add(new ActivationSpec(Unique(kind), [], new ValueRange([value]), [value]));

    private static float[] Zip(Node a, Node b, Func<float, float, float> combine)
    {
        var values = new float[a.Values.Length];
        var (image, other) = (a.Shape.Aggregate(1, (x, y) => x * y), b.Shape.Aggregate(1, (x, y) => x * y));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = combine(a.Values[i], b.Values[(i / image * other) + (i % image % other)]);
        }

        return values;
    }
}
