using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation.Tests.Partitioning;

public sealed class OperatorWorkTests
{
    private readonly Model model = new();

    [Theory]
    [InlineData(3, 14, OperatorClass.Convolution, 14 * 14 * 3.0 * 3 * 8 * 16)]
    [InlineData(1, 14, OperatorClass.Pointwise, 14 * 14 * 8.0 * 16)]
    [InlineData(1, 1, OperatorClass.Dense, 8.0 * 16)]
    public void A_convolution_is_of_a_class_by_its_window_and_its_image(int kernel, int size, OperatorClass expected, double work)
    {
        var filter = model.FloatConstant("filter", 16, kernel, kernel, 8);
        var node = model.Node(BuiltinOperator.Conv2D, default(TfLiteConvParams), [model.Float("x", 1, size, size, 8), filter], model.Float("y", 1, size, size, 16));
        Assert.Equal(new(expected, OperatorType.Float32, work), OperatorWork.Of(node));
    }

    [Fact]
    public void A_depthwise_window_multiplies_its_kernel_with_each_element()
    {
        var filter = model.Int8("filter", 1, 0, 1, 3, 3, 8);
        var node = model.Node(
            BuiltinOperator.DepthwiseConv2D, default(TfLiteDepthwiseConvParams), [model.Int8("x", 1, 0, 1, 4, 4, 8), filter], model.Int8("y", 1, 0, 1, 4, 4, 8));
        Assert.Equal(new(OperatorClass.Depthwise, OperatorType.Int8, 4 * 4 * 8 * 9), OperatorWork.Of(node));
    }

    [Fact]
    public void A_product_of_floats_with_integer_weights_is_hybrid()
    {
        var node = model.Node(BuiltinOperator.FullyConnected, default(TfLiteFullyConnectedParams), [model.Float("x", 2, 8), model.Int8("w", 1, 0, 5, 8)], model.Float("y", 2, 5));
        Assert.Equal(new(OperatorClass.Dense, OperatorType.Hybrid, 2 * 5 * 8), OperatorWork.Of(node));
    }

    [Theory]
    [InlineData(7, OperatorClass.Dense)]
    [InlineData(8, OperatorClass.Pointwise)]
    public void A_product_of_many_rows_is_like_a_convolution_of_so_many_pixels(int rows, OperatorClass expected)
    {
        var node = model.Node(
            BuiltinOperator.FullyConnected, default(TfLiteFullyConnectedParams), [model.Float("x", 1, rows, 8), model.FloatConstant("w", 5, 8)], model.Float("y", 1, rows, 5));
        Assert.Equal(new(expected, OperatorType.Float32, rows * 5 * 8), OperatorWork.Of(node));
        Assert.False(OperatorWork.IsWindowOfFloats(node));
    }

    [Fact]
    public void A_pool_reads_its_window_for_each_element()
    {
        var node = model.Node(
            BuiltinOperator.MaxPool2D, new TfLitePoolParams(TfLitePadding.Valid, 2, 2, 2, 3, TfLiteFusedActivation.None), [model.UInt8("x", 1, 0, 1, 6, 6, 4)], model.UInt8("y", 1, 0, 1, 2, 3, 4));
        Assert.Equal(new(OperatorClass.Pool, OperatorType.Int8, 2 * 3 * 4 * 6), OperatorWork.Of(node));
    }

    [Theory]
    [InlineData(new[] { 1, 4, 4, 8 }, new[] { 1, 2 }, OperatorClass.Pool)]
    [InlineData(new[] { 1, 16, 8 }, new[] { 1 }, OperatorClass.Reduce)]
    public void A_mean_is_a_pool_over_images_and_a_reduction_else(int[] shape, int[] axes, OperatorClass expected)
    {
        var node = model.Node(BuiltinOperator.Mean, default(TfLiteReducerParams), [model.Float("x", shape), model.Indices("axes", axes)], model.Float("y", 1, 8));
        Assert.Equal(new(expected, OperatorType.Float32, 128), OperatorWork.Of(node));
    }

    [Theory]
    [InlineData(BuiltinOperator.Relu, OperatorClass.Elementwise, 6)]
    [InlineData(BuiltinOperator.Softmax, OperatorClass.Function, 6)]
    [InlineData(BuiltinOperator.Transpose, OperatorClass.Move, 6)]
    [InlineData(BuiltinOperator.Reshape, OperatorClass.View, 0)]
    [InlineData(BuiltinOperator.ResizeBilinear, OperatorClass.Resize, 6)]
    [InlineData(BuiltinOperator.Quantize, OperatorClass.Convert, 6)]
    [InlineData(BuiltinOperator.UnidirectionalSequenceLstm, OperatorClass.Other, 6)]
    public void Other_operators_are_of_a_class_by_their_code(BuiltinOperator code, OperatorClass expected, double work) => Assert.Equal(
        new(expected, OperatorType.Float32, work), OperatorWork.Of(model.Node(code, null, [model.Float("x", 6)], model.Float("y", 2, 3))));

    [Fact]
    public void An_elementwise_node_behind_a_window_of_floats_may_be_taken_into_it()
    {
        var floats = model.Node(BuiltinOperator.Prelu, null, [model.Float("x", 6), model.Float("s", 6)], model.Float("y", 6));
        var bytes = model.Node(BuiltinOperator.Prelu, null, [model.Int8("q", 1, 0, 6), model.Int8("t", 1, 0, 6)], model.Int8("r", 1, 0, 6));
        Assert.Equal(OperatorClass.Fused, OperatorWork.Of(floats, isBehindWindow: true).Class);
        Assert.Equal(OperatorClass.Elementwise, OperatorWork.Of(bytes, isBehindWindow: true).Class);
    }

    [Fact]
    public void A_node_without_inputs_or_with_odd_shapes_is_no_problem()
    {
        Assert.Equal(OperatorClass.Other, OperatorWork.Of(model.Node(BuiltinOperator.Conv2D, null, [model.Float("x", 6)], model.Float("y", 6))).Class);
        Assert.Equal(0, OperatorWork.Of(model.Node(BuiltinOperator.Custom, null, [])).Amount);
        Assert.Equal(OperatorClass.Dense, OperatorWork.Of(model.Node(BuiltinOperator.FullyConnected, null, [null], model.Float("z", 6))).Class);
    }
}
