using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class ConvolutionTests
{
    [Fact]
    public void Conv2d_defaults_to_nchw_and_oihw() =>
        Assert.Equal("conv2d(%0, %1) f32[1,8,4,4]", Line([F32(1, 3, 6, 6), F32(8, 3, 3, 3)], (b, x) => b.Conv2d(x[0], x[1], null)));

    [Fact]
    public void Conv2d_prints_what_is_not_the_default() => Assert.Equal("""
        %0 = input a f32[1,6,6,3]
        %1 = input b f32[8,3,3,3]
        %2 = input c f32[8]
        %3 = conv2d(%0, %1, %2) padding=[0,1,0,1] strides=[2,2] nhwc/ohwi f32[1,3,3,8]
        output y = %3

        """, Text([F32(1, 6, 6, 3), F32(8, 3, 3, 3), F32(8)], (b, x) => b.Conv2d(x[0], x[1], x[2], new()
        {
            Padding = new(0, 1, 0, 1),
            Strides = new(2, 2),
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Ohwi,
        })));

    [Theory]
    [InlineData(MLConv2dFilterOperandLayout.Oihw, new[] { 6, 2, 3, 5 })]
    [InlineData(MLConv2dFilterOperandLayout.Hwio, new[] { 3, 5, 2, 6 })]
    [InlineData(MLConv2dFilterOperandLayout.Ohwi, new[] { 6, 3, 5, 2 })]
    [InlineData(MLConv2dFilterOperandLayout.Ihwo, new[] { 2, 3, 5, 6 })]
    public void Conv2d_reads_each_filter_layout(MLConv2dFilterOperandLayout layout, int[] filter) => Assert.EndsWith(
        "f32[1,6,8,6]", Line([F32(1, 2, 10, 10), F32(filter)], (b, x) => b.Conv2d(x[0], x[1], null, new() { FilterLayout = layout })), StringComparison.Ordinal);

    [Fact]
    public void Conv2d_dilates_rows_and_columns_apart() => Assert.Equal(
        "conv2d(%0, %1) dilations=[2,3] f32[1,1,6,4]",
        Line([F32(1, 1, 10, 10), F32(1, 1, 3, 3)], (b, x) => b.Conv2d(x[0], x[1], null, new() { Dilations = new(2, 3) })));

    [Fact]
    public void A_depthwise_conv2d_has_a_group_for_each_channel() => Assert.Equal(
        "conv2d(%0, %1) groups=8 nhwc/ihwo f32[1,4,4,8]",
        Line([F32(1, 6, 6, 8), F32(1, 3, 3, 8)], (b, x) => b.Conv2d(x[0], x[1], null, new()
        {
            Groups = 8,
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Ihwo,
        })));

    [Fact]
    public void Conv2d_refuses_a_filter_for_other_channels() => Assert.Equal(
        "[stem] conv2d: filter has the wrong number of input channels (expected 4 of the input over 1 groups, found 3)",
        Refusal([F32(1, 4, 6, 6), F32(8, 3, 3, 3)], (b, x) => b.Conv2d(x[0], x[1], null, label: "stem")));

    [Fact]
    public void Conv2d_refuses_a_bias_of_another_length() => Assert.Equal(
        "conv2d: bias has the wrong shape (expected [8], found f32[7])",
        Refusal([F32(1, 3, 6, 6), F32(8, 3, 3, 3), F32(7)], (b, x) => b.Conv2d(x[0], x[1], x[2])));

    [Fact]
    public void Conv2d_refuses_a_bias_of_another_rank() => Assert.Equal(
        "conv2d: bias has the wrong rank (expected 1, found f32[1,8])",
        Refusal([F32(1, 3, 6, 6), F32(8, 3, 3, 3), F32(1, 8)], (b, x) => b.Conv2d(x[0], x[1], x[2])));

    [Fact]
    public void Conv2d_refuses_a_window_larger_than_the_image() => Assert.Equal(
        "conv2d: the window's width exceeds the padded image (expected at most 3, found 5)",
        Refusal([F32(1, 1, 9, 2), F32(1, 1, 3, 5)], (b, x) => b.Conv2d(x[0], x[1], null, new() { Padding = new(0, 0, 0, 1) })));

    [Fact]
    public void Conv2d_refuses_quantized_operands() => Assert.Equal(
        "conv2d: input has the wrong type (expected f32 or f16, found i8[1,1,4,4])",
        Refusal([I8(1, 1, 4, 4), I8(1, 1, 1, 1)], (b, x) => b.Conv2d(x[0], x[1], null)));

    [Fact]
    public void Conv2d_refuses_a_stride_of_0() => Assert.Equal(
        "conv2d: strides is too small (expected at least [1,1], found [1,0])",
        Refusal([F32(1, 1, 4, 4), F32(1, 1, 1, 1)], (b, x) => b.Conv2d(x[0], x[1], null, new() { Strides = new(1, 0) })));

    [Fact]
    public void Conv2d_does_not_wrap_around_on_huge_paddings() => Assert.Equal(
        "conv2d: output height is out of range (expected 1 to 2147483647, found 4294967298)",
        Refusal([F32(1, 1, 4, 4), F32(1, 1, 1, 1)], (b, x) => b.Conv2d(
            x[0], x[1], null, new() { Padding = new(int.MaxValue, int.MaxValue, 0, 0) })));

    [Fact]
    public void ConvTranspose2d_upsamples() => Assert.Equal(
        "convTranspose2d(%0, %1) strides=[2,2] nhwc/ohwi f32[1,8,8,5]",
        Line([F32(1, 4, 4, 3), F32(5, 2, 2, 3)], (b, x) => b.ConvTranspose2d(x[0], x[1], null, new()
        {
            Strides = new(2, 2),
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConvTranspose2dFilterOperandLayout.Ohwi,
        })));

    [Fact]
    public void ConvTranspose2d_multiplies_output_channels_by_groups() => Assert.Equal(
        "convTranspose2d(%0, %1) groups=2 f32[1,6,5,5]",
        Line([F32(1, 4, 4, 4), F32(4, 3, 2, 2)], (b, x) => b.ConvTranspose2d(x[0], x[1], null, new() { Groups = 2 })));

    [Fact]
    public void ConvTranspose2d_recomputes_the_output_padding_from_the_sizes() => Assert.Equal(
        "convTranspose2d(%0, %1) strides=[3,2] outputPadding=[1,0] f32[1,2,10,8]",
        Line([F32(1, 1, 3, 3), F32(1, 2, 3, 4)], (b, x) => b.ConvTranspose2d(
            x[0], x[1], null, new() { Strides = new(3, 2), OutputPadding = new(2, 1), OutputSizes = new(10, 8) })));

    [Fact]
    public void ConvTranspose2d_refuses_sizes_that_no_output_padding_reaches() => Assert.Equal(
        "convTranspose2d: outputSizes are out of range (expected [9,8] to [11,9], found [12,8])",
        Refusal([F32(1, 1, 3, 3), F32(1, 2, 3, 4)], (b, x) => b.ConvTranspose2d(
            x[0], x[1], null, new() { Strides = new(3, 2), OutputSizes = new(12, 8) })));

    [Fact]
    public void ConvTranspose2d_refuses_an_output_padding_of_a_whole_stride() => Assert.Equal(
        "convTranspose2d: outputPadding is out of range (expected at least 0 and less than the strides [2,2], found [2,0])",
        Refusal([F32(1, 1, 3, 3), F32(1, 2, 3, 4)], (b, x) => b.ConvTranspose2d(
            x[0], x[1], null, new() { Strides = new(2, 2), OutputPadding = new(2, 0) })));
}
