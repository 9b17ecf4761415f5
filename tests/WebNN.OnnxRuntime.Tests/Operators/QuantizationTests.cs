namespace WebNN.OnnxRuntime.Tests.Operators;

/// <summary>quantizeLinear and dequantizeLinear by their definition: parameters that are computed, blockwise, or 32 bits wide.</summary>
public sealed class QuantizationTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void Quantize_takes_a_scale_and_zero_point_that_are_inputs() => Assert.Equal(
        new byte[] { 3, 4, 5, 255 },
        graph.Run<byte>(graph.Builder.QuantizeLinear(
            graph.Input([0f, 0.5f, 1f, 1000f], 4), graph.Input([0.5f], 1), graph.Input(new byte[] { 3 }, 1))));

    [Fact]
    public void Quantize_to_32_bits_keeps_every_digit() => Assert.Equal(
        [16777217, int.MinValue, int.MaxValue],
        graph.Run<int>(graph.Builder.QuantizeLinear(
            graph.Input([16777216f, -3e9f, 3e9f], 3), graph.Constant([1f], 1), graph.Constant([1], 1))));

    [Fact]
    public void Quantize_takes_a_scale_per_block() => Assert.Equal(
        new sbyte[] { 1, 2, 1, 2 },
        graph.Run<sbyte>(graph.Builder.QuantizeLinear(
            graph.Input([1f, 2f, 10f, 20f], 4), graph.Constant([1f, 10f], 2), graph.Constant(new sbyte[2], 2))));

    [Fact]
    public void Dequantize_takes_a_scale_and_zero_point_that_are_inputs() => Assert.Equal(
        [-1.5f, -1f, 126f],
        graph.Run<float>(graph.Builder.DequantizeLinear(
            graph.Input(new byte[] { 0, 1, 255 }, 3), graph.Input([0.5f], 1), graph.Input(new byte[] { 3 }, 1))));

    [Fact]
    public void Dequantize_takes_differences_of_more_than_32_bits() => Assert.Equal(
        [-4294967296f, 4294967296f],
        graph.Run<float>(graph.Builder.DequantizeLinear(
            graph.Input([int.MinValue, int.MaxValue], 2), graph.Input([1f, 1f], 2), graph.Input([int.MaxValue, int.MinValue], 2))));

    [Fact]
    public void Dequantize_of_constants_takes_zero_points_of_32_bits_without_a_sign() => Assert.Equal(
        [-1f, 0.5f],
        graph.Run<float>(graph.Builder.DequantizeLinear(
            graph.Constant([4294967293u, 4294967295u], 2), graph.Constant([0.5f, 0.5f], 2), graph.Constant([4294967295u, 4294967294u], 2))));

    [Fact]
    public void Dequantize_to_halves_takes_differences_that_no_half_holds() => Assert.Equal(
        [(Half)1000, (Half)(-1000)],
        graph.Run<Half>(graph.Builder.DequantizeLinear(
            graph.Constant([1 << 20, -(1 << 20)], 2), graph.Input([(Half)(1000.0 / (1 << 20))], 1), graph.Constant([0], 1))));
}
