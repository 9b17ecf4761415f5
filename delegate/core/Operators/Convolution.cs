using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV: sliding windows with weights over NHWC input.</summary>
internal static class Convolution
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteConvParams>(BuiltinOperator.Conv2D, maxVersion: 8, Conv2D).WithInt16(),
        OperatorRow.Of<TfLiteDepthwiseConvParams>(BuiltinOperator.DepthwiseConv2D, maxVersion: 7, DepthwiseConv2D).WithInt16(),
        OperatorRow.OfGrown<TfLiteTransposeConvParams, TfLiteTransposeConvParamsV4>(
            BuiltinOperator.TransposeConv,
            maxVersion: 5,
            since: 4,
            old => new(old.Padding, old.StrideWidth, old.StrideHeight, TfLiteFusedActivation.None),
            TransposeConv).WithInt16(),
    ];

    private static MLOperand Conv2D(OperatorContext op, TfLiteConvParams p)
    {
        var input = op.Input(0, rank: 4);
        var filter = op.Filter(1, rank: 4, outputs: 0);
        op.Require(input.Shape[3] % filter.Shape[3] == 0, $"{input.Shape[3]} channels; filters of {filter.Shape[3]}");
        var strides = new Size2D(p.StrideHeight, p.StrideWidth);
        var dilations = new Size2D(p.DilationHeightFactor, p.DilationWidthFactor);
        var kernel = new Size2D(filter.Shape[1], filter.Shape[2]);

        var output = op.Builder.Conv2d(input, filter, op.Bias(2, 0, 1, filter.Shape[0]), new()
        {
            Padding = Window.Padding(op, p.Padding, Window.Image(input), kernel, strides, dilations),
            Strides = strides,
            Dilations = dilations,
            Groups = input.Shape[3] / filter.Shape[3],
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Ohwi,
        }, op.Label);

        return op.Activate(output, p.Activation);
    }

    /// <summary>TFLite's filter [1, height, width, channels * multiplier] is the grouped convolution's, read as ihwo.</summary>
    private static MLOperand DepthwiseConv2D(OperatorContext op, TfLiteDepthwiseConvParams p)
    {
        var input = op.Input(0, rank: 4);
        var filter = op.Filter(1, rank: 4, outputs: 3);
        op.Require(filter.Shape[3] % input.Shape[3] == 0, $"{input.Shape[3]} channels; {filter.Shape[3]} filters");
        var strides = new Size2D(p.StrideHeight, p.StrideWidth);
        var dilations = new Size2D(p.DilationHeightFactor, p.DilationWidthFactor);
        var kernel = new Size2D(filter.Shape[1], filter.Shape[2]);

        var output = op.Builder.Conv2d(input, filter, op.Bias(2, 0, 1, filter.Shape[3]), new()
        {
            Padding = Window.Padding(op, p.Padding, Window.Image(input), kernel, strides, dilations),
            Strides = strides,
            Dilations = dilations,
            Groups = input.Shape[3],
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Ihwo,
        }, op.Label);

        return op.Activate(output, p.Activation);
    }

    /// <summary>The gradient of a convolution: its padding is the one that would take the output's shape to the input's.</summary>
    private static MLOperand TransposeConv(OperatorContext op, TfLiteTransposeConvParamsV4 p)
    {
        var shape = op.Integers(0);
        var filter = op.Filter(1, rank: 4, outputs: 0, activations: 2);
        var input = op.Input(2, rank: 4);
        op.Require(shape.Length == 4, $"output shape of {shape.Length} dimensions; expected 4");
        var sizes = new Size2D(shape[1], shape[2]);
        var strides = new Size2D(p.StrideHeight, p.StrideWidth);
        var kernel = new Size2D(filter.Shape[1], filter.Shape[2]);

        var output = op.Builder.ConvTranspose2d(input, filter, op.Bias(3, 2, 1, filter.Shape[0]), new()
        {
            Padding = Window.Padding(op, p.Padding, sizes, kernel, strides, new(1, 1)),
            Strides = strides,
            OutputSizes = sizes,
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConvTranspose2dFilterOperandLayout.Ohwi,
        }, op.Label);

        return op.Activate(output, p.Activation);
    }
}
