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

    /// <summary>TFLite rounds to 1/256 before it compares, so that small scales make one number of neighbours.</summary>
    [Theory]
    [InlineData(BuiltinOperator.Equal, 0.1f, 0.05f)]
    [InlineData(BuiltinOperator.GreaterEqual, 0.1f, 0.05f)]
    [InlineData(BuiltinOperator.Less, 0.1f, 0.05f)]
    [InlineData(BuiltinOperator.Equal, 0.001f, 0.0011f)]
    [InlineData(BuiltinOperator.Less, 0.001f, 0.0011f)]
    [InlineData(BuiltinOperator.NotEqual, 0.5f, 0.9999f)]
    [InlineData(BuiltinOperator.Greater, 1e-5f, 3e-3f)]
    [InlineData(BuiltinOperator.LessEqual, 0.001f, 0.001f)]
    public void Comparisons_of_any_scales_agree(BuiltinOperator code, float first, float second)
    {
        new SingleOperator(code)
            .Input(Elements.Int8(first, 3), 200, 50).Input(Elements.Int8(second, first == second ? 3 : -30), 200, 50).Output(Elements.Bool, 200, 50)
            .AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(code)
            .Input(Elements.UInt8(first, 120), 200, 50).Constant(Elements.UInt8(second, 90), 50).Output(Elements.Bool, 200, 50)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(BuiltinOperator.LogicalAnd)]
    [InlineData(BuiltinOperator.LogicalOr)]
    public void Logical_operators_agree(BuiltinOperator code) =>
        new SingleOperator(code)
            .Input(Elements.Bool, 20, 5).Input(Elements.Bool, 5).Output(Elements.Bool, 20, 5).AgreesWithTFLite(Tolerance.Exact);
}
