using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ElementwiseUnaryTests
{
    [Theory]
    [InlineData(BuiltinOperator.Abs)]
    [InlineData(BuiltinOperator.Ceil)]
    [InlineData(BuiltinOperator.Cos)]
    [InlineData(BuiltinOperator.Exp)]
    [InlineData(BuiltinOperator.Floor)]
    [InlineData(BuiltinOperator.Neg)]
    [InlineData(BuiltinOperator.Round)]
    [InlineData(BuiltinOperator.Sin)]
    [InlineData(BuiltinOperator.Square)]
    public void Functions_of_floats_agree(BuiltinOperator code) =>
        new SingleOperator(code).Input(Elements.Float, 3, 100).Output(Elements.Float, 3, 100).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(BuiltinOperator.Log)]
    [InlineData(BuiltinOperator.Rsqrt)]
    [InlineData(BuiltinOperator.Sqrt)]
    public void Functions_of_positive_floats_agree(BuiltinOperator code) =>
        new SingleOperator(code).Input(Elements.Positive, 3, 100).Output(Elements.Float, 3, 100).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(BuiltinOperator.Neg)]
    public void Functions_of_int32_agree(BuiltinOperator code) =>
        new SingleOperator(code).Input(Elements.Int32(-9, 9), 30).Output(Elements.Int32(0, 0), 30).AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Abs_of_int8_agrees() =>
        new SingleOperator(BuiltinOperator.Abs)
            .Input(Elements.Int8(0.1f, -7), 300).Output(Elements.Int8(0.1f, -100), 300).AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Fact]
    public void LogicalNot_agrees() =>
        new SingleOperator(BuiltinOperator.LogicalNot).Input(Elements.Bool, 30).Output(Elements.Bool, 30).AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32, TensorType.Int32)]
    [InlineData(TensorType.Float32, TensorType.Int64)]
    [InlineData(TensorType.Int32, TensorType.Float32)]
    [InlineData(TensorType.Int64, TensorType.Float32)]
    [InlineData(TensorType.Int64, TensorType.Int32)]
    [InlineData(TensorType.Int32, TensorType.Int64)]
    [InlineData(TensorType.UInt8, TensorType.Float32)]
    [InlineData(TensorType.Bool, TensorType.Float32)]
    [InlineData(TensorType.Int32, TensorType.Bool)]
    [InlineData(TensorType.Float32, TensorType.Bool)]
    public void Cast_agrees(TensorType from, TensorType to) =>
        new SingleOperator(BuiltinOperator.Cast, new CastOptions(from, to))
            .Input(Plain(from), 100).Output(Plain(to), 100).AgreesWithTFLite(Tolerance.Exact);

    private static Elements Plain(TensorType type) => type switch
    {
        TensorType.Float32 => Elements.Float,
        TensorType.Bool => Elements.Bool,
        TensorType.UInt8 => new(type, 0, 255),
        _ => new(type, -2, 2),
    };
}
