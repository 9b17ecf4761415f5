using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class ConvolutionTests
{
    private static readonly TfLiteConvParams same2X2 = new(TfLitePadding.Same, 2, 2, TfLiteFusedActivation.Relu6, 1, 1);
    private readonly Model model = new();

    [Fact]
    public void Conv2D_same_padding_puts_the_odd_row_last_and_clamps_for_relu6() =>
        Assert.Equal(
            """
            %0 = input image f32[1,6,6,3]
            %1 = constant f32[8,3,3,3]
            %2 = constant f32[8]
            %3 = conv2d(%0, %1, %2) padding=[0,1,0,1] strides=[2,2] nhwc/ohwi f32[1,3,3,8]
            %4 = clamp(%3, 0, 6) f32[1,3,3,8]
            output result = %4

            """,
            Conv2D(same2X2, 1, 3, 3, 8).Translate());

    [Fact]
    public void Conv2D_is_refused_when_its_shape_disagrees_with_TFLite() => Assert.Equal(
        "#0 CONV_2D: output 0 came out as f32[1,2,2,8]; TFLite has f32[1,3,3,8]",
        Conv2D(same2X2 with { Padding = TfLitePadding.Valid }, 1, 3, 3, 8).Objection());

    [Fact]
    public void Conv2D_with_filters_of_fewer_channels_is_grouped() =>
        Assert.Contains("groups=2", model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Valid, 1, 1, TfLiteFusedActivation.None, 1, 1),
            [model.Float("image", 1, 4, 4, 6), model.FloatConstant("filter", 8, 1, 1, 3)],
            model.Float("result", 1, 4, 4, 8)).Translate(), StringComparison.Ordinal);

    [Fact]
    public void Conv2D_of_channels_that_filters_do_not_divide_is_refused() => Assert.Equal(
        "#0 CONV_2D: 5 channels; filters of 3",
        model.Node(
            BuiltinOperator.Conv2D,
            same2X2,
            [model.Float("image", 1, 4, 4, 5), model.FloatConstant("filter", 8, 1, 1, 3)],
            model.Float("result", 1, 4, 4, 8)).Objection());

    [Fact]
    public void Heights_come_before_widths() =>
        Assert.Contains("padding=[1,1,3,3] strides=[1,2] dilations=[1,3]", model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Same, StrideWidth: 2, StrideHeight: 1, default, DilationWidthFactor: 3, DilationHeightFactor: 1),
            [model.Float("image", 1, 6, 7, 3), model.FloatConstant("filter", 8, 3, 3, 3)],
            model.Float("result", 1, 6, 4, 8)).Translate(), StringComparison.Ordinal);

    [Fact]
    public void Conv2D_of_dilated_same_padding_covers_the_dilated_kernel() =>
        Assert.Contains("padding=[2,2,2,2]", model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Same, 1, 1, TfLiteFusedActivation.None, 2, 2),
            [model.Float("image", 1, 6, 6, 3), model.FloatConstant("filter", 8, 3, 3, 3)],
            model.Float("result", 1, 6, 6, 8)).Translate(), StringComparison.Ordinal);

    [Fact]
    public void Conv2D_of_int8_dequantizes_per_channel_and_gives_the_bias_the_accumulators_scale() =>
        Assert.Equal(
            """
            %0 = input image i8[1,2,2,3]
            %1 = constant f32[1,1,1,1] 0.1
            %2 = constant i8[1,1,1,1] -3
            %3 = dequantizeLinear(%0, %1, %2) f32[1,2,2,3]
            %4 = constant i8[2,1,1,3]
            %5 = constant f32[2,1,1,1]
            %6 = constant i8[2,1,1,1]
            %7 = dequantizeLinear(%4, %5, %6) f32[2,1,1,3]
            %8 = constant i32[2]
            %9 = constant f32[2]
            %10 = constant i32[2]
            %11 = dequantizeLinear(%8, %9, %10) f32[2]
            %12 = conv2d(%3, %7, %11) nhwc/ohwi f32[1,2,2,2]
            %13 = constant f32[1,1,1,1] 0.1
            %14 = constant i8[1,1,1,1] 4
            %15 = quantizeLinear(%12, %13, %14) i8[1,2,2,2]
            output result = %15

            """,
            QuantizedConv2D(TfLiteFusedActivation.None).Translate());

    [Fact]
    public void A_bias_has_the_product_of_the_inputs_scale_and_its_filters()
    {
        var translator = new GraphTranslator(new FakeContext(), new ConstantFolding([]));
        var node = QuantizedConv2D(TfLiteFusedActivation.None);
        var bias = new OperatorContext(node, translator).Bias(2, 0, 1, 2)!.Producer!;
        var scales = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bias.Input(1).ConstantData!.Value.Span).ToArray();
        Assert.Equal([0.1f * 0.5f, 0.1f * 0.25f], scales);
    }

    [Fact]
    public void Conv2D_with_filter_scales_along_another_axis_than_its_outputs_is_refused()
    {
        var filter = model.Int8("filter", 1, 0, 3, 1, 1, 2) with { Quantization = new([0.5f, 0.25f], [0, 0], 3), Data = new byte[6] };
        Assert.Equal(
            "#0 CONV_2D: input 1 'filter' has its scales along axis 3; expected 0",
            model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Valid, 1, 1, TfLiteFusedActivation.None, 1, 1),
            [model.Int8("image", 0.1f, 0, 1, 2, 2, 2), filter, model.Indices("bias", 1, 2, 3)],
            model.Int8("result", 0.1f, 0, 1, 2, 2, 3)).Objection());
    }

    /// <summary>As many scales as outputs, so that no size gives it away: TFLite takes them for the outputs'.</summary>
    [Theory]
    [InlineData(BuiltinOperator.Conv2D, 3, "#0 CONV_2D: input 1 'filter' has its scales along axis 3; expected 0")]
    [InlineData(BuiltinOperator.DepthwiseConv2D, 0, "#0 DEPTHWISE_CONV_2D: input 1 'filter' has its scales along axis 0; expected 3")]
    [InlineData(BuiltinOperator.FullyConnected, 1, "#0 FULLY_CONNECTED: input 1 'filter' has its scales along axis 1; expected 0")]
    public void Scales_along_another_axis_of_the_same_size_are_refused(BuiltinOperator code, int axis, string reason) =>
        Assert.Equal(reason, Product(code, new([0.5f, 0.25f], [0, 0], axis)).Objection());

    [Theory]
    [InlineData(BuiltinOperator.Conv2D, "#0 CONV_2D: input 1 'filter' has a zero point; TFLite's kernel does not look at it")]
    [InlineData(BuiltinOperator.DepthwiseConv2D, "#0 DEPTHWISE_CONV_2D: input 1 'filter' has a zero point; TFLite's kernel does not look at it")]
    [InlineData(BuiltinOperator.FullyConnected, null)]
    public void A_zero_point_of_an_int8_filter_is_refused_where_TFLite_ignores_it(BuiltinOperator code, string? reason) =>
        Assert.Equal(reason, Product(code, new([0.5f], [7], 0)).Objection());

    [Fact]
    public void Conv2D_of_int8_clamps_integers_where_the_range_does_not_imply_the_activation() => Assert.Contains(
        "clamp(%15, 4, 64)", QuantizedConv2D(TfLiteFusedActivation.Relu6).Translate(), StringComparison.Ordinal);

    [Fact]
    public void Conv2D_of_float_images_and_int8_filters_folds_the_filters() =>
        Assert.Equal(
            """
            %0 = input image f32[1,2,2,1]
            %1 = constant f32[2,1,1,1]
            %2 = conv2d(%0, %1) nhwc/ohwi f32[1,2,2,2]
            output result = %2

            """,
            model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Valid, 1, 1, TfLiteFusedActivation.None, 1, 1),
            [model.Float("image", 1, 2, 2, 1), model.Int8("filter", 0.5f, 0, 2, 1, 1, 1) with { Data = new byte[] { 4, 0xFE } }],
            model.Float("result", 1, 2, 2, 2)).Translate());

    [Fact]
    public void Conv2D_that_may_be_newer_than_its_row_is_refused() => Assert.Equal(
        "CONV_2D: version 9 of the operator; known up to 8",
        (Conv2D(same2X2, 1, 3, 3, 8) with { Version = 9 }).Objection());

    [Fact]
    public void DepthwiseConv2D_groups_by_channel_and_keeps_the_filters_layout() =>
        Assert.Equal(
            """
            %0 = input image f32[1,5,5,3]
            %1 = constant f32[1,3,3,6]
            %2 = constant f32[6]
            %3 = conv2d(%0, %1, %2) padding=[1,1,1,1] groups=3 nhwc/ihwo f32[1,5,5,6]
            %4 = relu(%3) f32[1,5,5,6]
            output result = %4

            """,
            model.Node(
            BuiltinOperator.DepthwiseConv2D,
            new TfLiteDepthwiseConvParams(TfLitePadding.Same, 1, 1, 2, TfLiteFusedActivation.Relu, 1, 1),
            [model.Float("image", 1, 5, 5, 3), model.FloatConstant("filter", 1, 3, 3, 6), model.FloatConstant("bias", 6)],
            model.Float("result", 1, 5, 5, 6)).Translate());

    [Fact]
    public void TransposeConv_pads_as_the_convolution_it_inverts() =>
        Assert.Equal(
            """
            %0 = input image f32[1,4,4,4]
            %1 = constant f32[2,3,3,4]
            %2 = convTranspose2d(%0, %1) padding=[0,1,0,1] strides=[2,2] nhwc/ohwi f32[1,8,8,2]
            output result = %2

            """,
            TransposeConv(TfLitePadding.Same, 8).Translate());

    [Fact]
    public void TransposeConv_of_a_shape_computed_at_run_time_is_refused()
    {
        var node = TransposeConv(TfLitePadding.Same, 8);
        var shape = node.Inputs[0]! with { Data = null };
        Assert.Equal(
            "#0 TRANSPOSE_CONV: input 0 'shape' is computed at run time; expected a constant",
            (node with { Inputs = node.Inputs.SetItem(0, shape) }).Objection());
    }

    private NodeInfo Conv2D(TfLiteConvParams parameters, params int[] shape) => model.Node(
        BuiltinOperator.Conv2D,
        parameters,
        [model.Float("image", 1, 6, 6, 3), model.FloatConstant("filter", 8, 3, 3, 3), model.FloatConstant("bias", 8)],
        model.Float("result", shape));

    /// <summary>Of two channels and two outputs, the filter's other sizes being 2 as well where the operator allows it.</summary>
    private NodeInfo Product(BuiltinOperator code, Quantization quantization)
    {
        var (parameters, filter) = code switch
        {
            BuiltinOperator.Conv2D => ((object)new TfLiteConvParams(TfLitePadding.Valid, 1, 1, default, 1, 1), new[] { 2, 1, 1, 2 }),
            BuiltinOperator.DepthwiseConv2D => (new TfLiteDepthwiseConvParams(TfLitePadding.Valid, 1, 1, 1, default, 1, 1), [2, 1, 1, 2]),
            _ => (new TfLiteFullyConnectedParams(default, TfLiteFullyConnectedWeightsFormat.Default, false), [2, 2]),
        };
        int[] shape = code == BuiltinOperator.FullyConnected ? [1, 2] : [1, 2, 2, 2];
        return model.Node(
            code,
            parameters,
            [model.Int8("image", 0.1f, 0, shape), model.Int8("filter", 1, 0, filter) with { Quantization = quantization, Data = new byte[filter.Aggregate(1, (a, b) => a * b)] }, null],
            model.Int8("result", 0.1f, 0, shape));
    }

    private NodeInfo QuantizedConv2D(TfLiteFusedActivation activation)
    {
        var filter = model.Int8("filter", 1, 0, 2, 1, 1, 3) with
        {
            Quantization = new([0.5f, 0.25f], [0, 0], 0),
            Data = new byte[] { 1, 2, 3, 4, 5, 6 },
        };
        var bias = model.Indices("bias", 10, 20);
        return model.Node(
            BuiltinOperator.Conv2D,
            new TfLiteConvParams(TfLitePadding.Valid, 1, 1, activation, 1, 1),
            [model.Int8("image", 0.1f, -3, 1, 2, 2, 3), filter, bias],
            model.Int8("result", 0.1f, 4, 1, 2, 2, 2));
    }

    private NodeInfo TransposeConv(TfLitePadding padding, int size) => model.Node(
        BuiltinOperator.TransposeConv,
        new TfLiteTransposeConvParamsV4(padding, 2, 2, TfLiteFusedActivation.None),
        [model.Indices("shape", 1, size, size, 2), model.FloatConstant("filter", 2, 3, 3, 4), model.Float("image", 1, 4, 4, 4)],
        model.Float("result", 1, size, size, 2));
}
