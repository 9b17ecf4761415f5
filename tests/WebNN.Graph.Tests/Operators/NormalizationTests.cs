using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class NormalizationTests
{
    [Fact]
    public void An_absent_operand_before_a_present_one_is_printed_as_a_blank() => Assert.Equal(
        "batchNormalization(%0, %1, %2, _, %3) axis=3 epsilon=0.001 f32[1,2,2,5]",
        Line([F32(1, 2, 2, 5), F32(5), F32(5), F32(5)], (b, x) => b.BatchNormalization(
            x[0], x[1], x[2], null, x[3], new() { Axis = 3, Epsilon = 1e-3f })));

    [Fact]
    public void BatchNormalization_refuses_a_mean_of_another_length() => Assert.Equal(
        "batchNormalization: mean has the wrong shape (expected [2], found f32[5])",
        Refusal([F32(1, 2, 2, 5), F32(5), F32(5)], (b, x) => b.BatchNormalization(x[0], x[1], x[2], null, null)));

    [Fact]
    public void InstanceNormalization_takes_its_channels_from_the_layout() => Assert.Equal(
        "instanceNormalization(%0, %1) nhwc f32[1,2,2,5]",
        Line([F32(1, 2, 2, 5), F32(5)], (b, x) => b.InstanceNormalization(x[0], x[1], null, new() { Layout = MLInputOperandLayout.Nhwc })));

    [Fact]
    public void LayerNormalization_defaults_to_all_axes_but_the_first() => Assert.Equal(
        "layerNormalization(%0, %1, %2) axes=[1,2] f32[2,3,4]",
        Line([F32(2, 3, 4), F32(3, 4), F32(3, 4)], (b, x) => b.LayerNormalization(x[0], x[1], x[2])));

    [Fact]
    public void LayerNormalization_wants_its_scale_in_the_order_of_the_axes()
    {
        MLOperand Apply(MLGraphBuilder b, MLOperand[] x) => b.LayerNormalization(x[0], x[1], null, new() { Axes = [2, 0] });

        Assert.Equal("layerNormalization(%0, %1) axes=[2,0] f32[2,3,4]", Line([F32(2, 3, 4), F32(4, 2)], Apply));
        Assert.Equal(
            "layerNormalization: scale has the wrong shape (expected [4,2], found f32[2,4])", Refusal([F32(2, 3, 4), F32(2, 4)], Apply));
    }

    [Fact]
    public void LayerNormalization_of_a_scalar_has_no_axes() =>
        Assert.Equal("layerNormalization(%0) axes=[] f32[]", Line([F32()], (b, x) => b.LayerNormalization(x[0], null, null)));
}
