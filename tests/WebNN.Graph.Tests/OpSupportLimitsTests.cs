using System.Text.Json;

namespace WebNN.Tests;

public sealed class OpSupportLimitsTests
{
    [Fact]
    public void An_operation_that_the_backend_refuses_has_no_limits()
    {
        Assert.Equal(95, new AcceptingContext().OpSupportLimits().Operations.Count);
        var limits = new AcceptingContext(refuses: "gru").OpSupportLimits();
        Assert.False(limits.Operations.ContainsKey("gru"));
        Assert.True(limits.Operations.ContainsKey("gruCell"));
    }

    [Fact]
    public void A_type_that_the_backend_refuses_is_not_listed()
    {
        var limits = new TypeRefusingContext(MLOperandDataType.Float16).OpSupportLimits().Operations;
        Assert.Equal([MLOperandDataType.Float32], limits["conv2d"]["filter"].DataTypes);
        Assert.Equal([MLOperandDataType.Float32], limits["dequantizeLinear"]["output"].DataTypes);
        Assert.Equal(
            [MLOperandDataType.Int32, MLOperandDataType.Uint32, MLOperandDataType.Int8, MLOperandDataType.Uint8], limits["dequantizeLinear"]["zeroPoint"].DataTypes);
        Assert.Equal([MLOperandDataType.Uint8], limits["isNaN"]["output"].DataTypes);
        Assert.Equal(7, limits["isNaN"]["a"].DataTypes.Length);
        Assert.Equal(7, limits["cast"]["output"].DataTypes.Length);
    }

    [Theory]
    [InlineData("conv2d", "bias", 1, 1)]
    [InlineData("gemm", "c", 0, 2)]
    [InlineData("softmax", "input", 1, 16)]
    [InlineData("triangular", "output", 2, 16)]
    [InlineData("lstm", "output2", 4, 4)]
    [InlineData("lstmCell", "peepholeWeight", 1, 1)]
    [InlineData("where", "falseValue", 0, 16)]
    [InlineData("gatherND", "indices", 1, 16)]
    public void Ranks_are_those_of_the_specification(string operation, string parameter, int min, int max) =>
        Assert.Equal(new(min, max), new AcceptingContext().OpSupportLimits().Operations[operation][parameter].RankRange);

    [Fact]
    public void The_JSON_is_the_specifications_dictionary()
    {
        using var json = JsonDocument.Parse(new AcceptingContext().OpSupportLimits().ToJson());
        var root = json.RootElement;
        Assert.Equal("nchw", root.GetProperty("preferredInputLayout").GetString());
        Assert.Equal(2147483647, root.GetProperty("maxTensorByteLength").GetInt64());
        Assert.Equal(
            """{"dataTypes":["float32","float16","int32","uint32","int64","uint64","int8","uint8"],"rankRange":{"min":0,"max":16}}""",
            root.GetProperty("input").GetRawText());
        Assert.Equal("""{"input":{"dataTypes":["float32","float16"],"rankRange":{"min":4,"max":4}},"output":{"dataTypes":["float32","float16"],"rankRange":{"min":4,"max":4}}}""", root.GetProperty("averagePool2d").GetRawText());
        Assert.Equal(100, root.EnumerateObject().Count());
    }

    [Fact]
    public void A_tensor_of_more_axes_than_the_limit_is_refused()
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        int[] shape = [.. Enumerable.Repeat(1, 17)];
        Assert.StartsWith("input 'x' has too many axes (expected at most 16, found f32[", Assert.Throws<ArgumentException>(() => builder.Input("x", Make.F32(shape))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.Constant(Make.U8(shape), new byte[1]));
        var x = builder.Input("x", Make.F32(1));
        Assert.StartsWith("[wide] reshape: the output has too many axes", Assert.Throws<ArgumentException>(() => builder.Reshape(x, shape, "wide")).Message, StringComparison.Ordinal);
    }

    /// <summary>Refuses every operand and result of one type.</summary>
    private sealed class TypeRefusingContext(MLOperandDataType refused) : MLContext
    {
        public override bool Accelerated => false;

        public override string Description => "refuses a type";

        public override void RequireSupport(MLNode node)
        {
            if (node.Inputs.Concat(node.Outputs).Any(operand => operand?.DataType == refused))
            {
                throw new UnsupportedException($"{node.Operator}: {refused}");
            }
        }

        protected override MLGraph Compile(MLGraphDefinition definition) => throw new UnsupportedException("compiles nothing");
    }
}
