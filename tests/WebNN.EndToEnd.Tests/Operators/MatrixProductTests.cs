using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu6)]
    public void FullyConnected_of_floats_agrees(Activation activation) =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions(activation))
            .Input(Elements.Float, 4, 20).Constant(Elements.Float, 7, 20).Constant(Elements.Float, 7).Output(Elements.Float, 4, 7)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void FullyConnected_without_a_bias_of_an_image_agrees() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Input(Elements.Float, 2, 3, 4, 5).Constant(Elements.Float, 7, 60).Absent().Output(Elements.Float, 2, 7)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void FullyConnected_that_keeps_its_dimensions_agrees() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions(KeepNumDims: true), version: 5)
            .Input(Elements.Float, 2, 3, 20).Constant(Elements.Float, 7, 20).Constant(Elements.Float, 7).Output(Elements.Float, 2, 3, 7)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void FullyConnected_of_weights_computed_at_run_time_agrees() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Input(Elements.Float, 4, 20).Input(Elements.Float, 7, 20).Absent().Output(Elements.Float, 4, 7)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    public void FullyConnected_of_int8_agrees(Activation activation) =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions(activation))
            .Input(Elements.Int8(0.02f, -5), 8, 100).Constant(Elements.Int8(0.01f, 0), 32, 100).Bias(0.0002f, 32)
            .Output(Elements.Int8(0.1f, 3), 8, 32)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Fact]
    public void FullyConnected_of_int8_without_a_bias_agrees() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Input(Elements.Int8(0.02f, -5), 8, 10, 10).Constant(Elements.Int8(0.01f, 0), 32, 100).Absent()
            .Output(Elements.Int8(0.1f, 3), 8, 32)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Fact]
    public void FullyConnected_of_uint8_agrees() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Input(Elements.UInt8(0.02f, 125), 8, 100).Constant(Elements.UInt8(0.01f, 131), 32, 100).Bias(0.0002f, 32)
            .Output(Elements.UInt8(0.1f, 120), 8, 32)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    /// <summary>TFLite's hybrid kernel rounds the input to int8 first; the delegate does not.</summary>
    [Fact]
    public void FullyConnected_of_floats_and_int8_weights_differs_by_what_TFLite_rounds() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Input(Elements.Float, 4, 100).Constant(Elements.Int8(0.01f, 0), 32, 100).Constant(Elements.Float, 32).Output(Elements.Float, 4, 32)
            .AgreesWithTFLite(Tolerance.Float with { Relative = 0.02 });

    [Fact]
    public void BatchMatmul_of_int8_agrees() =>
        new SingleOperator(BuiltinOperator.BatchMatmul, new BatchMatMulOptions())
            .Input(Elements.Int8(0.02f, -5), 3, 8, 20).Input(Elements.Int8(0.03f, 4), 3, 20, 12).Output(Elements.Int8(0.15f, 7), 3, 8, 12)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void BatchMatmul_agrees(bool adjX, bool adjY) =>
        new SingleOperator(BuiltinOperator.BatchMatmul, new BatchMatMulOptions(adjX, adjY))
            .Input(Elements.Float, adjX ? [3, 6, 4] : [3, 4, 6]).Input(Elements.Float, adjY ? [3, 5, 6] : [3, 6, 5])
            .Output(Elements.Float, 3, 4, 5)
            .AgreesWithTFLite(Tolerance.Float);
}
