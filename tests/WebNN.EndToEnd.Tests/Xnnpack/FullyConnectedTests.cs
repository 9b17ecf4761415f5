using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class FullyConnectedTests
{
    private static readonly Row[] plain =
    [
        new("1D", ""),
        new("1DKeepDims", "") { KeepDims = true },
        new("2D", "B"),
        new("2DKeepDims", "B") { KeepDims = true },
        new("3D", "BW"),
        new("3DReshape", "BW") { Reshapes = true },
        new("3DKeepDims", "BW") { KeepDims = true },
        new("4D", "BHW"),
        new("4DKeepDims", "BHW") { KeepDims = true },
        new("NoBias", "B") { HasBias = false },
        new("ReluActivation", "B") { Activation = Activation.Relu },
        new("Relu6Activation", "B") { Activation = Activation.Relu6 },
        new("ReluMinus1To1Activation", "B") { Activation = Activation.ReluN1To1 },
        new("MultiThreading", "B"),
    ];

    private static readonly Row[] stored =
    [
        new("FP16Weights", "B") { Weights = Weights.Half },
        new("FP16WeightsNoBias", "B") { Weights = Weights.Half, HasBias = false },
        new("DynamicWeights", "B") { Weights = Weights.Input },
        new("DynamicWeightsNoBias", "B") { Weights = Weights.Input, HasBias = false },
        new("INT8Weights", "B") { Weights = Weights.TensorWise },
        new("INT8WeightsNoBias", "B") { Weights = Weights.TensorWise, HasBias = false },
        new("INT8ChannelWiseWeights", "B") { Weights = Weights.ChannelWise },
        new("INT8ChannelWiseWeightsNoBias", "B") { Weights = Weights.ChannelWise, HasBias = false },
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("FullyConnected", [.. plain, .. stored], Floats)
        .Add("DynamicallyQuantizedFullyConnected", plain.Select(row => row with { Weights = Weights.Dynamic }), Floats)
        .Add("SignedQuantizedFullyConnected", plain, (row, sizes) => Integers(Numbers.Signed, Elements.Int8(Products.Weight, 0), row, sizes))
        .Add("UnsignedQuantizedFullyConnected", plain, (row, sizes) => Integers(Numbers.Unsigned, Elements.UInt8(Products.Weight, 131), row, sizes));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static void Floats(Row row, DrawnSizes sizes)
    {
        var (input, depth, given) = row.Draw(sizes);
        var op = Operator(row, sizes).Input(Elements.Float, input);
        // TFLite 2.9's hybrid kernel has one scale for all weights.
        op = row.Weights == Weights.Dynamic ? op.Constant(Elements.Int8(0.004f, 0), given, depth) : op.Weights(row.Weights, 0, given, depth);
        (row.HasBias ? op.Constant(Elements.Float, given) : op.Absent())
            .Output(Elements.Float, row.Output(input, depth, given))
            .AgreesWithTFLite(row.Weights == Weights.Dynamic ? Tolerance.Hybrid : Tolerance.Float);
    }

    private static void Integers(Numbers numbers, Elements weights, Row row, DrawnSizes sizes)
    {
        var (input, depth, given) = row.Draw(sizes);
        var op = Operator(row, sizes).Input(numbers.Of(Products.Input, -5), input).Constant(weights, given, depth);
        (row.HasBias ? op.Bias(Products.Input * Products.Weight, given) : op.Absent())
            .Output(numbers.Sums(depth), row.Output(input, depth, given))
            .AgreesWithTFLite(numbers.Near);
    }

    private static SingleOperator Operator(Row row, DrawnSizes sizes) =>
        sizes.Operator(BuiltinOperator.FullyConnected, new FullyConnectedOptions(row.Activation, row.KeepDims), version: 5);

    /// <param name="Outer">The input's dimensions before its channels.</param>
    private sealed record Row(string Name, string Outer)
    {
        public bool KeepDims { get; init; }

        /// <summary>The last two dimensions are one of the weights'.</summary>
        public bool Reshapes { get; init; }

        public bool HasBias { get; init; } = true;

        public Activation Activation { get; init; }

        public Weights Weights { get; init; }

        public (int[] Input, int Depth, int Channels) Draw(DrawnSizes sizes)
        {
            int[] input = [.. sizes.Shape(Outer), sizes.In(2..9)];
            return (input, Reshapes ? input[^2] * input[^1] : input[^1], sizes.In(2..9));
        }

        public int[] Output(int[] input, int depth, int channels) =>
            KeepDims ? [.. input[..^1], channels] : [input.Aggregate(1, (product, size) => product * size) / depth, channels];

        public override string ToString() => Name;
    }
}
