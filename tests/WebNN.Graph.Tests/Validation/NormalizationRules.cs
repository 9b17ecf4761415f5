using System.Collections.Immutable;
using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>batchNormalization, instanceNormalization, layerNormalization.</summary>
internal static class NormalizationRules
{
    public static readonly Rule[] All = [.. Batch(), .. Instance(), .. Layer()];

    private static IEnumerable<Rule> Batch()
    {
        const string name = "batchNormalization";
        MLOperand Apply(MLGraphBuilder b, int[]? mean = null, int[]? variance = null, int[]? scale = null, int[]? bias = null, MLNormalizationOptions? options = null) =>
            b.BatchNormalization(b.F32(2, 3, 4), b.F32(mean ?? [3]), b.F32(variance ?? [3]), b.F32(scale ?? [3]), b.F32(bias ?? [3]), options, Label);
        yield return Of(name, "axis", "axis is below the rank", (b, v) => Apply(b, options: new() { Axis = v }), 3, 1, "axis is out of range (expected 0 to 2, found 3)");
        yield return Of(name, "axis", "axis is unsigned", (b, v) => Apply(b, options: new() { Axis = v }), -1, 1, "axis is out of range (expected 0 to 2, found -1)");
        yield return Of(name, "axis", "the values are those along the axis", (b, v) => Apply(b, [4], [4], [4], [4], new() { Axis = v }), 1, 2, "mean has the wrong shape (expected [3], found f32[4])");
        yield return Of(name, "mean", "mean has a value along the axis", (b, v) => Apply(b, mean: v), [4], new[] { 3 }, "mean has the wrong shape (expected [3], found f32[4])");
        yield return Of(name, "variance", "variance has a value along the axis", (b, v) => Apply(b, variance: v), [4], new[] { 3 }, "variance has the wrong shape (expected [3], found f32[4])");
        yield return Of(name, "scale", "scale has a value along the axis", (b, v) => Apply(b, scale: v), [1], new[] { 3 }, "scale has the wrong shape (expected [3], found f32[1])");
        yield return Of(name, "bias", "bias has a value along the axis", (b, v) => Apply(b, bias: v), [2], new[] { 3 }, "bias has the wrong shape (expected [3], found f32[2])");
        yield return Any(name, "epsilon", "epsilon is cast to the input's type", (b, v) => Apply(b, options: new() { Epsilon = v }),
            (1e300, "batchNormalization(%0, %1, %2, %3, %4) axis=1 epsilon=Infinity f32[2,3,4]"), (0.5, "batchNormalization(%0, %1, %2, %3, %4) axis=1 epsilon=0.5 f32[2,3,4]"));
    }

    private static IEnumerable<Rule> Instance()
    {
        const string name = "instanceNormalization";
        MLOperand Apply(MLGraphBuilder b, int[]? scale = null, int[]? bias = null, MLNormalizationOptions? options = null) =>
            b.InstanceNormalization(b.F32(1, 2, 3, 4), b.F32(scale ?? [2]), b.F32(bias ?? [2]), options, Label);
        yield return Of(name, "layout", "the layout says where the channels are", (b, v) => Apply(b, options: new() { Layout = v }), MLInputOperandLayout.Nhwc, MLInputOperandLayout.Nchw,
            "scale has the wrong shape (expected [4], found f32[2])");
        yield return Of(name, "layout", "the layout is one of the enumeration", (b, v) => Apply(b, options: new() { Layout = v }), (MLInputOperandLayout)9, MLInputOperandLayout.Nchw,
            "layout is unknown (expected Nchw or Nhwc, found 9)");
        yield return Of(name, "scale", "scale has a value for each channel", (b, v) => Apply(b, scale: v), [3], new[] { 2 }, "scale has the wrong shape (expected [2], found f32[3])");
        yield return Of(name, "bias", "bias has a value for each channel", (b, v) => Apply(b, bias: v), [3], new[] { 2 }, "bias has the wrong shape (expected [2], found f32[3])");
        yield return Any(name, "epsilon", "epsilon is cast to the input's type", (b, v) => b.InstanceNormalization(b.F16(1, 1, 1, 1), null, null, new() { Epsilon = v }, Label),
            (1e9, "instanceNormalization(%0) epsilon=Infinity f16[1,1,1,1]"), (0.5, "instanceNormalization(%0) epsilon=0.5 f16[1,1,1,1]"));
    }

    private static IEnumerable<Rule> Layer()
    {
        const string name = "layerNormalization";
        MLOperand Apply(MLGraphBuilder b, int[]? scale = null, int[]? bias = null, MLNormalizationOptions? options = null) => b.LayerNormalization(
            b.F32(2, 3, 4), scale is null ? null : b.F32(scale), bias is null ? null : b.F32(bias), options, Label);
        yield return Of(name, "axes", "axes are below the rank", (b, v) => Apply(b, options: new() { Axes = v }), [0, 3], ImmutableArray.Create(0, 2), "axes is out of range (expected 0 to 2, found 3)");
        yield return Of(name, "axes", "axes are unsigned", (b, v) => Apply(b, options: new() { Axes = v }), [-1], ImmutableArray.Create(0), "axes is out of range (expected 0 to 2, found -1)");
        yield return Of(name, "bias", "bias has the rank of the axes", (b, v) => Apply(b, bias: v, options: new() { Axes = [1] }), [1, 3], new[] { 3 },
            "bias has the wrong shape (expected [3], found f32[1,3])");
        yield return Of(name, "bias", "without axes bias is of all but the first", (b, v) => Apply(b, bias: v), [2, 3, 4], new[] { 3, 4 }, "bias has the wrong shape (expected [3,4], found f32[2,3,4])");
        yield return Of(name, "axes", "no axis twice", (b, v) => Apply(b, options: new() { Axes = v }), [2, 2], ImmutableArray.Create(2, 1), "axes has a duplicate (expected each axis once, found [2,2])");
        yield return Of(name, "axes", "absent axes are all but the first", (b, v) => Apply(b, scale: v), [2, 3, 4], new[] { 3, 4 }, "scale has the wrong shape (expected [3,4], found f32[2,3,4])");
        yield return Of(name, "scale", "scale has the dimensions of the axes, in their order", (b, v) => Apply(b, scale: v, options: new() { Axes = [2, 0] }), [2, 4], new[] { 4, 2 },
            "scale has the wrong shape (expected [4,2], found f32[2,4])");
        yield return Of(name, "scale", "scale has the rank of the axes", (b, v) => Apply(b, scale: v, options: new() { Axes = [1] }), [1, 3], new[] { 3 },
            "scale has the wrong shape (expected [3], found f32[1,3])");
        yield return Of(name, "bias", "bias has the dimensions of the axes, in their order", (b, v) => Apply(b, bias: v, options: new() { Axes = [2, 0] }), [2, 4], new[] { 4, 2 },
            "bias has the wrong shape (expected [4,2], found f32[2,4])");
        yield return Any(name, "epsilon", "epsilon is cast to the input's type", (b, v) => Apply(b, options: new() { Axes = [], Epsilon = v }),
            (1e300, "layerNormalization(%0) axes=[] epsilon=Infinity f32[2,3,4]"), (0.5, "layerNormalization(%0) axes=[] epsilon=0.5 f32[2,3,4]"));
    }
}
