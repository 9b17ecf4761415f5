using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class PreluTests
{
    private static readonly (string Name, string Input, string Slope, Weights Weights)[] rows =
    [
        ("4DBy4D", "BHWC", "BHWC", Weights.Float),
        ("4DBy4DBroadcastChannels", "BHWC", "111C", Weights.Float),
        ("4DBy4DBroadcastWidth", "BHWC", "11W1", Weights.Float),
        ("4DBy4DBroadcastHeight", "BHWC", "1H11", Weights.Float),
        ("4DBy4DBroadcastBatch", "BHWC", "B111", Weights.Float),
        ("4DBy4DBroadcastHeightWidthChannels", "BHWC", "1HWC", Weights.Float),
        ("4DBy3D", "BHWC", "HWC", Weights.Float),
        ("4DBy2D", "BHWC", "WC", Weights.Float),
        ("4DBy1D", "BHWC", "C", Weights.Float),
        ("4DBy0D", "BHWC", "", Weights.Float),
        ("3DBy3D", "BWC", "BWC", Weights.Float),
        ("3DBy3DBroadcastChannels", "BWC", "11C", Weights.Float),
        ("3DBy3DBroadcastWidth", "BWC", "1W1", Weights.Float),
        ("3DBy3DBroadcastBatch", "BWC", "B11", Weights.Float),
        ("3DBy3DBroadcastWidthChannels", "BWC", "1WC", Weights.Float),
        ("3DBy2D", "BWC", "WC", Weights.Float),
        ("3DBy1D", "BWC", "C", Weights.Float),
        ("3DBy0D", "BWC", "", Weights.Float),
        ("2DBy2D", "BC", "BC", Weights.Float),
        ("2DBy2DBroadcastChannels", "BC", "1C", Weights.Float),
        ("2DBy2DBroadcastBatch", "BC", "B1", Weights.Float),
        ("2DBy1D", "BC", "C", Weights.Float),
        ("2DBy0D", "BC", "", Weights.Float),
        ("1DBy1D", "B", "B", Weights.Float),
        ("1DBy0D", "B", "", Weights.Float),
        ("FP16Weights", "BHWC", "C", Weights.Half),
        ("INT8Weights", "BHWC", "C", Weights.TensorWise),
        ("INT8ChannelWiseWeights", "BHWC", "C", Weights.ChannelWise),
        ("SparseWeights", "BHWC", "C", Weights.Sparse),
        ("MultiThreading", "BHWC", "C", Weights.Float),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("Prelu", rows.Select(row => new Row(row.Name, sizes =>
        {
            var (input, slope) = (sizes.Shape(row.Input), sizes.Shape(row.Slope));
            var op = sizes.Operator(BuiltinOperator.Prelu).Input(Elements.Float, input);
            (row.Weights == Weights.Float ? op.Constant(Elements.Float, slope) : op.Weights(row.Weights, slope.Length - 1, slope))
                .Output(Elements.Float, input)
                .AgreesWithTFLite(Tolerance.Float);
        })));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);
}
