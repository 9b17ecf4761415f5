using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>
/// averagePool2d, l2Pool2d, maxPool2d, resample2d. Two steps are not kept, and are at odds with the conformance tests of their own operation:
/// that output sizes are below the strides, and that they take the place of the padding.
/// </summary>
internal static class PoolingRules
{
    public static readonly Rule[] All =
    [
        .. Pool("averagePool2d", b => b.AveragePool2d), .. PoolOutput("averagePool2d", b => b.AveragePool2d),
        .. Pool("l2Pool2d", b => b.L2Pool2d), .. PoolOutput("l2Pool2d", b => b.L2Pool2d),
        .. Pool("maxPool2d", b => b.MaxPool2d), .. PoolOutput("maxPool2d", b => b.MaxPool2d), .. Resample2d(),
    ];

    private static IEnumerable<Rule> Pool(string name, Func<MLGraphBuilder, Func<MLOperand, MLPool2dOptions?, string, MLOperand>> call)
    {
        MLOperand Apply(MLGraphBuilder b, MLPool2dOptions options) => call(b)(b.F32(1, 2, 5, 6), options, Label);
        var two = new Size2D(2, 2);
        foreach (var rule in WindowRules.Of(name, (b, padding, strides, dilations) => Apply(b, new() { WindowDimensions = two, Padding = padding, Strides = strides, Dilations = dilations })))
        {
            yield return rule;
        }

        yield return Of(name, "windowDimensions", "the window's height is not 0", (b, v) => Apply(b, new() { WindowDimensions = v }), new(0, 1), new Size2D(1, 1),
            "windowDimensions is too small (expected at least [1,1], found [0,1])");
        yield return Of(name, "windowDimensions", "the window's width is not 0", (b, v) => Apply(b, new() { WindowDimensions = v }), new(1, 0), new Size2D(1, 1),
            "windowDimensions is too small (expected at least [1,1], found [1,0])");
        yield return Of(name, "windowDimensions", "the window's width is within the padded image", (b, v) => Apply(b, new() { WindowDimensions = v }), new(1, 7), new Size2D(1, 6),
            "the window's width exceeds the padded image (expected at most 6, found 7)");
        yield return Of(name, "dilations", "the dilated window is within the padded image", (b, v) => Apply(b, new() { WindowDimensions = two, Dilations = v }), new(5, 1), new Size2D(4, 1),
            "the window's height exceeds the padded image (expected at most 5, found 6)");
        yield return Of(name, "padding", "the result is a tensor", (b, v) => Apply(b, new() { WindowDimensions = two, Padding = v }), new(20000, 20000, 20000, 20000), new Padding2D(1, 1, 1, 1),
            "f32[1,2,40004,40005] is too large (expected at most 2147483647 bytes)");
        yield return Of(name, "windowDimensions", "the window is within the padded image", (b, v) => Apply(b, new() { WindowDimensions = v }), new(6, 1), new Size2D(5, 1),
            "the window's height exceeds the padded image (expected at most 5, found 6)");
        yield return Of(name, "padding", "the output's dimensions are valid", (b, v) => Apply(b, new() { WindowDimensions = two, Padding = v }), new(0, 0, 0, int.MaxValue), new Padding2D(0, 0, 0, 1),
            "output width is out of range (expected 1 to 2147483647, found 2147483652)");
    }

    private static IEnumerable<Rule> PoolOutput(string name, Func<MLGraphBuilder, Func<MLOperand, MLPool2dOptions?, string, MLOperand>> call)
    {
        MLOperand Apply(MLGraphBuilder b, MLPool2dOptions options) => call(b)(b.F32(1, 2, 5, 6), options, Label);
        var two = new Size2D(2, 2);
        yield return Of(name, "layout", "the layout is one of the enumeration", (b, v) => Apply(b, new() { Layout = v }), (MLInputOperandLayout)9, MLInputOperandLayout.Nchw,
            "layout is unknown (expected Nchw or Nhwc, found 9)");
        yield return Any(name, "layout", "the layout says what the whole image is", (b, v) => Apply(b, new() { Layout = v }),
            (MLInputOperandLayout.Nhwc, $"{name}(%0) window=[2,5] nhwc f32[1,1,1,6]"), (MLInputOperandLayout.Nchw, $"{name}(%0) window=[5,6] f32[1,2,1,1]"));
        yield return Of(name, "outputShapeRounding", "the rounding is one of the enumeration", (b, v) => Apply(b, new() { OutputShapeRounding = v }), (MLRoundingType)9, MLRoundingType.Ceil,
            "outputShapeRounding is unknown (expected Floor or Ceil, found 9)");
        yield return Any(name, "outputShapeRounding", "the rounding gives the output's dimensions", (b, v) => Apply(b, new() { WindowDimensions = two, Strides = two, OutputShapeRounding = v }),
            (MLRoundingType.Floor, $"{name}(%0) window=[2,2] strides=[2,2] f32[1,2,2,3]"), (MLRoundingType.Ceil, $"{name}(%0) window=[2,2] strides=[2,2] f32[1,2,3,3]"));
        yield return Of(name, "outputShapeRounding", "rounded up, a window is valid that reaches beyond the padded image",
            (b, v) => Apply(b, new() { WindowDimensions = new(6, 2), Strides = two, OutputShapeRounding = v }), MLRoundingType.Floor, MLRoundingType.Ceil,
            "the window's height exceeds the padded image (expected at most 5, found 6)") with { Lines = [$"{name}(%0) window=[6,2] strides=[2,2] f32[1,2,1,3]"] };
        yield return Of(name, "windowDimensions", "rounded up, a window reaches beyond the padded image by less than a stride",
            (b, v) => Apply(b, new() { WindowDimensions = v, Strides = two, OutputShapeRounding = MLRoundingType.Ceil }), new(7, 2), new Size2D(6, 2),
            "the window's height exceeds the padded image (expected at most 6, found 7)");
        yield return Of(name, "outputSizes", "output sizes are of a window that reaches beyond the padded image, too",
            (b, v) => Apply(b, new() { WindowDimensions = new(6, 2), Strides = two, OutputSizes = v }), new(0, 3), new Size2D(1, 3),
            "the window's height exceeds the padded image (expected at most 5, found 6)");
        yield return Of(name, "outputSizes", "the output sizes are one of the roundings", (b, v) => Apply(b, new() { WindowDimensions = two, Strides = two, OutputSizes = v }), new(4, 3), new Size2D(3, 3),
            "outputSizes are neither rounding (expected [2,3] or [3,3], found [4,3])");
        yield return Any(name, "outputSizes", "the padding counts beside output sizes",
            (b, v) => Apply(b, new() { WindowDimensions = two, Padding = v, Strides = two, OutputSizes = new(3, 3) }),
            (new Padding2D(0, 1, 0, 0), $"{name}(%0) window=[2,2] padding=[0,1,0,0] strides=[2,2] f32[1,2,3,3]"), (new Padding2D(0, 0, 0, 0), $"{name}(%0) window=[2,2] strides=[2,2] f32[1,2,3,3]"));
        yield return Of(name, "outputSizes", "no output size is 0", (b, v) => Apply(b, new() { WindowDimensions = two, Strides = two, OutputSizes = v }), new(0, 0), new Size2D(2, 3),
            "outputSizes are neither rounding (expected [2,3] or [3,3], found [0,0])");
        yield return Of(name, "outputSizes", "both output sizes are of one rounding", (b, v) => Apply(b, new() { WindowDimensions = new(2, 3), Strides = two, OutputSizes = v }), new(3, 2), new Size2D(3, 3),
            "outputSizes are neither rounding (expected [2,2] or [3,3], found [3,2])");
        yield return Any(name, "outputSizes", "the output sizes win over the rounding",
            (b, v) => Apply(b, new() { WindowDimensions = two, Strides = two, OutputSizes = v, OutputShapeRounding = MLRoundingType.Ceil }),
            (new Size2D(2, 3), $"{name}(%0) window=[2,2] strides=[2,2] f32[1,2,2,3]"), (new Size2D(3, 3), $"{name}(%0) window=[2,2] strides=[2,2] f32[1,2,3,3]"));
    }

    private static IEnumerable<Rule> Resample2d()
    {
        const string name = "resample2d";
        MLOperand Apply(MLGraphBuilder b, MLResample2dOptions options) => b.Resample2d(b.F32(1, 2, 3, 5), options, Label);
        yield return Of(name, "mode", "the mode is one of the enumeration", (b, v) => Apply(b, new() { Mode = v }), (MLInterpolationMode)9, MLInterpolationMode.Linear,
            "mode is unknown (expected NearestNeighbor or Linear, found 9)");
        yield return Of(name, "scales", "scales are above 0", (b, v) => Apply(b, new() { Scales = v }), (0, 1), (2f, 1f), "scales are out of range (expected more than 0, found [0,1])");
        yield return Of(name, "scales", "scales are above 0 where sizes win, too", (b, v) => Apply(b, new() { Scales = v, Sizes = (4, 4) }), (1, -2), (1f, 2f),
            "scales are out of range (expected more than 0, found [1,-2])") with { Lines = ["resample2d(%0) nearest-neighbor sizes=[4,4] f32[1,2,4,4]"] };
        yield return Of(name, "scales", "scales are numbers", (b, v) => Apply(b, new() { Scales = v }), (float.NaN, 1), (1f, 1f), "scales are out of range (expected more than 0, found [NaN,1])");
        yield return Of(name, "scales", "the scaled size is not above a dimension's range", (b, v) => Apply(b, new() { Scales = v }), (1, 1e10f), (1f, 10f),
            "scales make an impossible size (expected 1 to 2147483647, found 50000000000)");
        yield return Of(name, "scales", "the scaled size is a valid dimension", (b, v) => Apply(b, new() { Scales = v }), (0.3f, 1), (0.34f, 1f),
            "scales make an impossible size (expected 1 to 2147483647, found 0)");
        yield return Of(name, "sizes", "no size is 0", (b, v) => Apply(b, new() { Sizes = v }), (4, 0), (4, 1), "sizes is too small (expected at least [1,1], found [4,0])");
        yield return Of(name, "sizes", "the first size is not 0", (b, v) => Apply(b, new() { Sizes = v }), (0, 4), (1, 4), "sizes is too small (expected at least [1,1], found [0,4])");
        yield return Of(name, "sizes", "the result is a tensor", (b, v) => Apply(b, new() { Sizes = v }), (65536, 65536), (1, 65536), "f32[1,2,65536,65536] is too large (expected at most 2147483647 bytes)");
        yield return Of(name, "axes", "axes are unsigned", (b, v) => Apply(b, new() { Axes = v }), (-1, 2), (0, 2), "axes is out of range (expected 0 to 3, found -1)");
        yield return Of(name, "axes", "axes are below the rank", (b, v) => Apply(b, new() { Axes = v }), (2, 4), (0, 3), "axes is out of range (expected 0 to 3, found 4)");
        yield return Of(name, "axes", "no axis twice", (b, v) => Apply(b, new() { Axes = v }), (3, 3), (3, 2), "axes has a duplicate (expected each axis once, found [3,3])");
    }
}
