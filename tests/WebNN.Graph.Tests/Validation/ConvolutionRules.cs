using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>conv2d and convTranspose2d. A list of other than 2 or 4 items, which their steps refuse, is no value of these options here.</summary>
internal static class ConvolutionRules
{
    public static readonly Rule[] All =
    [
        .. WindowRules.Of("conv2d", (b, padding, strides, dilations) => Convolve(b, new() { Padding = padding, Strides = strides, Dilations = dilations })),
        .. Conv2d(), .. Conv2dFilters(),
        .. WindowRules.Of("convTranspose2d", (b, padding, strides, dilations) => Transpose(b, new() { Padding = padding, Strides = strides, Dilations = dilations })),
        .. ConvTranspose2d(), .. TransposeOutput(), .. TransposeFilters(),
    ];

    private static MLOperand Convolve(MLGraphBuilder b, MLConv2dOptions options, int[]? input = null, int[]? filter = null, int[]? bias = null) =>
        b.Conv2d(b.F32(input ?? [1, 4, 5, 5]), b.F32(filter ?? [6, 4, 3, 3]), bias is null ? null : b.F32(bias), options, Label);

    private static MLOperand Transpose(MLGraphBuilder b, MLConvTranspose2dOptions options, int[]? input = null, int[]? filter = null, int[]? bias = null) =>
        b.ConvTranspose2d(b.F32(input ?? [1, 4, 5, 5]), b.F32(filter ?? [4, 6, 3, 3]), bias is null ? null : b.F32(bias), options, Label);

    private static IEnumerable<Rule> Conv2d()
    {
        const string name = "conv2d";
        yield return Of(name, "dilations", "the dilated window is within the padded image", (b, v) => Convolve(b, new() { Dilations = v }), new(1, 3), new Size2D(1, 2),
            "the window's width exceeds the padded image (expected at most 5, found 7)");
        yield return Of(name, "padding", "the window is within the padded image", (b, v) => Convolve(b, new() { Padding = v }, filter: [6, 4, 7, 3]), new(0, 1, 0, 0), new Padding2D(1, 1, 0, 0),
            "the window's height exceeds the padded image (expected at most 6, found 7)");
        yield return Of(name, "padding", "the output's dimensions are valid", (b, v) => Convolve(b, new() { Padding = v }), new(int.MaxValue, 0, 0, 0), new Padding2D(9, 0, 0, 0),
            "output height is out of range (expected 1 to 2147483647, found 2147483650)");
        yield return Of(name, "padding", "the result is a tensor", (b, v) => Convolve(b, new() { Padding = v }), new(20000, 20000, 20000, 20000), new Padding2D(2, 2, 2, 2),
            "f32[1,6,40003,40003] is too large (expected at most 2147483647 bytes)");
        yield return Of(name, "groups", "groups are not 0", (b, v) => Convolve(b, new() { Groups = v }), 0, 1, "groups is too small (expected at least 1, found 0)");
        yield return Of(name, "groups", "groups divide the input channels", (b, v) => Convolve(b, new() { Groups = v }, filter: [6, 2, 3, 3]), 3, 2,
            "filter has the wrong number of input channels (expected 4 of the input over 3 groups, found 2)");
        yield return Of(name, "groups", "groups divide the output channels", (b, v) => Convolve(b, new() { Groups = 2 }, filter: v), [5, 2, 3, 3], new[] { 6, 2, 3, 3 },
            "filter has the wrong number of output channels (expected a multiple of 2 groups, found 5)");
        yield return Of(name, "filterLayout", "the filter has the input's channels of a group", (b, v) => Convolve(b, new() { FilterLayout = v }),
            MLConv2dFilterOperandLayout.Ohwi, MLConv2dFilterOperandLayout.Oihw, "filter has the wrong number of input channels (expected 4 of the input over 1 groups, found 3)");
        yield return Of(name, "filterLayout", "the layout is one of the enumeration", (b, v) => Convolve(b, new() { FilterLayout = v }),
            (MLConv2dFilterOperandLayout)9, MLConv2dFilterOperandLayout.Oihw, "filterLayout is unknown (expected Oihw or Hwio or Ohwi or Ihwo, found 9)");
        yield return Of(name, "inputLayout", "the layout is one of the enumeration", (b, v) => Convolve(b, new() { InputLayout = v }),
            (MLInputOperandLayout)9, MLInputOperandLayout.Nchw, "inputLayout is unknown (expected Nchw or Nhwc, found 9)");
        yield return Of(name, "inputLayout", "the layout says where the channels are", (b, v) => Convolve(b, new() { InputLayout = v }),
            MLInputOperandLayout.Nhwc, MLInputOperandLayout.Nchw, "filter has the wrong number of input channels (expected 5 of the input over 1 groups, found 4)");
        yield return Of(name, "bias", "bias has a value for each output channel", (b, v) => Convolve(b, new(), bias: v), [4], new[] { 6 },
            "bias has the wrong shape (expected [6], found f32[4])");
    }

    private static IEnumerable<Rule> ConvTranspose2d()
    {
        const string name = "convTranspose2d";
        yield return Of(name, "padding", "the output's dimensions are valid", (b, v) => Transpose(b, new() { Padding = v }), new(4, 3, 0, 0), new Padding2D(3, 3, 0, 0),
            "output height is out of range (expected 1 to 2147483647, found 0)");
        yield return Of(name, "groups", "groups are not 0", (b, v) => Transpose(b, new() { Groups = v }), 0, 2, "groups is too small (expected at least 1, found 0)");
        yield return Of(name, "groups", "groups divide the input channels", (b, v) => Transpose(b, new() { Groups = v }), 3, 4,
            "groups do not divide the input channels (expected a divisor of 4, found 3)");
        yield return Of(name, "filterLayout", "the filter has the input's channels", (b, v) => Transpose(b, new() { FilterLayout = v }),
            MLConvTranspose2dFilterOperandLayout.Ohwi, MLConvTranspose2dFilterOperandLayout.Iohw, "filter has the wrong number of input channels (expected 4, found 3)");
        yield return Of(name, "filterLayout", "the layout is one of the enumeration", (b, v) => Transpose(b, new() { FilterLayout = v }),
            (MLConvTranspose2dFilterOperandLayout)9, MLConvTranspose2dFilterOperandLayout.Iohw, "filterLayout is unknown (expected Iohw or Hwoi or Ohwi, found 9)");
        yield return Of(name, "inputLayout", "the layout is one of the enumeration", (b, v) => Transpose(b, new() { InputLayout = v }),
            (MLInputOperandLayout)9, MLInputOperandLayout.Nchw, "inputLayout is unknown (expected Nchw or Nhwc, found 9)");
        yield return Of(name, "inputLayout", "the layout says where the channels are", (b, v) => Transpose(b, new() { InputLayout = v }),
            MLInputOperandLayout.Nhwc, MLInputOperandLayout.Nchw, "filter has the wrong number of input channels (expected 5, found 4)");
        yield return Of(name, "bias", "bias has a value for each output channel of all groups", (b, v) => Transpose(b, new() { Groups = 2 }, bias: v), [6], new[] { 12 },
            "bias has the wrong shape (expected [12], found f32[6])");
    }

    private static IEnumerable<Rule> TransposeOutput()
    {
        const string name = "convTranspose2d";
        yield return Of(name, "outputPadding", "output padding is below the strides", (b, v) => Transpose(b, new() { Strides = new(2, 3), OutputPadding = v }), new(1, 3), new Size2D(1, 2),
            "outputPadding is out of range (expected at least 0 and less than the strides [2,3], found [1,3])");
        yield return Of(name, "outputPadding", "output padding is unsigned", (b, v) => Transpose(b, new() { Strides = new(2, 3), OutputPadding = v }), new(-1, 0), new Size2D(0, 0),
            "outputPadding is out of range (expected at least 0 and less than the strides [2,3], found [-1,0])");
        yield return Of(name, "outputSizes", "an output padding below the strides gives the sizes", (b, v) => Transpose(b, new() { Strides = new(2, 2), OutputSizes = v }), new(13, 11), new Size2D(12, 11),
            "outputSizes are out of range (expected [11,11] to [12,12], found [13,11])");
        yield return Of(name, "outputSizes", "the sizes are not below those without output padding", (b, v) => Transpose(b, new() { OutputSizes = v }), new(7, 6), new Size2D(7, 7),
            "outputSizes are out of range (expected [7,7] to [7,7], found [7,6])");
        yield return Of(name, "outputPadding", "output padding is below the strides along the height, too", (b, v) => Transpose(b, new() { Strides = new(2, 3), OutputPadding = v }), new(2, 0), new Size2D(1, 0),
            "outputPadding is out of range (expected at least 0 and less than the strides [2,3], found [2,0])");
        yield return Any(name, "outputPadding", "where there are output sizes the padding is not asked for", (b, v) => Transpose(b, new() { OutputPadding = v, OutputSizes = new(7, 7) }),
            (new Size2D(5, 5), "convTranspose2d(%0, %1) f32[1,6,7,7]"), (new Size2D(0, 0), "convTranspose2d(%0, %1) f32[1,6,7,7]"));
        yield return Of(name, "outputSizes", "an output padding below the strides gives the width", (b, v) => Transpose(b, new() { Strides = new(2, 2), OutputSizes = v }), new(11, 13), new Size2D(11, 12),
            "outputSizes are out of range (expected [11,11] to [12,12], found [11,13])");
        yield return Of(name, "outputSizes", "the height is not below that without output padding", (b, v) => Transpose(b, new() { OutputSizes = v }), new(6, 7), new Size2D(7, 7),
            "outputSizes are out of range (expected [7,7] to [7,7], found [6,7])");
        yield return Of(name, "outputSizes", "the sizes are valid dimensions", (b, v) => Transpose(b, new() { Padding = new(6, 5, 0, 0), Strides = new(2, 1), OutputSizes = v }), new(0, 7), new Size2D(1, 7),
            "outputSizes is too small (expected at least [1,1], found [0,7])");
        yield return Of(name, "strides", "the result is a tensor", (b, v) => Transpose(b, new() { Strides = v }), new(20000, 20000), new Size2D(2, 2),
            "f32[1,6,80003,80003] is too large (expected at most 2147483647 bytes)");
    }

    /// <summary>Each layout says where a filter of 6 output channels, 4 input channels, 3 rows and 2 columns has each.</summary>
    private static IEnumerable<Rule> Conv2dFilters()
    {
        (MLConv2dFilterOperandLayout Layout, Func<int, int, int, int, int[]> Shape)[] layouts =
        [
            (MLConv2dFilterOperandLayout.Oihw, (o, i, h, w) => [o, i, h, w]), (MLConv2dFilterOperandLayout.Hwio, (o, i, h, w) => [h, w, i, o]),
            (MLConv2dFilterOperandLayout.Ohwi, (o, i, h, w) => [o, h, w, i]), (MLConv2dFilterOperandLayout.Ihwo, (o, i, h, w) => [i, h, w, o]),
        ];
        foreach (var (layout, shape) in layouts)
        {
            Rule Row(string text, int[] wrong, string refusal) => Of(
                "conv2d", "filterLayout", $"{layout}: {text}", (b, v) => Convolve(b, new() { FilterLayout = layout }, filter: v, bias: [6]), wrong, shape(6, 4, 3, 2), refusal);
            yield return Row("input channels", shape(6, 5, 3, 2), "filter has the wrong number of input channels (expected 4 of the input over 1 groups, found 5)");
            yield return Row("output channels", shape(7, 4, 3, 2), "bias has the wrong shape (expected [7], found f32[6])");
            yield return Row("rows", shape(6, 4, 6, 2), "the window's height exceeds the padded image (expected at most 5, found 6)");
            yield return Row("columns", shape(6, 4, 3, 6), "the window's width exceeds the padded image (expected at most 5, found 6)");
        }
    }

    /// <inheritdoc cref="Conv2dFilters"/>
    private static IEnumerable<Rule> TransposeFilters()
    {
        (MLConvTranspose2dFilterOperandLayout Layout, Func<int, int, int, int, int[]> Shape)[] layouts =
        [
            (MLConvTranspose2dFilterOperandLayout.Iohw, (o, i, h, w) => [i, o, h, w]), (MLConvTranspose2dFilterOperandLayout.Hwoi, (o, i, h, w) => [h, w, o, i]),
            (MLConvTranspose2dFilterOperandLayout.Ohwi, (o, i, h, w) => [o, h, w, i]),
        ];
        foreach (var (layout, shape) in layouts)
        {
            Rule Row(string text, int[] wrong, string refusal) => Of(
                "convTranspose2d", "filterLayout", $"{layout}: {text}",
                (b, v) => Transpose(b, new() { FilterLayout = layout, OutputSizes = new(7, 6) }, filter: v, bias: [6]), wrong, shape(6, 4, 3, 2), refusal);
            yield return Row("input channels", shape(6, 5, 3, 2), "filter has the wrong number of input channels (expected 4, found 5)");
            yield return Row("output channels", shape(7, 4, 3, 2), "bias has the wrong shape (expected [7], found f32[6])");
            yield return Row("rows", shape(6, 4, 4, 2), "outputSizes are out of range (expected [8,6] to [8,6], found [7,6])");
            yield return Row("columns", shape(6, 4, 3, 3), "outputSizes are out of range (expected [7,7] to [7,7], found [7,6])");
        }
    }
}
