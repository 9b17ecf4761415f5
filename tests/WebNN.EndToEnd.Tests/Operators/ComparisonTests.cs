using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData(BuiltinOperator.Equal)]
    [InlineData(BuiltinOperator.NotEqual)]
    [InlineData(BuiltinOperator.Greater)]
    [InlineData(BuiltinOperator.GreaterEqual)]
    [InlineData(BuiltinOperator.Less)]
    [InlineData(BuiltinOperator.LessEqual)]
    public void Comparisons_agree(BuiltinOperator code)
    {
        new SingleOperator(code)
            .Input(Elements.Int32(-3, 3), 20, 5).Input(Elements.Int32(-3, 3), 5).Output(Elements.Bool, 20, 5).AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(code)
            .Input(Elements.Float, 20, 5).Input(Elements.Float, 20, 5).Output(Elements.Bool, 20, 5).AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(code)
            .Input(Elements.Int8(0.1f, 3), 20, 5).Input(Elements.Int8(0.1f, 3), 20, 5).Output(Elements.Bool, 20, 5)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(BuiltinOperator.Equal)]
    [InlineData(BuiltinOperator.GreaterEqual)]
    [InlineData(BuiltinOperator.Less)]
    public void Comparisons_of_two_scales_agree(BuiltinOperator code) =>
        new SingleOperator(code)
            .Input(Elements.Int8(0.1f, 3), 200, 50).Input(Elements.Int8(0.05f, -30), 200, 50).Output(Elements.Bool, 200, 50)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(BuiltinOperator.LogicalAnd)]
    [InlineData(BuiltinOperator.LogicalOr)]
    public void Logical_operators_agree(BuiltinOperator code) =>
        new SingleOperator(code)
            .Input(Elements.Bool, 20, 5).Input(Elements.Bool, 5).Output(Elements.Bool, 20, 5).AgreesWithTFLite(Tolerance.Exact);
}
