using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>What no delegate may be offered, whether or not this one would take it.</summary>
public sealed class NodeRulesTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(int.MaxValue, 1, 1, 1, "#0 CONV_2D: strides [2147483647,1]; expected 1 to 32768")]
    [InlineData(1, 0, 1, 1, "#0 CONV_2D: strides [1,0]; expected 1 to 32768")]
    [InlineData(1, 1, 2_000_000_000, 1, "#0 CONV_2D: dilations [2000000000,1]; expected 1 to 32768")]
    [InlineData(1, 1, 1, -1, "#0 CONV_2D: dilations [1,-1]; expected 1 to 32768")]
    [InlineData(1, 1, 1, 1, null)]
    [InlineData(32768, 1, 1, 32768, null)]
    public void A_convolution_takes_steps_that_can_be_multiplied(int strideHeight, int strideWidth, int dilationHeight, int dilationWidth, string? violation)
    {
        model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Same, strideWidth, strideHeight, default, dilationWidth, dilationHeight),
            [model.Float("image", 1, 4, 4, 1), model.FloatConstant("filter", 1, 3, 3, 1)],
            model.Float("result", 1, 4, 4, 1));
        AssertViolation(violation);
    }

    [Theory]
    [InlineData(BuiltinOperator.MaxPool2D, 1, int.MaxValue, "#0 MAX_POOL_2D: a window of [1,2147483647]; expected 1 to 32768")]
    [InlineData(BuiltinOperator.AveragePool2D, 0, 1, "#0 AVERAGE_POOL_2D: a window of [0,1]; expected 1 to 32768")]
    [InlineData(BuiltinOperator.AveragePool2D, 2, 2, null)]
    public void A_pool_takes_a_window_that_can_be_multiplied(BuiltinOperator code, int height, int width, string? violation)
    {
        model.Node(code, new TfLitePoolParams(TfLitePadding.Same, 1, 1, width, height, default), [model.Float("x", 1, 4, 4, 1)], model.Float("y", 1, 4, 4, 1));
        AssertViolation(violation);
    }

    [Theory]
    [InlineData(BuiltinOperator.Conv2D, 2, null)]
    [InlineData(BuiltinOperator.Conv2D, 1, "#0 CONV_2D: input 1 is absent")]
    [InlineData(BuiltinOperator.DepthwiseConv2D, 2, null)]
    [InlineData(BuiltinOperator.FullyConnected, 2, null)]
    [InlineData(BuiltinOperator.FullyConnected, 0, "#0 FULLY_CONNECTED: input 0 is absent")]
    [InlineData(BuiltinOperator.TransposeConv, 3, null)]
    [InlineData(BuiltinOperator.TransposeConv, 2, "#0 TRANSPOSE_CONV: input 2 is absent")]
    [InlineData(BuiltinOperator.Add, 1, "#0 ADD: input 1 is absent")]
    [InlineData(BuiltinOperator.Lstm, 1, null)]
    [InlineData(BuiltinOperator.Custom, 0, null)]
    public void An_input_is_absent_only_where_the_operator_allows_it(BuiltinOperator code, int absent, string? violation)
    {
        var x = model.Float("x", 2);
        model.Node(code, null, [.. Enumerable.Range(0, 4).Select(i => i == absent ? null : x)], model.Float("y", 2));
        AssertViolation(violation);
    }

    [Theory]
    [InlineData(TfLiteType.Float32, BuiltinOperator.Abs, "#1 ABS: reads tensor 'handle' as Float32[4]; VAR_HANDLE writes a Resource")]
    [InlineData(TfLiteType.Int32, BuiltinOperator.ReadVariable, "#1 READ_VARIABLE: reads tensor 'handle' as Int32[4]; VAR_HANDLE writes a Resource")]
    [InlineData(TfLiteType.Resource, BuiltinOperator.ReadVariable, null)]
    public void A_handle_of_a_variable_is_read_as_one(TfLiteType type, BuiltinOperator reader, string? violation)
    {
        var handle = model.Tensor("handle", type, 4);
        model.Node(BuiltinOperator.VarHandle, null, [], handle);
        model.Node(reader, null, [handle], model.Float("y", 4));
        AssertViolation(violation);
    }

    private void AssertViolation(string? violation)
    {
        var violations = NodeRules.Violations(model.Nodes);
        Assert.Equal(violation, violations.IsEmpty ? null : Assert.Single(violations).Value);
    }
}
