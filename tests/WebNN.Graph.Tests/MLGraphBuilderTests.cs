using static WebNN.Tests.Make;

namespace WebNN.Tests;

public sealed class MLGraphBuilderTests
{
    private readonly MLGraphBuilder builder = new(new AcceptingContext());

    [Fact]
    public void Two_inputs_of_one_name_are_refused()
    {
        builder.Input("x", F32(1));

        Assert.Equal("input 'x' exists already", Assert.Throws<ArgumentException>(() => builder.Input("x", F32(1))).Message);
    }

    [Fact]
    public void A_constant_of_another_length_is_refused() => Assert.Equal(
        "constant f32[2] needs 8 bytes; got 7", Assert.Throws<ArgumentException>(() => builder.Constant(F32(2), new byte[7])).Message);

    [Fact]
    public void An_output_that_no_operator_made_is_refused()
    {
        var input = builder.Input("x", F32(1));

        var refusal = Assert.Throws<ArgumentException>(() => builder.Define(new MLNamedOperand("y", input)));

        Assert.Equal("output 'y' is an input; WebNN needs an operator's output (identity)", refusal.Message);
    }

    [Fact]
    public void An_operand_of_another_builder_is_refused()
    {
        var foreign = new MLGraphBuilder(new AcceptingContext()).Input("x", F32(1));

        Assert.Equal(
            "relu: operand 0 belongs to another MLGraphBuilder", Assert.Throws<ArgumentException>(() => builder.Relu(foreign)).Message);
    }

    [Fact]
    public void A_builder_builds_once()
    {
        var output = new MLNamedOperand("y", builder.Relu(builder.Input("x", F32(1))));
        builder.Build(output).Dispose();

        Assert.Throws<InvalidOperationException>(() => builder.Build(output));
    }

    [Fact]
    public void What_the_backend_refuses_is_refused_when_it_is_recorded()
    {
        var choosy = new MLGraphBuilder(new AcceptingContext(refuses: "tan"));
        var input = choosy.Input("x", F32(1));

        choosy.Sin(input);

        var refusal = Assert.Throws<ArgumentException>(() => choosy.Tan(input));
        Assert.Equal("tan: this backend cannot", refusal.Message);
        Assert.IsType<UnsupportedException>(refusal.InnerException);
    }

    [Fact]
    public void Only_what_the_outputs_need_is_defined_in_an_order_that_can_run()
    {
        var x = builder.Input("x", F32(2));
        builder.Input("unused", I32());
        var half = builder.Constant(MLOperandDataType.Float32, 0.5);
        builder.Exp(x);
        var scaled = builder.Mul(x, half);
        var output = builder.Add(builder.Relu(scaled), builder.Neg(scaled));

        Assert.Equal("""
            %0 = input x f32[2]
            %1 = constant f32[] 0.5
            %2 = mul(%0, %1) f32[2]
            %3 = relu(%2) f32[2]
            %4 = neg(%2) f32[2]
            %5 = add(%3, %4) f32[2]
            output sum = %5

            """, builder.Define(new MLNamedOperand("sum", output)).ToText());
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_operators_does_not_overflow_the_stack()
    {
        var operand = builder.Input("x", F32(1));
        for (var i = 0; i < 100_000; i++)
        {
            operand = builder.Relu(operand);
        }

        Assert.Equal(100_000, builder.Define(new MLNamedOperand("y", operand)).Nodes.Length);
    }

    [Theory]
    [InlineData(MLOperandDataType.Float32, 0.1, "f32[] 0.1")]
    [InlineData(MLOperandDataType.Float16, 1.5, "f16[] 1.5")]
    [InlineData(MLOperandDataType.Int32, -7, "i32[] -7")]
    [InlineData(MLOperandDataType.Uint32, 7, "u32[] 7")]
    [InlineData(MLOperandDataType.Int64, -9, "i64[] -9")]
    [InlineData(MLOperandDataType.Uint64, 9, "u64[] 9")]
    [InlineData(MLOperandDataType.Int8, 300, "i8[] 127")]
    [InlineData(MLOperandDataType.Uint8, -1, "u8[] 0")]
    public void A_scalar_constant_is_converted_and_saturates(MLOperandDataType type, double value, string expected)
    {
        var text = builder.Define(new MLNamedOperand("y", builder.Identity(builder.Constant(type, value)))).ToText();

        Assert.Equal($"%0 = constant {expected}", text.Split('\n')[0]);
    }

    [Fact]
    public void A_constant_of_values_takes_their_type()
    {
        var constant = builder.Constant<sbyte>([2, 2], 1, 2, 3, -4);

        Assert.Equal("i8[2,2]", constant.Descriptor.ToString());
        Assert.Equal([1, 2, 3, 252], constant.ConstantData!.Value.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void A_dimension_below_1_is_refused(int dimension) => Assert.Equal(
        $"shape [2,{dimension}] has dimension {dimension}; WebNN needs at least 1", Assert.Throws<ArgumentException>(() => F32(2, dimension)).Message);
}
