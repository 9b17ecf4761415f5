using System.Collections.Immutable;
using static WebNN.Tests.Make;

namespace WebNN.Tests;

/// <summary>What the builder refuses by its sizes, its numbers or its nulls, before anything is allocated.</summary>
public sealed class LimitTests
{
    private const int Most = int.MaxValue;

    public static TheoryData<MLOperandDataType, int[], bool> Lengths => new()
    {
        { MLOperandDataType.Uint8, [Most], true },
        { MLOperandDataType.Float16, [Most / 2], true },
        { MLOperandDataType.Float16, [(Most / 2) + 1], false },
        { MLOperandDataType.Float32, [1 << 15, 1 << 14], false },
        { MLOperandDataType.Float32, [(1 << 15) - 1, 1 << 14], true },
        { MLOperandDataType.Int64, [Most, Most, Most, Most], false },
        { MLOperandDataType.Uint8, [Most, 2], false },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_tensor_has_at_most_2147483647_bytes(MLOperandDataType type, int[] shape, bool allowed)
    {
        var error = Record.Exception(() => new MLOperandDescriptor(type, shape));
        Assert.Equal(allowed ? null : $"{type.ShortName()}[{string.Join(',', shape)}] is too large (expected at most 2147483647 bytes)", error?.Message);
        Assert.True(error is null or ArgumentException);
    }

    [Fact]
    public void An_output_that_is_too_large_is_refused_under_the_operators_name()
    {
        const string limit = "is too large (expected at most 2147483647 bytes)";
        Assert.Equal($"dequantizeLinear: f32[2147483647] {limit}", Refusal([U8(Most), F32(1), U8(1)], (b, x) => b.DequantizeLinear(x[0], x[1], x[2])));
        Assert.Equal($"cast: i64[2147483647] {limit}", Refusal([U8(Most)], (b, x) => b.Cast(x[0], MLOperandDataType.Int64)));
        Assert.Equal($"tile: f32[131072,65536] {limit}", Refusal([F32(2, 1)], (b, x) => b.Tile(x[0], [65536, 65536])));
        Assert.Equal($"matmul: f32[65536,65536] {limit}", Refusal([F32(65536, 1), F32(1, 65536)], (b, x) => b.Matmul(x[0], x[1])));
        Assert.Equal($"gatherElements: i64[536870911] {limit}", Refusal([I64(1), I32(536870911)], (b, x) => b.GatherElements(x[0], x[1])));
        Assert.Equal($"resample2d: f32[1,1,65536,65536] {limit}", Refusal([F32(1, 1, 1, 1)], (b, x) => b.Resample2d(x[0], new() { Sizes = (65536, 65536) })));
    }

    [Theory]
    [InlineData(1 << 20, "recurrentWeight has the wrong shape (expected [1,3145728,1048576], found f32[1,3,1])")]
    [InlineData(Most, "hiddenSize * 6 is out of range (expected 1 to 2147483647, found 12884901882)")]
    [InlineData(0, "hiddenSize * 6 is out of range (expected 1 to 2147483647, found 0)")]
    [InlineData(int.MinValue, "hiddenSize * 6 is out of range (expected 1 to 2147483647, found -12884901888)")]
    public void A_network_has_a_hidden_size_that_its_operands_have(int hiddenSize, string message) => Assert.Equal(
        $"gru: {message}",
        Refusal([F32(1, 1, 1), F32(1, 3 << 20, 1), F32(1, 3, 1)], (b, x) => b.Gru(x[0], x[1], x[2], 1, hiddenSize)[0]));

    [Fact]
    public void A_pad_of_integers_with_what_is_no_number_has_zeros()
    {
        Assert.Equal("pad(%0) beginning=[1] ending=[1] i32[3]", Line([I32(1)], (b, x) => b.Pad(x[0], [1], [1], new() { Value = double.NaN })));
        Assert.Equal("pad(%0) beginning=[1] ending=[1] value=NaN f32[3]", Line([F32(1)], (b, x) => b.Pad(x[0], [1], [1], new() { Value = double.NaN })));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "127")]
    [InlineData(-1e300, "-128")]
    [InlineData(-1.9, "-2")]
    [InlineData(2.5, "2")]
    public void The_value_of_an_integer_pad_is_rounded_and_ends_at_the_types_limits(double value, string recorded) => Assert.Equal(
        $"pad(%0) beginning=[1] ending=[1] value={recorded} i8[3]", Line([I8(1)], (b, x) => b.Pad(x[0], [1], [1], new() { Value = value })));

    [Fact]
    public void The_bounds_of_an_integer_clamp_have_no_fraction() => Assert.Equal(
        "clamp(%0, 0, 2) i32[1]", Line([I32(1)], (b, x) => b.Clamp(x[0], new() { MinValue = 0.5, MaxValue = 2.25 })));

    [Fact]
    public void A_value_outside_its_enumeration_is_refused()
    {
        const int wrong = 99;
        Assert.Equal("pad: mode is unknown (expected Constant or Edge or Reflection, found 99)", Refusal([F32(1)], (b, x) => b.Pad(x[0], [1], [1], new() { Mode = (MLPaddingMode)wrong })));
        Assert.Equal("resample2d: mode is unknown (expected NearestNeighbor or Linear, found 99)", Refusal([F32(1, 1, 1, 1)], (b, x) => b.Resample2d(x[0], new() { Mode = (MLInterpolationMode)wrong })));
        Assert.Equal("maxPool2d: layout is unknown (expected Nchw or Nhwc, found 99)", Refusal([F32(1, 1, 1, 1)], (b, x) => b.MaxPool2d(x[0], new() { Layout = (MLInputOperandLayout)wrong })));
        Assert.Equal(
            "averagePool2d: outputShapeRounding is unknown (expected Floor or Ceil, found 99)",
            Refusal([F32(1, 1, 1, 1)], (b, x) => b.AveragePool2d(x[0], new() { OutputShapeRounding = (MLRoundingType)wrong })));
        Assert.Equal(
            "conv2d: filterLayout is unknown (expected Oihw or Hwio or Ohwi or Ihwo, found 99)",
            Refusal([F32(1, 1, 1, 1), F32(1, 1, 1, 1)], (b, x) => b.Conv2d(x[0], x[1], null, new() { FilterLayout = (MLConv2dFilterOperandLayout)wrong })));
        Assert.Equal(
            "gru: direction is unknown (expected Forward or Backward or Both, found 99)",
            Refusal([F32(1, 1, 1), F32(1, 3, 1), F32(1, 3, 1)], (b, x) => b.Gru(x[0], x[1], x[2], 1, 1, new() { Direction = (MLRecurrentNetworkDirection)wrong })[0]));
        Assert.Equal(
            "lstmCell: activations is unknown (expected Relu or Sigmoid or Tanh, found 99)",
            Refusal(
                [F32(1, 1), F32(4, 1), F32(4, 1), F32(1, 1), F32(1, 1)],
                (b, x) => b.LstmCell(x[0], x[1], x[2], x[3], x[4], 1, new() { Activations = [0, 0, (MLRecurrentNetworkActivation)wrong] })[0]));
    }

    [Fact]
    public void Lists_without_storage_are_refused()
    {
        Assert.Equal("reduceSum: axes is null", Refusal([F32(1)], (b, x) => b.ReduceSum(x[0], new() { Axes = default(ImmutableArray<int>) })));
        Assert.Equal("reverse: axes is null", Refusal([F32(1)], (b, x) => b.Reverse(x[0], default(ImmutableArray<int>))));
        Assert.Equal("layerNormalization: axes is null", Refusal([F32(1)], (b, x) => b.LayerNormalization(x[0], null, null, new() { Axes = default(ImmutableArray<int>) })));
        Assert.Equal(
            "gruCell: activations is null",
            Refusal(
                [F32(1, 1), F32(3, 1), F32(3, 1), F32(1, 1)],
                (b, x) => b.GruCell(x[0], x[1], x[2], x[3], 1, new() { Activations = default(ImmutableArray<MLRecurrentNetworkActivation>) })));
    }

    [Fact]
    public void Nulls_are_named()
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var x = builder.Input("x", F32(1));
        Assert.Throws<ArgumentNullException>("context", () => new MLGraphBuilder(null!));
        Assert.Throws<ArgumentNullException>("descriptor", () => builder.Input("y", null!));
        Assert.Throws<ArgumentNullException>("descriptor", () => builder.Constant(null!, default(ReadOnlyMemory<byte>)));
        Assert.Throws<ArgumentNullException>("tensor", () => builder.Constant(null!));
        Assert.Throws<ArgumentNullException>("input", () => builder.Relu(null!));
        Assert.Throws<ArgumentNullException>("input", () => builder.Clamp(null!, new()));
        Assert.Throws<ArgumentNullException>("b", () => builder.Add(x, null!));
        Assert.Throws<ArgumentNullException>("inputs[0]", () => builder.Concat([null!], 0));
        Assert.Throws<ArgumentNullException>("inputs[1]", () => builder.Concat([x, null!], 0));
        Assert.Throws<ArgumentNullException>("label", () => builder.Relu(x, null!));
        Assert.Throws<ArgumentNullException>("name", () => builder.Define(default(MLNamedOperand)));
        Assert.Throws<ArgumentNullException>("operand", () => builder.Define(new MLNamedOperand("y", null!)));
        Assert.Throws<ArgumentException>(() => builder.Concat([], 0));
        Assert.Throws<ArgumentException>(() => builder.Define([]));
    }
}
