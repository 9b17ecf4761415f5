using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ElementwiseUnaryTests
{
    private static readonly Dictionary<string, Func<MLGraphBuilder, MLOperand, MLOperand>> operators = new()
    {
        ["abs"] = (b, x) => b.Abs(x),
        ["ceil"] = (b, x) => b.Ceil(x),
        ["cos"] = (b, x) => b.Cos(x),
        ["erf"] = (b, x) => b.Erf(x),
        ["exp"] = (b, x) => b.Exp(x),
        ["floor"] = (b, x) => b.Floor(x),
        ["identity"] = (b, x) => b.Identity(x),
        ["log"] = (b, x) => b.Log(x),
        ["neg"] = (b, x) => b.Neg(x),
        ["reciprocal"] = (b, x) => b.Reciprocal(x),
        ["roundEven"] = (b, x) => b.RoundEven(x),
        ["sin"] = (b, x) => b.Sin(x),
        ["sign"] = (b, x) => b.Sign(x),
        ["sqrt"] = (b, x) => b.Sqrt(x),
        ["tan"] = (b, x) => b.Tan(x),
        ["gelu"] = (b, x) => b.Gelu(x),
        ["hardSwish"] = (b, x) => b.HardSwish(x),
        ["relu"] = (b, x) => b.Relu(x),
        ["sigmoid"] = (b, x) => b.Sigmoid(x),
        ["softplus"] = (b, x) => b.Softplus(x),
        ["softsign"] = (b, x) => b.Softsign(x),
        ["tanh"] = (b, x) => b.Tanh(x),
    };

    public static TheoryData<string> Names => [.. operators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_output_has_the_type_and_shape_of_the_input(string name) =>
        Assert.Equal($"{name}(%0) f16[2,3]", Line([F16(2, 3)], (b, x) => operators[name](b, x[0])));

    [Theory]
    [InlineData("abs", "f32 or f16 or i32 or i64 or i8")]
    [InlineData("neg", "f32 or f16 or i32 or i64 or i8")]
    [InlineData("sign", "f32 or f16 or i32 or i64 or i8")]
    [InlineData("relu", "f32 or f16 or i32 or i64 or i8")]
    [InlineData("exp", "f32 or f16")]
    [InlineData("sqrt", "f32 or f16")]
    [InlineData("tanh", "f32 or f16")]
    public void An_unsigned_integer_is_refused(string name, string allowed) => Assert.Equal(
        $"{name}: input has the wrong type (expected {allowed}, found u8[2])", Refusal([U8(2)], (b, x) => operators[name](b, x[0])));

    [Fact]
    public void Identity_takes_every_type() => Assert.Equal("identity(%0) u8[2]", Line([U8(2)], (b, x) => b.Identity(x[0])));

    [Fact]
    public void Cast_changes_the_type_alone() =>
        Assert.Equal("cast(%0) i8[2,3]", Line([F32(2, 3)], (b, x) => b.Cast(x[0], MLOperandDataType.Int8)));
}
