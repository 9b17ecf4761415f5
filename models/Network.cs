using WebNN.FlatBuffers;
using WebNN.Models.Calibration;

namespace WebNN.Models;

/// <summary>A value of the network: its tensor, and what it was for each calibration input.</summary>
/// <param name="Shape">For one input.</param>
/// <param name="Values">For all calibration inputs, one after the other.</param>
internal sealed record Node(int Tensor, int[] Shape, float[] Values, ValueRange Range)
{
    public int Channels => Shape[^1];
}

/// <summary>What is stored for a tensor, in either precision.</summary>
internal abstract record TensorSpec(string Name, int[] Shape);

/// <summary>A computed tensor, or with <paramref name="Constant"/> a constant that takes part as if it were computed.</summary>
internal sealed record ActivationSpec(string Name, int[] Shape, ValueRange Range, float[]? Constant = null) : TensorSpec(Name, Shape);

/// <summary>
/// Weights: symmetric int8, in steps of their own for each index along <paramref name="ChannelDimension"/>, or for all where it is null.
/// </summary>
internal sealed record WeightSpec(string Name, int[] Shape, float[] Values, int? ChannelDimension) : TensorSpec(Name, Shape);

/// <summary>A bias: int32, in steps of the input's times the weights'.</summary>
internal sealed record BiasSpec(string Name, float[] Values, Node Input, int Weights) : TensorSpec(Name, [Values.Length]);

/// <summary>Shapes, axes and paddings: int32 in both precisions.</summary>
internal sealed record IndexSpec(string Name, int[] Shape, int[] Values) : TensorSpec(Name, Shape);

internal sealed record OperatorSpec(
    BuiltinOperator Code, BuiltinOptions? Options, int[] Inputs, int Output, int FloatVersion, int QuantizedVersion);

/// <summary>
/// A network while it is built: each layer runs at once on a few seeded inputs, its weights are scaled so that its results neither grow
/// nor die out, and the values that come out are the ranges of the quantized model.
/// </summary>
internal sealed partial class Network(string name, ulong seed)
{
    /// <summary>Two: an image with large structures, and noise, which is what a benchmark feeds.</summary>
    private const int CalibrationInputs = 2;

    private readonly SeededRandom random = new(seed);
    private readonly List<TensorSpec> tensors = [];
    private readonly List<OperatorSpec> operators = [];
    private readonly Dictionary<string, int> counts = [];

    public string Name => name;

    public IReadOnlyList<TensorSpec> Tensors => tensors;

    public IReadOnlyList<OperatorSpec> Operators => operators;

    public Node? InputNode { get; private set; }

    /// <summary>The last layer's result.</summary>
    public Node? OutputNode { get; private set; }

    /// <summary>An image with values from -1 to 1.</summary>
    public Node Image(int size)
    {
        const int Channels = 3;
        const int LargestStructure = 32;
        var length = size * size * Channels;
        var values = new float[CalibrationInputs * length];
        for (var cell = LargestStructure; cell >= 1; cell /= 4)
        {
            var across = (size + cell - 1) / cell;
            var grid = Enumerable.Range(0, across * across * Channels).Select(_ => random.Uniform(-1, 1)).ToArray();
            for (var i = 0; i < length; i++)
            {
                var (y, x, c) = (i / (size * Channels), i / Channels % size, i % Channels);
                values[i] += grid[(((y / cell * across) + (x / cell)) * Channels) + c] * cell / (cell + 8);
            }
        }

        return SetInput([1, size, size, Channels], values, length);
    }

    /// <summary>Rows of numbers from -1 to 1.</summary>
    public Node Rows(int rows, int columns) => SetInput([rows, columns], new float[CalibrationInputs * rows * columns], 0);

    private Node SetInput(int[] shape, float[] values, int noiseFrom)
    {
        for (var i = noiseFrom; i < values.Length; i++) values[i] = random.Uniform(-1, 1);
        var peak = 0f;
        for (var i = 0; i < noiseFrom; i++) peak = Math.Max(peak, Math.Abs(values[i]));
        for (var i = 0; i < noiseFrom; i++) values[i] /= peak;
        var range = new ValueRange([-1, 1]);
        InputNode = new(Add(new ActivationSpec("input", shape, range)), shape, values, range);
        return InputNode;
    }

    private int Add(TensorSpec tensor)
    {
        tensors.Add(tensor);
        return tensors.Count - 1;
    }

    /// <summary>Records one layer with its result; the range is the one of the values where none is given.</summary>
    private Node Layer(
        string kind,
        BuiltinOperator code,
        BuiltinOptions? options,
        int[] inputs,
        int[] shape,
        float[] values,
        ValueRange? range = null,
        (int Float, int Int8)? versions = null)
    {
        var own = range ?? new ValueRange(values);
        var output = Add(new ActivationSpec(Unique(kind), shape, own));
        operators.Add(new(code, options, inputs, output, versions?.Float ?? 1, versions?.Int8 ?? 2));
        return OutputNode = new(output, shape, values, own);
    }

    private int Index(string kind, params int[] values) => Add(new IndexSpec(Unique(kind), [values.Length], values));

    private string Unique(string kind)
    {
        var count = counts.GetValueOrDefault(kind);
        counts[kind] = count + 1;
        return count == 0 ? kind : $"{kind}_{count}";
    }

    private static void Activate(float[] values, Activation activation)
    {
        if (activation == Activation.None) return;
        var highest = activation == Activation.Relu6 ? 6 : float.PositiveInfinity;
        for (var i = 0; i < values.Length; i++) values[i] = Math.Clamp(values[i], 0, highest);
    }
}
